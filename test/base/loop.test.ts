import { describe, expect, it } from "vitest";
import { createLoop } from "../../src/base/loop.ts";

/** A clock that notes each pause and wakes when it is told to, or when the sleep is aborted. */
function pausing() {
  const pauses: number[] = [];
  let go: () => unknown = () => undefined;
  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      pauses.push(ms);
      go = resolve;
      if (signal?.aborted) resolve();
      signal?.addEventListener("abort", () => resolve());
    });
  return { clock: { sleep }, pauses, go: () => go() };
}

/** Lets everything happen that waits for nothing but promises. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("a loop", () => {
  it("pauses as its turns say, goes on after one that failed, and ends when there is no more to do", async () => {
    const { clock, pauses, go } = pausing();
    const failures: unknown[] = [];
    const turns = [async () => undefined, async () => 5, () => Promise.reject("no"), async () => "over" as const];
    const loop = createLoop({
      turn: () => (turns.shift() ?? (() => Promise.reject("one too many")))(),
      ...{ pauseMs: 100, failed: (error: unknown) => failures.push(error), clock },
    });
    loop.start();
    loop.start();
    for (let turn = 0; turn < 5; turn += 1) {
      await settle();
      go();
    }
    expect({ pauses, failures }).toEqual({ pauses: [100, 5, 100], failures: ["no"] });
    await loop.stop();
  });

  it("goes on at once when it is woken, in its pause or in the turn before", async () => {
    const { clock, pauses } = pausing();
    let turns = 0;
    const loop = createLoop({
      turn: async () => {
        turns += 1;
        if (turns === 1) loop.wake();
        return undefined;
      },
      ...{ pauseMs: 100, failed: () => undefined, clock },
    });
    loop.start();
    await settle();
    expect([turns, pauses.length]).toEqual([2, 2]);
    loop.wake();
    await settle();
    expect([turns, pauses.length]).toEqual([3, 3]);
    await loop.stop();
  });

  it("stops after the turn under way, whose waiting it ends, and begins no other", async () => {
    const { clock, pauses } = pausing();
    const ended: string[] = [];
    const loop = createLoop({
      turn: async (signal) => {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        await settle();
        ended.push("turn");
        return undefined;
      },
      ...{ pauseMs: 100, failed: () => undefined, clock },
    });
    loop.start();
    await loop.stop();
    ended.push("stop");
    expect(ended).toEqual(["turn", "stop"]);
    expect(pauses.length).toBeLessThanOrEqual(1);
    loop.start();
    await settle();
    expect(ended).toEqual(["turn", "stop"]);
  });

  it("does nothing when it is stopped before it was started", async () => {
    const { clock } = pausing();
    const loop = createLoop({
      turn: () => Promise.reject("a turn"),
      ...{ pauseMs: 100, failed: () => expect.unreachable(), clock },
    });
    await loop.stop();
    loop.start();
    await settle();
  });
});
