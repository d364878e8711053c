import { describe, expect, it } from "vitest";
import { TooManyJobs } from "../../src/credits/quota.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { stage } from "./stage.ts";

describe.each(STORE_KINDS)("asking on %s", (kind) => {
  it("twice for the same interaction is one job, one after the other and at once", async () => {
    await using s = await stage(kind);
    const ids = await Promise.all(Array.from({ length: 6 }, () => s.ask("ada", "a boat", "interaction 1")));
    ids.push(await s.ask("ada", "a boat", "interaction 1"));
    expect(new Set(ids).size).toBe(1);
    s.worker().start();
    await s.ends(ids[0] ?? "");
    expect(await s.ask("ada", "a boat", "interaction 1")).toBe(ids[0]);
    expect(await s.accepted()).toBe(1);
    expect(await s.db.selectFrom("holds").select("id").execute()).toHaveLength(1);
    await s.check();
  });

  it("for more at once than a member may run is refused, however many come together", async () => {
    await using s = await stage(kind, { maxJobs: 3 });
    const asked = await Promise.allSettled(Array.from({ length: 9 }, (_, i) => s.ask("ada", `boat ${i}`)));
    const jobs = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(jobs).toHaveLength(3);
    for (const one of asked) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(TooManyJobs);
    expect(await s.db.selectFrom("holds").select("id").execute()).toHaveLength(3);

    const other = await s.ask("grace", "a kite");
    s.worker().start();
    await s.ends(...jobs, other);
    await s.ask("ada", "one more");
    await s.check();
  });

  it("gives members their turns where there is one slot", async () => {
    await using s = await stage(kind, { maxRunning: 1 });
    const jobs: string[] = [];
    for (const prompt of ["ada 1", "ada 2", "ada 3"]) jobs.push(await s.ask("ada", prompt));
    for (const prompt of ["grace 1", "grace 2"]) jobs.push(await s.ask("grace", prompt));
    // All are announced before there is a slot, so that nobody's turn depends on whose announcement was quicker.
    const announcing = s.worker({ maxRunning: 0 }).start();
    const untold = s.db.selectFrom("generations").select("id").where("message", "is", null);
    await s.until(async () => (await untold.execute()).length === 0);
    await announcing.stop();
    s.worker().start();
    let most = 0;
    await s.until(async () => {
      const there = await s.db.selectFrom("generations").select("id").where("state", "=", "running").execute();
      most = Math.max(most, there.length);
      const left = await s.db.selectFrom("generations").select("id").where("due_at", "is not", null).execute();
      return left.length === 0;
    });
    expect(most).toBe(1);
    const order = s.gateway.creates.map(({ prompt }) => prompt);
    // Who was announced first begins; from then on whoever has had less.
    expect(order.slice(0, 4).filter((prompt) => prompt.startsWith("grace"))).toHaveLength(2);
    expect(order.filter((prompt) => prompt.startsWith("ada"))).toEqual(["ada 1", "ada 2", "ada 3"]);
    expect(order).toHaveLength(jobs.length);
    await s.check();
  });
});
