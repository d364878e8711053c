import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../src/base/ids.ts";
import {
  type Allowance,
  grant,
  hold,
  InsufficientCredits,
  LedgerViolation,
  type Owner,
  openAccount,
  resolve,
  take,
} from "../../src/credits/ledger.ts";
import { statement } from "../../src/credits/statement.ts";
import { type Units, units } from "../../src/credits/units.ts";
import type { Db } from "../../src/store/tables.ts";
import { checkLedger } from "../support/ledger.ts";
import { STORE_KINDS, type TestStore, testStore } from "../support/stores.ts";

const NOW = Date.UTC(2026, 10, 20);
const november: Allowance = { period: "2026-11", amount: units(100), renewsAt: Date.UTC(2026, 11, 1) };
const december: Allowance = { period: "2026-12", amount: units(100), renewsAt: Date.UTC(2027, 0, 1) };
/** DESIGN asks for at least 1,000. */
const RUNS = 1_000;

describe.each(STORE_KINDS)("the ledger on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testStore(kind);
  });
  afterAll(() => store[Symbol.asyncDispose]());

  let members = 0;
  const newOwner = (): Owner => ({ workspace: "w", member: `m${members++}` });

  const holdFor = (db: Db, owner: Owner, amount: number, allowance = november) =>
    db.transaction().execute(async (tx) => {
      const generation = newId("g", NOW);
      const account = await openAccount(tx, owner, allowance, NOW);
      await hold(tx, account, { generation, amount: units(amount), note: "a test" }, NOW);
      return generation;
    });
  const resolveTo = (db: Db, generation: string, captured: number) =>
    db.transaction().execute((tx) => resolve(tx, generation, units(captured), "a test", NOW));
  const give = (db: Db, owner: Owner, amount: number) =>
    db.transaction().execute((tx) => grant(tx, owner, units(amount), "a gift", NOW));

  test("holds from the allowance first, then from grants, and captures the same way", async () => {
    const owner = newOwner();
    await give(store.db, owner, 50);
    const generation = await holdFor(store.db, owner, 120);
    expect(await statement(store.db, owner, november, 0)).toMatchObject({
      allowance: { granted: 100, held: 100, spent: 0, available: 0 },
      grants: { granted: 50, held: 20, spent: 0, available: 30 },
      available: 30,
      held: 120,
    });
    await resolveTo(store.db, generation, 110);
    expect(await statement(store.db, owner, november, 0)).toMatchObject({
      allowance: { held: 0, spent: 100 },
      grants: { held: 0, spent: 10, available: 40 },
    });
    await checkLedger(store.db, owner);
  });

  test("refuses a hold that is more than there is, and writes nothing", async () => {
    const owner = newOwner();
    const refused = holdFor(store.db, owner, 101);
    await expect(refused).rejects.toThrow(InsufficientCredits);
    await expect(refused).rejects.toMatchObject({ price: 101, available: 100, renewsAt: november.renewsAt });
    expect((await statement(store.db, owner, november, 10)).entries).toEqual([]);
  });

  test("resolves a hold once", async () => {
    const owner = newOwner();
    const generation = await holdFor(store.db, owner, 40);
    await resolveTo(store.db, generation, 0);
    await expect(resolveTo(store.db, generation, 40)).rejects.toThrow(LedgerViolation);
    await expect(resolveTo(store.db, generation, 0)).rejects.toThrow(LedgerViolation);
    expect((await statement(store.db, owner, november, 0)).available).toBe(100);
    await checkLedger(store.db, owner);
  });

  test("captures no more than was held", async () => {
    const owner = newOwner();
    const generation = await holdFor(store.db, owner, 40);
    await expect(resolveTo(store.db, generation, 41)).rejects.toThrow(LedgerViolation);
    expect((await statement(store.db, owner, november, 0)).held).toBe(40);
  });

  test("a hold of a past period goes back to that period, and does not carry over", async () => {
    const owner = newOwner();
    const generation = await holdFor(store.db, owner, 100);
    await holdFor(store.db, owner, 10, december);
    await resolveTo(store.db, generation, 0);
    expect((await statement(store.db, owner, december, 0)).available).toBe(90);
    await checkLedger(store.db, owner);
  });

  test("the database itself refuses a pot below zero", async () => {
    const owner = newOwner();
    await holdFor(store.db, owner, 60);
    const broken = store.db.updateTable("pots").set({ held: 101 }).where("member", "=", owner.member).execute();
    await expect(broken).rejects.toThrow();
  });

  test("fifty holds at once for which there are credits for three: exactly three", async () => {
    const owner = newOwner();
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => holdFor(store.db, owner, 30)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    await checkLedger(store.db, owner);
  });

  test("its invariants hold after every step of any history", async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("grant" as const), amount: fc.integer({ min: 1, max: 80 }) }),
      fc.record({ do: fc.constant("take" as const), amount: fc.integer({ min: 1, max: 80 }) }),
      fc.record({ do: fc.constant("hold" as const), amount: fc.integer({ min: 1, max: 120 }), next: fc.boolean() }),
      fc.record({ do: fc.constant("resolve" as const), which: fc.nat(), share: fc.integer({ min: 0, max: 110 }) }),
    );
    const seed = Date.now() % 2 ** 31;
    process.stdout.write(`ledger on ${kind}: ${RUNS} runs, seed ${seed}\n`);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (history) => {
        const owner = newOwner();
        const holds: { generation: string; amount: number }[] = [];
        for (const one of history) {
          try {
            if (one.do === "grant") await give(store.db, owner, one.amount);
            if (one.do === "take") {
              const amount = units(one.amount) as Units;
              await store.db.transaction().execute((tx) => take(tx, owner, amount, "taken", NOW));
            }
            if (one.do === "hold") {
              const generation = await holdFor(store.db, owner, one.amount, one.next ? december : november);
              holds.push({ generation, amount: one.amount });
            }
            const chosen = one.do === "resolve" ? holds[one.which % Math.max(1, holds.length)] : undefined;
            if (one.do === "resolve" && chosen) {
              await resolveTo(store.db, chosen.generation, Math.floor((chosen.amount * one.share) / 100));
            }
          } catch (error) {
            if (!(error instanceof InsufficientCredits || error instanceof LedgerViolation)) throw error;
          }
          await checkLedger(store.db, owner);
        }
      }),
      { numRuns: RUNS, seed },
    );
  });
});
