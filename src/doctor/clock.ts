import type { Ask } from "./ask.ts";
import type { Finding } from "./finding.ts";

/** Somebody else's clock, read at a moment of ours. */
export interface Reading {
  /** `slack.com`, `the database`. */
  by: string;
  /** Between which bounds our clock is ahead of theirs, in milliseconds. */
  least: number;
  most: number;
}

/**
 * A machine that keeps its time is right within a second. What is said is still far below the minute that a worker
 * holds a job for, the five that Slack's signatures allow and the fifteen of S3's.
 */
const TOLERATED_MS = 5_000;
const SECOND_MS = 1_000;

/** The clocks of the servers at these addresses, by the `Date` header of what they answer; none that doesn't. */
export async function readClocks(urls: readonly string[], ask: Ask): Promise<Reading[]> {
  const answers = await Promise.all(urls.map(async (url) => ({ url, answer: await ask(url) })));
  return answers.flatMap(({ url, answer }) => {
    if (typeof answer === "string" || answer.date === undefined) return [];
    // The header was cut to whole seconds, somewhere between our request and its answer.
    const { date, sentAt, cameAt } = answer;
    return [{ by: new URL(url).host, least: sentAt - (date + SECOND_MS), most: cameAt - date }];
  });
}

/** Whether this machine's clock is right, by the one that agrees with it best: a server's can be wrong too. */
export function checkClock(readings: readonly Reading[]): Finding {
  const about = "clock";
  const [best] = readings.toSorted((a, b) => distance(a) - distance(b));
  if (!best) return { about, is: "note", says: "Not compared: nobody was asked whose answer says the time." };
  const off = distance(best);
  if (off <= TOLERATED_MS)
    return { about, is: "fine", says: `It agrees with that of ${best.by}, within ${TOLERATED_MS / SECOND_MS} s.` };
  const way = best.least > 0 ? "ahead of" : "behind";
  return {
    about,
    is: "wrong",
    says: `It is ${said(off)} ${way} that of ${best.by}. Turn on time synchronization (NTP): jobs, links and signatures go by this clock.`,
  };
}

/** How far apart the two clocks are at least. */
function distance({ least, most }: Reading): number {
  return Math.max(least, -most, 0);
}

function said(ms: number): string {
  const seconds = Math.round(ms / SECOND_MS);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
