import type { Kysely } from "kysely";

interface Names {
  elements: { id: string; workspace: string; name: string; name_key: string };
}

/**
 * Each account remembers by which period and time zone its allowance is counted, whoever changed them: the admins, or
 * the operator with a new default. And characters are looked up with the case of their names folded: `ß` is `SS`.
 */
export async function addTerms(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("accounts").addColumn("terms", "text").execute();
  await db.schema.alterTable("accounts").addColumn("terms_since", "bigint").execute();
  await foldNames(db as Kysely<Names>);
}

/** Where two names would become one, the older character gets the new key; the other keeps its own and stays listed. */
async function foldNames(db: Kysely<Names>): Promise<void> {
  const elements = await db
    .selectFrom("elements")
    .select(["id", "workspace", "name", "name_key"])
    .orderBy("id")
    .execute();
  const taken = new Set(elements.map(({ workspace, name_key }) => `${workspace} ${name_key}`));
  for (const { id, workspace, name, name_key } of elements) {
    const key = name.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
    if (key === name_key || taken.has(`${workspace} ${key}`)) continue;
    taken.add(`${workspace} ${key}`);
    await db.updateTable("elements").set({ name_key: key }).where("id", "=", id).execute();
  }
}
