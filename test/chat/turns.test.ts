import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createTurns, TooMuchAtOnce, type TurnLimits } from "../../src/chat/serve/turns.ts";

const open = (limits: Partial<TurnLimits> = {}) =>
  createTurns({ atOnce: 10, waiting: 10, atOnceOfOne: 10, waitingOfOne: 10, ...limits });

/** Work that notes its name when it begins, and ends when it is told to. */
function stage() {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  return {
    begun,
    work: (name: string) => async () => {
      begun.push(name);
      const end = Promise.withResolvers<void>();
      ends.set(name, end);
      await end.promise;
    },
    end: async (name: string) => {
      ends.get(name)?.resolve();
      await turn();
      await turn();
    },
  };
}

/** As many turns of the event loop as any of these tests wants begun. */
async function turns(count = 20): Promise<void> {
  for (let one = 0; one < count; one++) await turn();
}

describe("work that takes turns", () => {
  it("begins in the order of asking, one in each turn of the event loop", async () => {
    const { take } = open();
    const done: string[] = [];
    const taken = ["a", "b", "c"].map((name) => take("ada", async () => done.push(name)));
    expect(done).toEqual([]);
    await turn();
    expect(done).toEqual(["a"]);
    await turn();
    expect(done).toEqual(["a", "b"]);
    await Promise.all(taken);
    expect(done).toEqual(["a", "b", "c"]);
  });

  it("goes on no more at once than it may", async () => {
    const { take } = open({ atOnce: 2, waiting: 100 });
    let now = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++now);
      await turn();
      await turn();
      now -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => take(`member ${index % 7}`, work)));
    expect(most).toBe(2);
    expect(now).toBe(0);
  });

  it("gives what it gave or threw, and goes on after it", async () => {
    const { take } = open({ atOnce: 1 });
    const failed = take("ada", () => Promise.reject(new RangeError("no")));
    const next = take("ada", async () => "yes");
    await expect(failed).rejects.toThrow(RangeError);
    expect(await next).toBe("yes");
  });

  it("is refused at once when too much waits, of all or of one", async () => {
    const { take } = open({ atOnce: 1, waiting: 3, waitingOfOne: 2 });
    const waiting = [take("ada", async () => 1), take("ada", async () => 2)];
    await expect(take("ada", async () => 3)).rejects.toMatchObject({ name: "TooMuchAtOnce", of: "one" });
    waiting.push(take("ben", async () => 3));
    await expect(take("ben", async () => 4)).rejects.toMatchObject({ of: "all" });
    await expect(take("cy", async () => 4)).rejects.toThrow(TooMuchAtOnce);
    expect(await Promise.all(waiting)).toEqual([1, 2, 3]);
    expect(await take("ada", async () => 4)).toBe(4);
  });
});

describe("whoever asks for much", () => {
  it("holds up nobody else: no more of theirs begins than one may have, and the next of another does", async () => {
    const { take } = open({ atOnce: 5, waiting: 1_000, atOnceOfOne: 2, waitingOfOne: 1_000 });
    const { begun, work, end } = stage();
    for (let one = 0; one < 100; one++) void take("mallory", work(`mallory ${one}`));
    void take("ada", work("ada"));
    await turns();
    expect(begun).toEqual(["mallory 0", "ada", "mallory 1"]);
    await end("mallory 1");
    expect(begun.at(-1)).toBe("mallory 2");
    await turns();
    expect(begun).toHaveLength(4);
  });

  it("waits a turn of each other between two of their own", async () => {
    const { take } = open({ atOnce: 1, waiting: 1_000, waitingOfOne: 1_000 });
    const done: string[] = [];
    const ask = (by: string) => take(by, async () => done.push(by));
    const all = ["mallory", "mallory", "mallory", "ada", "ada", "ben"].map(ask);
    await Promise.all(all);
    expect(done).toEqual(["mallory", "ada", "ben", "mallory", "ada", "mallory"]);
  });
});

describe("work that waits aside", () => {
  it("leaves its turn to others, and takes one again before it goes on", async () => {
    const { take } = open({ atOnce: 1 });
    const { begun, work, end } = stage();
    const slow = Promise.withResolvers<string>();
    const steps: string[] = [];
    const fetching = take("mallory", async (aside) => {
      steps.push(await aside(() => slow.promise));
      return "done";
    });
    void take("ada", work("ada"));
    await turns();
    expect(begun).toEqual(["ada"]);
    slow.resolve("fetched");
    await turns();
    expect(steps).toEqual([]);
    void take("ben", work("ben"));
    await end("ada");
    expect(await fetching).toBe("done");
    await turns();
    expect(begun).toEqual(["ada", "ben"]);
  });

  it("still counts for its member, and takes its turn again where what it waited for fails", async () => {
    const { take } = open({ atOnce: 3, atOnceOfOne: 2 });
    const { begun, work } = stage();
    const slow = Promise.withResolvers<never>();
    const first = take("mallory", (aside) => aside(() => slow.promise));
    void take("mallory", (aside) => aside(work("second")));
    void take("mallory", work("third"));
    await turns();
    expect(begun).toEqual(["second"]);
    slow.reject(new RangeError("no"));
    await expect(first).rejects.toThrow("no");
    await turns();
    expect(begun).toEqual(["second", "third"]);
  });
});
