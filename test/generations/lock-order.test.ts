import { describe, expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import type { Actor } from "../../src/chat/contract/invocation.ts";
import { hold, openAccount } from "../../src/credits/ledger.ts";
import { units } from "../../src/credits/units.ts";
import { stopJob } from "../../src/generations/run/stop.ts";
import { fail } from "../../src/generations/states/fail.ts";
import { FenceLost } from "../../src/generations/states/states.ts";
import type { GenerationRow } from "../../src/store/tables.ts";
import { modelOf } from "../models/ask.ts";
import { testClock } from "../support/clock.ts";
import { checkLedger } from "../support/ledger.ts";
import { type TestStore, testStore } from "../support/stores.ts";
import { insertRow, NOW } from "./rows.ts";

const PAIRS = 60;
const ADMIN: Actor = { id: "root", name: "Root", admin: true, roles: [] };

describe("an admin's stop and a failure at the same moment, on postgres,", () => {
  it("end sixty jobs once each, and neither waits for the other for ever", async () => {
    await using store = await testStore("postgres");
    const deps = {
      db: store.db,
      clock: testClock(NOW),
      log: createLog("silent"),
      model: modelOf,
      onElement: async () => undefined,
    };
    const outcomes = await Promise.all(
      Array.from({ length: PAIRS }, async () => {
        const row = await running(store);
        const failing = fail(deps, row, "service_error", "").catch((error: unknown) => error);
        return Promise.all([stopJob(deps, row, ADMIN), failing]);
      }),
    );
    for (const [stopped, failed] of outcomes) {
      if (stopped === "abandoned") expect(failed).toBeInstanceOf(FenceLost);
      else expect([stopped, failed]).toEqual(["too late", undefined]);
    }
    await checkLedger(store.db);
  });
});

/** A job that a worker holds, and that holds its member's credits. */
async function running({ db }: TestStore): Promise<GenerationRow> {
  const row = await insertRow(db, { state: "running", task: "t", fence: 1, lease_until: NOW + 60_000 });
  const owner = { workspace: row.workspace, member: row.member };
  const allowance = { period: "2026-11", amount: units(100 * row.price), renewsAt: NOW };
  await db.transaction().execute(async (tx) => {
    const account = await openAccount(tx, owner, allowance, NOW);
    await hold(tx, account, { generation: row.id, amount: units(row.price), note: "" }, NOW);
  });
  return row;
}
