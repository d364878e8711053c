import { describe, expect, test } from "vitest";
import { STORE_KINDS } from "../support/stores.ts";
import { failingStore } from "./failing.ts";
import { ada, credits, grace, PRICE, root, type Stage, stage } from "./stage.ts";

/** More than any of these takes. */
const MOST_STATEMENTS = 60;

describe.each(STORE_KINDS)("a store that fails at each statement on %s", (kind) => {
  const HOWS = ["before", "after"] as const;

  test.each(HOWS)("%s it: a request is either refused whole, or there whole", async (how) => {
    const store = failingStore();
    await using s = await stage(kind, { around: store.around, allowance: 10_000 });
    await s.rules({ budget: credits(9_000), workspaceJobs: 500, roles: { artists: { allowance: credits(9) } } });
    const refused = await each(
      s,
      store,
      how,
      () => s.begin(ada),
      async () => {
        const jobs = await s.jobs();
        const holds = await s.store.db.selectFrom("holds").selectAll().execute();
        expect(holds.map(({ generation, amount }) => [generation, amount])).toEqual(jobs.map(({ id }) => [id, PRICE]));
        await s.check();
        return jobs.length;
      },
    );
    expect(refused).toBeGreaterThan(8);
  });

  test.each(HOWS)("%s it: an approval begins its job or goes on waiting", async (how) => {
    const store = failingStore();
    await using s = await stage(kind, { around: store.around, allowance: 10_000 });
    await s.rules({ approveAbove: credits(20) });
    let askers = 0;
    const approve = async () => {
      // Each time another member: only so many of one's requests may wait.
      const { generations } = s.services({ ...ada, id: `m${askers++}` });
      const asked = await generations.request("kling-v3-text-to-video", { prompt: "a boat" });
      if (asked?.is !== "waiting") throw new Error("It didn't wait");
      await s.services(root).approvals.approve(asked.approval.id);
    };
    const refused = await each(s, store, how, approve, async () => {
      const rows = await s.store.db.selectFrom("approvals").select(["state", "generation"]).execute();
      const jobs = (await s.jobs()).map(({ id }) => id).toSorted();
      const begun = rows.flatMap(({ state, generation }) => (state === "approved" ? [String(generation)] : []));
      expect(begun.toSorted()).toEqual(jobs);
      await s.check();
      return jobs.length;
    });
    expect(refused).toBeGreaterThan(12);
  });

  test.each(HOWS)("%s it: a gift is in one account or in the other", async (how) => {
    const store = failingStore();
    await using s = await stage(kind, { around: store.around, allowance: 0 });
    await s.rules({ gifts: true });
    await s.ask(root, "admin grant member:ada amount:1000");
    let given = 0;
    const refused = await each(
      s,
      store,
      how,
      () => s.services(ada).policy.give("grace", credits(1)),
      async () => {
        const pots = await s.store.db
          .selectFrom("pots")
          .select(["member", "granted"])
          .where("pot", "=", "grants")
          .execute();
        const of = (id: string) => (pots.find(({ member }) => member === id)?.granted ?? 0) / 10_000;
        expect(of("ada") + of("grace")).toBe(1_000);
        await s.check();
        given = of("grace");
        return given;
      },
    );
    expect(refused).toBeGreaterThan(6);
    expect(await s.left(grace)).toBe(given);
  });

  test.each(HOWS)("%s it: a job that is canceled or stopped keeps its hold until it has ended", async (how) => {
    const store = failingStore();
    await using s = await stage(kind, { around: store.around, allowance: 100 });
    for (const [index, end] of ["cancel", "stop"].entries()) {
      const job = await s.begin(ada);
      const act = () => s.services(root).generations[end as "cancel" | "stop"](job);
      await each(s, store, how, act, async () => {
        const ended = (await s.jobs()).filter(({ state }) => state === "canceled").length;
        const released = await s.store.db.selectFrom("holds").select("id").where("state", "=", "released").execute();
        expect(released).toHaveLength(ended);
        await s.check();
        return ended;
      });
      expect(await s.left(ada), `${index}`).toBe(100);
    }
  });

  /**
   * Does it once for each of its statements, that one failing, until it goes through. `count` gives how often it has
   * happened so far. Gives how many statements there were.
   */
  async function each(
    s: Stage,
    store: ReturnType<typeof failingStore>,
    how: (typeof HOWS)[number],
    act: () => Promise<unknown>,
    count: () => Promise<number>,
  ): Promise<number> {
    for (let n = 1; n < MOST_STATEMENTS; n++) {
      const before = await count();
      store.failAt(n, how);
      const said = await act().then(
        () => "done" as const,
        () => "refused" as const,
      );
      const failed = store.failed();
      store.heal();
      const happened = (await count()) - before;
      // Whoever was told no has paid nothing; whoever was told yes has it once.
      expect(happened, `statement ${n}`).toBe(said === "done" ? 1 : 0);
      if (!failed) {
        expect(said).toBe("done");
        return n - 1;
      }
      await s.clock.advance(1);
    }
    throw new Error("It never went through");
  }
});
