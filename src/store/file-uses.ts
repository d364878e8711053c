import type { FileUse } from "./rows.ts";
import type { Db, Tx } from "./tables.ts";

const HASH = /\b[0-9a-f]{64}\b/g;

/** Far below what one statement may bind on either database. */
const AT_ONCE = 500;

/** The hashes that stand in a row's JSON, each once. */
export function hashesIn(...texts: readonly (string | null)[]): string[] {
  return [...new Set(texts.flatMap((text) => [...(text?.matchAll(HASH) ?? [])].map(([hash]) => hash)))];
}

/** Says that the holder needs these files, in the transaction that writes it. Safe to repeat. */
export async function useFiles(db: Db, holder: string, use: FileUse, hashes: readonly string[]): Promise<void> {
  for (const some of batches(hashes)) {
    const rows = some.map((hash) => ({ hash, holder, use }));
    await db
      .insertInto("file_uses")
      .values(rows)
      .onConflict((c) => c.doNothing())
      .execute();
  }
}

/**
 * Ends what these holders need files for, in the transaction that ends them. Gives the files that nobody needs any more:
 * they can be deleted once it is committed.
 */
export async function releaseFiles(tx: Tx, holders: readonly string[], use?: FileUse): Promise<string[]> {
  return unusedOf(tx, await endUses(tx, holders, use));
}

/** As `releaseFiles`, and gives all the files, whoever else needs them. */
export async function endUses(tx: Tx, holders: readonly string[], use?: FileUse): Promise<string[]> {
  const released = new Set<string>();
  for (const some of batches(holders)) {
    const rows = await tx
      .deleteFrom("file_uses")
      .where("holder", "in", some)
      .$if(use !== undefined, (query) => query.where("use", "=", use ?? "input"))
      .returning("hash")
      .execute();
    for (const { hash } of rows) released.add(hash);
  }
  return [...released];
}

/** Whether this holder needs the file. */
export async function isUsedBy(db: Db, hash: string, holder: string): Promise<boolean> {
  const use = db.selectFrom("file_uses").select("use").where("hash", "=", hash).where("holder", "=", holder);
  return (await use.executeTakeFirst()) !== undefined;
}

/** Those of the files that nobody needs. */
export async function unusedOf(db: Db, hashes: readonly string[]): Promise<string[]> {
  const used = new Set<string>();
  for (const some of batches(hashes)) {
    const rows = await db.selectFrom("file_uses").select("hash").distinct().where("hash", "in", some).execute();
    for (const { hash } of rows) used.add(hash);
  }
  return hashes.filter((hash) => !used.has(hash));
}

function* batches<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += AT_ONCE) yield items.slice(from, from + AT_ONCE);
}
