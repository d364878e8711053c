import { describe, expect, it } from "vitest";
import { createPace } from "../../src/chat/serve/pace.ts";
import { testClock } from "../support/clock.ts";

const EVERY_MS = 1_250;

function stage() {
  const clock = testClock();
  const start = clock.now();
  const pace = createPace({ everyMs: EVERY_MS, burst: 2, clock });
  const turns: { who: string; at: number }[] = [];
  /** Waits for a turn and notes when it came, in milliseconds from the start. */
  const waits = async (key: string, who: string) => {
    await pace.take(key, "may-wait");
    turns.push({ who, at: clock.now() - start });
  };
  /** Lets time pass, once those who asked have begun to wait. */
  const passes = async (ms: number) => {
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(ms);
  };
  return { pace, turns, waits, passes };
}

describe("the pace", () => {
  it("lets those that may wait go in the order in which they came, the first ones at once", async () => {
    const { turns, waits, passes } = stage();
    const all = ["a", "b", "c", "d"].map((who) => waits("channel", who));
    await passes(10_000);
    await Promise.all(all);
    expect(turns).toEqual([
      { who: "a", at: 0 },
      { who: "b", at: 0 },
      { who: "c", at: 1_250 },
      { who: "d", at: 2_500 },
    ]);
  });

  it("never gives more than five turns in 5 s to Discord's 1,250 ms and two at once", async () => {
    const { turns, waits, passes } = stage();
    const all = Array.from({ length: 20 }, (_, i) => waits("channel", String(i)));
    await passes(60_000);
    await Promise.all(all);
    const busiest = turns.map(({ at }) => turns.filter((one) => one.at >= at && one.at < at + 5_000).length);
    expect(Math.max(...busiest)).toBe(5);
  });

  it("keeps the last turn for what may wait, so that progress holds up no result", async () => {
    const { pace, turns, waits } = stage();
    expect(await pace.take("channel", "only-if-free")).toBe(true);
    expect(await pace.take("channel", "only-if-free")).toBe(false);
    await waits("channel", "result");
    expect(turns).toEqual([{ who: "result", at: 0 }]);
  });

  it("tells what need not come no at once while something waits, and yes once all is quiet", async () => {
    const { pace, waits, passes } = stage();
    const all = ["a", "b", "c"].map((who) => waits("channel", who));
    expect(await pace.take("channel", "only-if-free")).toBe(false);
    await passes(EVERY_MS);
    await Promise.all(all);
    expect(await pace.take("channel", "only-if-free")).toBe(false);
    await passes(2 * EVERY_MS);
    expect(await pace.take("channel", "only-if-free")).toBe(true);
  });

  it("lets progress through as often as a turn comes back", async () => {
    const { pace, passes } = stage();
    let shown = 0;
    for (let i = 0; i < 100; i++) {
      if (await pace.take("channel", "only-if-free")) shown += 1;
      await passes(EVERY_MS / 5);
    }
    expect(shown).toBe(20);
  });

  it("counts each place by itself", async () => {
    const { pace, turns, waits } = stage();
    await Promise.all([waits("one", "a"), waits("one", "b"), waits("two", "c"), waits("two", "d")]);
    expect(turns.map(({ at }) => at)).toEqual([0, 0, 0, 0]);
    expect(await pace.take("three", "only-if-free")).toBe(true);
  });

  it("forgets the places that nobody has used for a while, but none where somebody waits", async () => {
    const { pace, waits, passes } = stage();
    for (let i = 0; i < 1_000; i++) await pace.take(`channel ${i}`, "only-if-free");
    const all = Array.from({ length: 9 }, (_, i) => waits("busy", String(i)));
    expect(pace.places).toBe(1_001);
    await passes(3 * EVERY_MS);
    await pace.take("another", "only-if-free");
    expect(pace.places).toBe(2);
    await passes(60_000);
    await Promise.all(all);
  });
});
