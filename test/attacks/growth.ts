import { createContext, Script } from "node:vm";

/** How much longer ten times as much may take: a loop in a loop takes a hundred times as long. */
export const MOST_GROWTH = 40;
/** What is faster than this for ten times as much is not worth comparing, in milliseconds. */
const FLOOR_MS = 60;
/** Where a reader never ends, the test still does, in milliseconds. */
const NEVER_MS = 10_000;
const ROUNDS = 5;

/**
 * How many times longer the reader takes for ten times `size`; 1 where even that takes next to no time, and Infinity
 * where it takes more than ten seconds. Of several rounds the fastest counts, so that a busy machine does not.
 */
export function growthOf<T>(read: (input: T) => unknown, inputOf: (size: number) => T, size: number): number {
  const large = inputOf(size * 10);
  const quick = timed(() => read(large));
  if (quick <= FLOOR_MS) return 1;
  const small = inputOf(size);
  const first = Math.max(
    FLOOR_MS / 10,
    fastest(() => read(small)),
  );
  let tenfold = quick;
  for (let round = 1; round < ROUNDS && tenfold / first >= MOST_GROWTH && tenfold < NEVER_MS; round++) {
    tenfold = Math.min(
      tenfold,
      timed(() => read(large)),
    );
  }
  return tenfold < NEVER_MS ? tenfold / first : Number.POSITIVE_INFINITY;
}

function fastest(work: () => unknown): number {
  return Math.min(...Array.from({ length: ROUNDS }, () => timed(work)));
}

const inside: { work: () => unknown } = createContext({ work: () => undefined }) as never;
const script = new Script("work()");

/** Milliseconds of this thread's own on the processor: a busy machine takes none of them. */
function spent(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds. V8 stops even a regular expression half-way, which no timer of this thread's own could. */
function timed(work: () => unknown): number {
  inside.work = work;
  const start = spent();
  try {
    script.runInContext(inside, { timeout: NEVER_MS });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return NEVER_MS;
    // A reader that refuses has read as well.
  }
  return spent() - start;
}
