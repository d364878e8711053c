import type { Db } from "../store/tables.ts";

/** Whose data it is: a member has other data in another workspace. */
export interface Owner {
  workspace: string;
  member: string;
}

/** Everything that is kept of a member in a workspace, for themselves to read. Money is Units, times milliseconds since 1970. */
export async function exportData(db: Db, { workspace, member }: Owner, at: number): Promise<Record<string, unknown>> {
  const of = <Table extends "accounts" | "pots" | "ledger" | "generations" | "approvals" | "preferences">(
    table: Table,
  ) =>
    db
      .selectFrom(table as "pots")
      .selectAll()
      .where("workspace", "=", workspace)
      .where("member", "=", member)
      .execute();
  const elements = await db
    .selectFrom("elements")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("maker", "=", member)
    .execute();
  const decided = await db
    .selectFrom("audit")
    .select(["what", "at"])
    .where("workspace", "=", workspace)
    .where("actor", "=", member)
    .execute();
  const said = await db
    .selectFrom("playground_messages")
    .select(["body", "created_at"])
    .where((eb) => eb.or([eb("author", "=", member), eb("audience", "=", member)]))
    .execute();
  return {
    exportedAt: new Date(at).toISOString(),
    workspace,
    member,
    unit: "1/10,000 credit",
    preferences: readable(await of("preferences")),
    account: readable(await of("accounts")),
    credits: await of("pots"),
    ledger: await of("ledger"),
    jobs: readable(await of("generations")),
    characters: readable(elements),
    requests: readable(await of("approvals")),
    decisions: decided,
    ...(workspace === PLAYGROUND ? { messages: readable(said) } : {}),
  };
}

/** The one workspace whose messages are kept here; those of other chats are the chat's. */
export const PLAYGROUND = "local";

/** Rows with their JSON columns as what is in them. */
function readable(rows: readonly object[]): unknown[] {
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, parsed(value)])));
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}
