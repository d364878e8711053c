/** How long is waited between tries, in milliseconds. */
export interface Pauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Milliseconds to wait after so many failures in a row, 1 being the first: they double up to the longest, and are drawn
 * from their upper half, so that those who failed together don't come back together. `random` gives 0 to 1.
 */
export function pauseAfter(failures: number, { firstMs, longestMs }: Pauses, random: () => number): number {
  const most = Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs);
  return Math.round((most / 2) * (1 + random()));
}
