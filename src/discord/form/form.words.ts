import { sentences } from "../../text/sentences.ts";

/** What Discord's forms say beside what every chat's forms say. At most 100 characters, the longest that a field's hint can be. */
export const formWords = sentences("discord.form", {
  filesHint: "To use a link instead, put it among the words: image:https://… or video:https://…",
  filesElse: "First frame, last frame, then references. With {line} below, all are references.",
  moreHint: "Type them as in a command: name:value, one after the other",
});
