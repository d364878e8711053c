import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createTurns, TooMuchAtOnce } from "../../src/chat/turns.ts";

describe("work that takes turns", () => {
  it("begins in the order of asking, one in each turn of the event loop", async () => {
    const turns = createTurns({ atOnce: 10, waiting: 10 });
    const done: string[] = [];
    const taken = ["a", "b", "c"].map((name) => turns.take(async () => done.push(name)));
    expect(done).toEqual([]);
    await turn();
    expect(done).toEqual(["a"]);
    await turn();
    expect(done).toEqual(["a", "b"]);
    await Promise.all(taken);
    expect(done).toEqual(["a", "b", "c"]);
  });

  it("goes on no more at once than it may", async () => {
    const turns = createTurns({ atOnce: 2, waiting: 100 });
    let now = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++now);
      await turn();
      await turn();
      now -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, () => turns.take(work)));
    expect(most).toBe(2);
    expect(now).toBe(0);
  });

  it("gives what it gave or threw, and goes on after it", async () => {
    const turns = createTurns({ atOnce: 1, waiting: 10 });
    const failed = turns.take(() => Promise.reject(new RangeError("no")));
    const next = turns.take(async () => "yes");
    await expect(failed).rejects.toThrow(RangeError);
    expect(await next).toBe("yes");
  });

  it("is refused at once when too much waits", async () => {
    const turns = createTurns({ atOnce: 1, waiting: 2 });
    const waiting = [turns.take(async () => 1), turns.take(async () => 2)];
    await expect(turns.take(async () => 3)).rejects.toThrow(TooMuchAtOnce);
    expect(await Promise.all(waiting)).toEqual([1, 2]);
    expect(await turns.take(async () => 4)).toBe(4);
  });
});
