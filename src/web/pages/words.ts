import type { Request, Response } from "express";
import { render } from "../../text/render.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";

/** What Reelay's own pages say to whoever opens them. */
export const words = sentences("pages", {
  notFound: "Not found",
  nothingHere: "There's nothing at this address.",
  linkExpired:
    "This link has expired, or part of it is missing. The video is still in the channel where it was posted.",
  noVideo: "There's no video at this address. If somebody sent it to you, ask them for the whole link.",
  noPicture: "There's no picture of this video.",
  gone: "No longer here",
  unshared: "This video is no longer shared. Whoever sent you the link can tell you more.",
  tooOften: "Too many tries",
  tooManyGuesses: "Too many addresses that don't exist were tried from your network. Try again in a minute.",
  galleryExpired: "This link has expired, or part of it is missing. Type /gallery in the chat to get a new one.",
  notUnderstood: "That didn't work",
  badRequest: "Your browser's request couldn't be understood (error {status}).",
  wentWrong: "Something went wrong",
  ourFault:
    "Something went wrong on our side. Try again in a minute. If it keeps happening, give an admin this reference: {reference}",
  madeIn: "Made in a chat with Reelay",
  watch: "Watch",
  theVideo: "The video",
  fromYourChannel: "The video from your channel",
  download: "Download",
  videoBy: "A video by {maker}",
  model: "Model",
  video: "Video",
  madeOn: "Made on",
  watchTheVideo: "Watch the video",
  frameOf: "A frame of the video: {title}",
  by: "by {maker}",
  shared: "Shared videos",
  videos: "{count, plural, one {# video} other {# videos}}",
  page: "{videos}, page {page} of {pages}",
  nothingShared: "Nothing is shared yet",
  howToShare: "Press Share under a finished video in the chat, and it will show up here.",
  length: "{seconds, number} s",
  pages: "Pages",
  newer: "Newer",
  older: "Older",
});

/** Whoever opens a page: the locale that their browser asks for, and how a text reads to them. */
export interface Visitor {
  /** A BCP 47 tag. */
  locale: string;
  say(text: Text): string;
}

/** Who is asking. What is sent to them differs by language, which is said to whoever keeps it on the way. */
export function visitorOf(request: Request, response: Response): Visitor {
  response.vary("Accept-Language");
  const [first = "en"] = request.acceptsLanguages();
  const locale = first === "*" ? "en" : first;
  return { locale, say: (text) => render(text, locale) };
}
