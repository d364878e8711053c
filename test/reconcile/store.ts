import { newId } from "../../src/base/ids.ts";
import type { Db, GenerationRow } from "../../src/store/tables.ts";
import { insertRow } from "../generations/rows.ts";

/**
 * Writes a job that was charged at that time as the ledger has it: a capture for each pot that it was paid from, in
 * Units, and the pots. Gives the job's id.
 */
export async function charge(
  db: Db,
  { at, paid, ...changes }: Partial<GenerationRow> & { at: number; paid: readonly number[] },
): Promise<string> {
  const price = paid.reduce((sum, one) => sum + one, 0);
  const row = await insertRow(db, {
    state: "delivered",
    price,
    created_at: at,
    finished_at: at,
    due_at: null,
    ...changes,
  });
  const { workspace, member } = row;
  for (const [index, amount] of paid.entries()) {
    const pot = index === 0 ? "allowance:2026-11" : "grants";
    await db
      .insertInto("pots")
      .values({ workspace, member, pot, granted: amount, held: 0, spent: amount })
      .onConflict((c) =>
        c.columns(["workspace", "member", "pot"]).doUpdateSet((eb) => ({
          granted: eb("pots.granted", "+", amount),
          spent: eb("pots.spent", "+", amount),
        })),
      )
      .execute();
    await db
      .insertInto("ledger")
      .values({
        ...{ id: newId("l", at), workspace, member, pot, kind: "capture", amount, at },
        ...{ hold: `h of ${row.id}`, generation: row.id, note: "finished" },
      })
      .execute();
  }
  return row.id;
}
