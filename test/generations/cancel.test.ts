import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STORE_KINDS } from "../support/stores.ts";
import { PRICE, stage } from "./stage.ts";
import { gate } from "./time.ts";

const RELEASED = [
  { kind: "hold", amount: PRICE },
  { kind: "release", amount: PRICE },
];

describe.each(STORE_KINDS)("a cancel on %s", (kind) => {
  it("while the job waits gives the credits back, is told, and nothing is ever sent", async () => {
    await using s = await stage(kind, { maxRunning: 1 });
    s.worker().start();
    const first = await s.ask("ada", "first");
    await s.reaches(first, "running");
    const id = await s.ask("ada", "second");
    expect(await s.as("ada").cancel(id)).toBe("canceled");
    expect(await s.ends(id, first)).toMatchObject([{ state: "canceled", told: "canceled" }, { state: "delivered" }]);
    expect(await s.ledger(id)).toEqual(RELEASED);
    expect(s.announcer.shown(id)).toMatchObject({ state: "canceled", charged: undefined });
    expect(s.creates("second")).toBe(0);
    await s.check();
  });

  it("before the job was announced is announced as such", async () => {
    await using s = await stage(kind);
    const id = await s.ask("ada", "a boat");
    expect(await s.as("ada").cancel(id)).toBe("canceled");
    s.worker().start();
    await s.ends(id);
    expect(s.announcer.story(id)).toEqual(["canceled"]);
    expect(s.announcer.posts(id)).toBe(1);
  });

  it("of a job that the gateway has comes late, and of one that has ended changes nothing", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.reaches(id, "running");
    expect(await s.as("ada").cancel(id)).toBe("late");
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    expect(await s.as("ada").cancel(id)).toBe("finished");
    await s.check();
  });

  it("twice at once gives the credits back once", async () => {
    await using s = await stage(kind);
    const id = await s.ask("ada", "a boat");
    const outcomes = await Promise.all([1, 2, 3].map(() => s.as("ada").cancel(id)));
    expect(outcomes.filter((outcome) => outcome === "canceled")).toHaveLength(1);
    expect(await s.ledger(id)).toEqual(RELEASED);
    await s.check();
  });

  it("is another member's to refuse", async () => {
    await using s = await stage(kind);
    const id = await s.ask("ada", "a boat");
    await expect(s.as("grace").cancel(id)).rejects.toThrow("That's ada's job");
    expect(await s.row(id)).toMatchObject({ state: "queued" });
  });

  it("while its picture is being uploaded is what its message shows in the end", async () => {
    await using s = await stage(kind);
    const held = gate(s.time);
    const uploadFile: typeof s.evolink.uploadFile = async (file, signal) => {
      await held.pass();
      return s.evolink.uploadFile(file, signal);
    };
    s.worker({ evolink: { ...s.evolink, uploadFile } }).start();
    const id = await s.animate("ada", "a boat");
    await s.until(held.reached);
    expect(await s.as("ada").cancel(id)).toBe("canceled");
    await s.ends(id);
    expect(s.announcer.shown(id)).toMatchObject({ state: "canceled" });
    held.open();
    await s.quiet();
    await s.ends(id);
    expect(s.announcer.shown(id)).toMatchObject({ state: "canceled" });
    expect(s.gateway.creates).toEqual([]);
    await s.check();
  });

  it("that races with the sending ends in one of the two, never both", async () => {
    await using s = await stage(kind, { maxRunning: 1000, maxJobs: 1000 });
    const sending = new Map<string, () => void>();
    const model: typeof s.deps.model = (id) => {
      const found = s.deps.model(id);
      return {
        ...found,
        toWire: (input, address) => {
          const body = found.toWire(input, address);
          sending.get(String(body.prompt))?.();
          return body;
        },
      };
    };
    for (let i = 0; i < 2; i++) s.worker({ model }).start();
    let n = 0;
    const races = fc.record({ from: fc.constantFrom("asked", "sending"), turns: fc.nat({ max: 40 }) });
    await fc.assert(
      fc.asyncProperty(races, async ({ from, turns }) => {
        const words = `race ${++n}`;
        const { promise: isSending, resolve } = Promise.withResolvers<void>();
        sending.set(words, resolve);
        const id = await s.ask("ada", words);
        if (from === "sending") await isSending;
        for (let i = 0; i < turns; i++) await new Promise((turn) => setImmediate(turn));
        const outcome = await s.as("ada").cancel(id);
        await s.quiet();
        expect(s.creates(words)).toBe(outcome === "canceled" ? 0 : 1);
        const states = outcome === "canceled" ? ["canceled"] : ["running", "rendered", "delivered"];
        expect(states).toContain((await s.row(id)).state);
      }),
      { numRuns: 40, endOnFailure: true },
    );
    const rows = await s.db.selectFrom("generations").select("id").execute();
    const ended = await s.ends(...rows.map(({ id }) => id));
    expect(new Set(ended.map(({ state }) => state))).toContain("delivered");
    await s.check();
  });
});
