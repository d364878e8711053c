import { expect } from "vitest";
import type { Owner } from "../../src/credits/ledger.ts";
import type { Db, GenerationState } from "../../src/store/tables.ts";

const FINISHED: readonly GenerationState[] = ["delivered", "failed", "canceled", "lost"];

/**
 * The invariants of DESIGN: the balances are what the entries add up to; available + held + spent = granted;
 * held = Σ unresolved holds; one resolution a hold at most; capture ≤ hold; nothing below zero; and a finished
 * generation has exactly one resolution. Of one owner, or of everybody.
 */
export async function checkLedger(db: Db, owner?: Owner): Promise<void> {
  const of = <Row extends { workspace: string; member: string }>(rows: Row[]) =>
    owner ? rows.filter((row) => row.workspace === owner.workspace && row.member === owner.member) : rows;
  const mine = owner?.member ?? "%";
  const pots = of(await db.selectFrom("pots").selectAll().where("member", "like", mine).execute());
  const entries = of(await db.selectFrom("ledger").selectAll().where("member", "like", mine).execute());
  const holds = of(await db.selectFrom("holds").selectAll().where("member", "like", mine).execute());

  for (const pot of pots) {
    const own = entries.filter((entry) => sameOwner(entry, pot) && entry.pot === pot.pot);
    const sum = (...kinds: string[]) =>
      own.filter(({ kind }) => kinds.includes(kind)).reduce((all, { amount }) => all + amount, 0);
    expect(pot.granted, "granted").toBe(sum("grant", "adjust"));
    expect(pot.spent, "spent").toBe(sum("capture"));
    expect(pot.held, "held").toBe(sum("hold") - sum("capture", "release"));
    expect(
      Math.min(pot.held, pot.spent, pot.granted - pot.held - pot.spent),
      "nothing below zero",
    ).toBeGreaterThanOrEqual(0);
  }
  const open = holds.filter(({ state }) => state === "held");
  expect(total(pots.map(({ held }) => held)), "held = unresolved holds").toBe(total(open.map(({ amount }) => amount)));
  for (const hold of holds) {
    const own = entries.filter((entry) => entry.hold === hold.id);
    const amounts = (kind: string) => total(own.filter((entry) => entry.kind === kind).map(({ amount }) => amount));
    expect(amounts("hold"), "a hold's entries").toBe(hold.amount);
    expect(amounts("capture"), "capture ≤ hold").toBeLessThanOrEqual(hold.amount);
    expect(amounts("capture") + amounts("release"), "one resolution").toBe(hold.state === "held" ? 0 : hold.amount);
  }
  const generations = of(await db.selectFrom("generations").selectAll().where("member", "like", mine).execute());
  for (const { id, state, price } of generations) {
    // What Reelay makes by itself costs nothing.
    const held = price === 0 ? 0 : 1;
    const resolved = holds.filter((hold) => hold.generation === id && hold.state !== "held");
    if (FINISHED.includes(state)) expect(resolved, `${id} ${state}`).toHaveLength(held);
    expect(holds.filter((hold) => hold.generation === id)).toHaveLength(held);
  }
}

function sameOwner(a: Owner, b: Owner): boolean {
  return a.workspace === b.workspace && a.member === b.member;
}

function total(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
