import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { queueOrder } from "../../src/generations/pace/queue.ts";

interface Job {
  id: string;
  owner: string;
}

function order(owners: string, had: Record<string, number> = {}): string {
  const jobs = [...owners].map((owner, age) => ({ id: `${owner}${age}`, owner }));
  return queueOrder(jobs, new Map(Object.entries(had)))
    .map(({ id }) => id)
    .join(" ");
}

describe("the queue", () => {
  it.each<[string, string, Record<string, number>, string]>([
    ["goes by age among members with one job each", "abcd", {}, "a0 b1 c2 d3"],
    ["gives turns to members, not to jobs", "aaaabc", {}, "a0 b4 c5 a1 a2 a3"],
    ["lets a member who comes late go first when the others have had more", "aab", { a: 3 }, "b2 a0 a1"],
    ["counts what is given as had", "abab", { a: 1 }, "b1 a0 b3 a2"],
    ["is empty when nobody waits", "", { a: 3 }, ""],
    ["is by age for one member alone", "aaa", { a: 7 }, "a0 a1 a2"],
    ["knows members by any name", "__", { constructor: 4 }, "_0 _1"],
  ])("%s", (_, owners, had, expected) => {
    expect(order(owners, had)).toBe(expected);
  });

  const waiting = fc
    .array(fc.constantFrom("ada", "grace", "alan", "edsger"), { maxLength: 40 })
    .map((owners) => owners.map((owner, age): Job => ({ id: `${owner} ${age}`, owner })));
  const had = fc
    .dictionary(fc.constantFrom("ada", "grace", "alan", "edsger", "somebody else"), fc.nat({ max: 10 }))
    .map((counts) => new Map(Object.entries(counts)));

  it("has everybody who waits in it, once, each member's jobs by age", () => {
    fc.assert(
      fc.property(waiting, had, (jobs, counts) => {
        const ordered = queueOrder(jobs, counts);
        expect(new Set(ordered)).toEqual(new Set(jobs));
        expect(ordered).toHaveLength(jobs.length);
        for (const { owner } of jobs) {
          const own = (list: readonly Job[]) => list.filter((job) => job.owner === owner);
          expect(own(ordered)).toEqual(own(jobs));
        }
      }),
    );
  });

  it("never lets anybody wait behind a member who has had more, and goes by age where they had the same", () => {
    fc.assert(
      fc.property(waiting, had, (jobs, counts) => {
        const given = new Map(counts);
        const left = [...jobs];
        for (const job of queueOrder(jobs, counts)) {
          const hadBy = ({ owner }: Job) => given.get(owner) ?? 0;
          const least = Math.min(...left.map(hadBy));
          expect(hadBy(job)).toBe(least);
          expect(job).toBe(left.find((one) => hadBy(one) === least));
          left.splice(left.indexOf(job), 1);
          given.set(job.owner, hadBy(job) + 1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("changes nothing that it is given", () => {
    const jobs: readonly Job[] = Object.freeze([
      { id: "1", owner: "ada" },
      { id: "2", owner: "grace" },
    ]);
    const counts = new Map([["ada", 2]]);
    queueOrder(jobs, counts);
    expect([...counts]).toEqual([["ada", 2]]);
  });

  it("takes time in proportion to how many wait", () => {
    const took = (count: number) => {
      const jobs = Array.from({ length: count }, (_, i) => ({ owner: `m${i % 97}` }));
      return fastest(() => queueOrder(jobs, new Map()));
    };
    // 32 times as long takes some 32 times the time, not 1,024 times; between them there is room for a busy machine.
    const short = took(5_000);
    expect(took(160_000)).toBeLessThan(320 * Math.max(short, 0.1));
  });
});

/** The shortest of a few runs in milliseconds: what the machine does besides makes a run longer, never shorter. */
function fastest(run: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const began = performance.now();
    run();
    return performance.now() - began;
  });
  return Math.min(...times);
}
