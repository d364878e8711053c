import { sql } from "kysely";
import { resolve } from "../credits/ledger.ts";
import { GRANTS, write } from "../credits/pots.ts";
import { units, ZERO } from "../credits/units.ts";
import { LEASE_MS } from "../generations/run/engine.ts";
import { type EndingLate, endLate } from "../generations/run/late.ts";
import { writeAudit } from "../policy/store.ts";
import type { GenerationRow } from "../store/tables.ts";
import type { Fault } from "./faults.ts";

/** Who the audit says it was. */
const OPERATOR = { id: "operator", name: "The operator" };

/**
 * Mends one fault, with an entry in the ledger or the audit that says why. Gives false when it is no longer there, or
 * somebody is at work on it just now. Safe while the bot runs, where the store lets it: each takes the locks and the
 * lease that the bot does.
 */
export async function mend(deps: EndingLate, fault: Fault): Promise<boolean> {
  switch (fault.is) {
    case "late job":
      return endJob(deps, fault.row);
    case "held for nothing":
      return resolveHold(deps, fault);
    case "account ahead":
      return setAccountBack(deps, fault);
    case "workspace ahead":
      return setWorkspaceBack(deps, fault);
  }
}

async function endJob(deps: EndingLate, { id, fence }: GenerationRow): Promise<boolean> {
  const now = deps.clock.now();
  const row = await deps.db
    .updateTable("generations")
    .set({ fence: sql`fence + 1`, lease_until: now + LEASE_MS })
    .where("id", "=", id)
    .where("fence", "=", fence)
    .where("lease_until", "<=", now)
    .returningAll()
    .executeTakeFirst();
  if (!row) return false;
  await endLate(deps, row, new Error("ended by npm run mend"));
  return true;
}

/** What a job that delivered held was its price; all else goes back. */
async function resolveHold(
  { db, clock }: EndingLate,
  { hold, state }: Extract<Fault, { is: "held for nothing" }>,
): Promise<boolean> {
  const charged = state === "delivered" || state === "rendered";
  return db.transaction().execute(async (tx) => {
    const there = await tx.selectFrom("holds").select("state").where("id", "=", hold.id).executeTakeFirst();
    if (there?.state !== "held") return false;
    const note = `mended: ${state === undefined ? "its job is not there" : `its job was ${state}`}`;
    await resolve(tx, hold.generation, charged ? units(hold.amount) : ZERO, note, clock.now());
    return true;
  });
}

/** The allowance is counted anew too, and then what was taken of the wrong period's counts in the right one. */
async function setAccountBack(
  { db, clock }: EndingLate,
  { workspace, member, seen }: Extract<Fault, { is: "account ahead" }>,
): Promise<boolean> {
  const at = clock.now();
  return db.transaction().execute(async (tx) => {
    const back = await tx
      .updateTable("accounts")
      .set({ touched_at: at, terms: null, terms_since: null })
      .where("workspace", "=", workspace)
      .where("member", "=", member)
      .where("touched_at", "=", seen)
      .returning("member")
      .executeTakeFirst();
    if (!back) return false;
    const note = `mended: the account had seen ${day(seen)}, which has not come`;
    await write(tx, { workspace, member }, { pot: GRANTS, kind: "adjust", amount: ZERO, note, at });
    return true;
  });
}

async function setWorkspaceBack(
  { db, clock }: EndingLate,
  { workspace, seen }: Extract<Fault, { is: "workspace ahead" }>,
): Promise<boolean> {
  const at = clock.now();
  return db.transaction().execute(async (tx) => {
    const back = await tx
      .updateTable("locks")
      .set({ touched_at: at })
      .where("name", "=", `workspace ${workspace}`)
      .where("touched_at", "=", seen)
      .returning("name")
      .executeTakeFirst();
    const what = `set the workspace's time back from ${day(seen)}`;
    if (back) await writeAudit(tx, workspace, OPERATOR, { what }, at);
    return back !== undefined;
  });
}

/** `2027-11-20`. */
export function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
