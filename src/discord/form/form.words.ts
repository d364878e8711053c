import { sentences } from "../../text/sentences.ts";

/** What Discord's forms say beside what every chat's forms say. At most 100 characters, the longest that a field's hint can be. */
export const formWords = sentences("discord.form", {
  filesHint: "To use a link instead, put it among the words: image:https://… or video:https://…",
  moreHint: "Type them as in a command: name:value, one after the other",
});
