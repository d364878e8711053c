import { describe, expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import { openClock } from "../../src/store/clock.ts";
import { lock } from "../../src/store/lock.ts";
import { STORE_KINDS, testStore } from "../support/stores.ts";

const HOUR = 3_600_000;
const log = createLog("silent");

const machineAt = (ahead: number) => ({ wall: () => Date.now() + ahead, monotonic: () => performance.now() });

describe("the time of several processes", () => {
  it("is Postgres', whatever the clocks of their machines say", async () => {
    await using store = await testStore("postgres");
    const clocks = await Promise.all(
      [-HOUR, 0, 65_000, 365 * 24 * HOUR].map((ahead) => openClock(store, { machine: machineAt(ahead), log })),
    );
    const times = clocks.map((clock) => clock.now());
    // By a busy machine's measure: what matters is far below a lease's minute.
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(5_000);
    for (const clock of clocks) await clock.close();
  });

  it("goes on by the machine's monotonic clock between", async () => {
    await using store = await testStore("postgres");
    let monotonic = 100;
    const clock = await openClock(store, { machine: { wall: () => 0, monotonic: () => monotonic }, log });
    const before = clock.now();
    monotonic += 90_000;
    expect(clock.now() - before).toBe(90_000);
    await clock.close();
  });
});

describe.each(STORE_KINDS)("the time since anything was done, on %s,", (kind) => {
  it("is known when it is opened", async () => {
    await using store = await testStore(kind);
    const at = Date.now() - 20 * 24 * HOUR;
    await store.db.transaction().execute((tx) => lock(tx, "slots", at));
    const clock = await openClock(store, { machine: machineAt(0), log });
    expect(clock.unseenMs / HOUR).toBeCloseTo(480, 0);
    await clock.close();
  });
});
