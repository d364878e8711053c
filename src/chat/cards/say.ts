export { shorten } from "../../base/words.ts";

import { megabytes, sayMegabytes } from "../../base/words.ts";

/** How times read in our sentences, how long words are cut, and what is said of a video that its message can't hold. */

const STEP = megabytes(0.1);

/** “about 40 s”, “about 3 min”, “about 2 h”: a time somebody waits, rounded so that it doesn't promise too much. */
export function sayWait(seconds: number): string {
  if (seconds < 55) return `about ${Math.max(5, Math.ceil(seconds / 5) * 5)} s`;
  if (seconds < 3_300) return `about ${Math.round(seconds / 60)} min`;
  return `about ${Math.round(seconds / 3_600)} h`;
}

/** “1 December”, as it is there in that time zone. */
export function sayDay(time: number, timeZone = "UTC"): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone }).format(time);
}

/** “20 Nov, 14:05”, as it is there in that time zone. */
export function sayMoment(time: number, timeZone = "UTC"): string {
  const parts = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone } as const;
  return new Intl.DateTimeFormat("en-GB", parts).format(time);
}

/** Why a video could not be put into its message; `limit` is the most that the channel takes, in bytes. */
export function sayTooLarge(bytes: number, limit: number | undefined): string {
  // Rounded down, so that a video just over it is never said to be of just that size.
  const most = limit === undefined ? "" : `; it takes ${sayMegabytes(Math.floor(limit / STEP) * STEP)}`;
  return `The video is too large for this channel (${sayMegabytes(bytes)}${most}).`;
}

/** The bot may not attach files there. */
export const CANT_ATTACH = "I may not attach files in this channel. An admin can allow it.";

/** Where a video can be watched instead: `link` makes a link of words, and `until` is a time, both as the chat writes them. */
export function sayWatch(link: (words: string) => string, until: string): string {
  return `${link("Watch it here")} until ${until}.`;
}

/** There is no such place, or no longer. */
export const NOWHERE_TO_WATCH = "There is no link to it. Made again in 720p or shorter, it may fit.";
