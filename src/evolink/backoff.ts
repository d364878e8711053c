/** How often a call that is safe to repeat is tried, and how long it waits in between. */
const ATTEMPTS = 4;
const FIRST_WAIT_MS = 500;

/** Longer than this nobody waits inside a call: the error goes up with the time asked for, and a schedule waits. */
const LONGEST_WAIT_MS = 20_000;

/** A Retry-After beyond an hour is more likely a mistake than a plan. */
const LONGEST_ASKED_MS = 3_600_000;

/**
 * Milliseconds to wait after the `failures`th failure in a row (1 is the first), or undefined to give up. The wait
 * doubles and is drawn from its upper half. What the gateway asked for is waited in full; the jitter comes on top, so
 * that callers who were refused together do not return together. `random` gives numbers from 0 up to 1.
 */
export function waitAfter(
  failures: number,
  retryAfterMs: number | undefined,
  random: () => number,
): number | undefined {
  if (failures >= ATTEMPTS) return undefined;
  const own = FIRST_WAIT_MS * 2 ** (failures - 1);
  if (retryAfterMs === undefined) return Math.round((own / 2) * (1 + random()));
  if (retryAfterMs > LONGEST_WAIT_MS) return undefined;
  return Math.round(retryAfterMs + FIRST_WAIT_MS * random());
}

/**
 * Reads a Retry-After header (RFC 9110: whole seconds or an HTTP date) into milliseconds from `now`, at least 0 and at
 * most an hour. Undefined when it is absent or neither.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const said = header?.trim() ?? "";
  const ms = /^\d+$/.test(said)
    ? Number(said) * 1000
    : /^[A-Z][a-z]{2}, .+ GMT$/.test(said)
      ? Date.parse(said) - now
      : NaN;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_ASKED_MS);
}
