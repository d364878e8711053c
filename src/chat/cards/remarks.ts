import { megabytes } from "../../base/words.ts";
import { inMegabytes } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";

/** What a chat says under a card whose video or files its message can't hold. */
export const remarks = sentences("remarks", {
  cantAttach: "I don't have permission to attach files here. An admin can allow it.",
  /** The words of the link to a video that can be watched elsewhere. */
  watchHere: "Watch it here",
  /** There is no such place, or no longer. */
  noLink: "There's no link to it. Made again in 720p or shorter, it may fit.",
});

const words = sentences("too-large", {
  some: "The video is too large for this channel ({size}).",
  known: "The video is too large for this channel ({size}; it takes {most}).",
  watch: "{link} until {until}.",
});

const STEP = megabytes(0.1);

/** Why a video could not be put into its message; `limit` is the most that the channel takes, in bytes. */
export function sayTooLarge(bytes: number, limit: number | undefined): Text {
  const size = inMegabytes(bytes);
  // Rounded down, so that a video just over it is never said to be of just that size.
  return limit === undefined
    ? words.some({ size })
    : words.known({ size, most: inMegabytes(Math.floor(limit / STEP) * STEP) });
}

/** Where a video can be watched instead: the link in the chat's own writing, its words included, and the time likewise. */
export function sayWatch(link: string, until: string): Text {
  return words.watch({ link, until });
}
