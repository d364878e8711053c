import { describe, expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import type { Closed } from "../../src/generations/states/account.ts";
import { createAccountWatch } from "../../src/reconcile/account.ts";
import { observed } from "../../src/reconcile/observed.ts";
import { STORE_KINDS, type StoreKind } from "../support/stores.ts";
import { PRICE, stage } from "./stage.ts";

const MINUTE_MS = 60_000;

/** A worker that watches the account as the whole program does, and asks it again by the stage's clock. */
async function watched(kind: StoreKind) {
  const s = await stage(kind);
  const clock = s.time.view();
  const watch = createAccountWatch({
    ...{ db: s.db, evolink: s.evolink, account: "sandbox", clock, log: createLog("silent") },
  });
  s.worker({ evolink: observed(s.evolink, watch.heard), accountClosed: watch.closed }).start();
  const refuse = async (status: number, ...doors: ("create" | "read" | "upload" | "credits")[]) => {
    for (const on of doors) await s.fault({ on, kind: "http", status, times: 1_000_000 });
  };
  return { s, watch, refuse };
}

/** A worker whose account is closed as the test says. */
async function closable(kind: StoreKind) {
  const s = await stage(kind);
  let closed: Closed | undefined;
  s.worker({ accountClosed: async () => closed }).start();
  return {
    s,
    close: (why: Closed["why"]) => {
      closed = { since: s.time.now(), why };
    },
    open: () => {
      closed = undefined;
    },
  };
}

describe.each(STORE_KINDS)("jobs while the gateway takes none, on %s", (kind) => {
  it("wait where the key is refused, are sent once it is taken, and cost their price once", async () => {
    const { s, watch, refuse } = await watched(kind);
    await using _ = s;
    await refuse(401, "create", "credits", "upload");
    const jobs = [await s.ask("ada", "a boat"), await s.animate("grace", "a kite"), await s.ask("alan", "a lamp")];
    await s.until(async () => (await watch.closed())?.why === "key");
    await s.time.leap(10 * MINUTE_MS);
    await s.quiet();
    for (const id of jobs) expect(await s.row(id), id).toMatchObject({ state: "queued", lease_until: 0 });
    expect(s.gateway.creates.length).toBeLessThanOrEqual(2);
    expect(await s.accepted()).toBe(0);

    await s.clearFaults();
    await s.db.updateTable("account_watch").set({ closed_at: null }).execute();
    for (const row of await s.ends(...jobs)) expect(row).toMatchObject({ state: "delivered" });
    expect(await s.accepted()).toBe(3);
    for (const id of jobs) expect(await s.ledger(id)).toMatchObject([{ kind: "hold" }, { kind: "capture" }]);
    await s.check();
  });

  it("fail where one model isn't open to the key, and the account is", async () => {
    const { s, watch, refuse } = await watched(kind);
    await using _ = s;
    await refuse(403, "create");
    const [row] = await s.ends(await s.ask("ada", "a boat"));
    expect(row).toMatchObject({ state: "failed", error_code: "model_access_denied" });
    expect(await watch.closed()).toBeUndefined();
    await s.check();
  });

  it.each([
    ["key", "unauthorized"],
    ["empty", "insufficient_quota"],
  ] as const)("end together after an hour, with all credits back (%s)", async (why, code) => {
    const { s, close } = await closable(kind);
    await using _ = s;
    close(why);
    const jobs = [await s.ask("ada", "a boat"), await s.ask("grace", "a kite"), await s.ask("alan", "a lamp")];
    await s.until(async () => (await s.row(jobs[2] ?? "")).message !== null);
    await s.time.leap(59 * MINUTE_MS);
    await s.quiet();
    for (const id of jobs) expect(await s.row(id)).toMatchObject({ state: "queued", admitted_at: null });
    const rows = await s.ends(...jobs);
    expect(rows.map(({ state, error_code }) => [state, error_code])).toEqual(jobs.map(() => ["failed", code]));
    for (const id of jobs) {
      expect(await s.ledger(id)).toEqual([
        { kind: "hold", amount: PRICE },
        { kind: "release", amount: PRICE },
      ]);
    }
    expect(s.gateway.creates).toEqual([]);
    await s.check();
  });

  it("can be canceled meanwhile", async () => {
    const { s, close, open } = await closable(kind);
    await using _ = s;
    close("key");
    const id = await s.ask("ada", "a boat");
    await s.until(async () => (await s.row(id)).message !== null);
    await s.as("ada").cancel(id);
    s.wake();
    expect(await s.ends(id)).toMatchObject([{ state: "canceled" }]);
    open();
    await s.check();
  });
});
