import { sentences } from "../text/sentences.ts";

/** What the playground's server answers by itself. */
export const words = sentences("playground", {
  sandbox: "You're in the sandbox: videos are samples, not real generations. Set EVOLINK_API_KEY for real ones.",
  starting: "Reelay is starting up. Try again in a moment.",
  nothingHere: "There's nothing here.",
  nothingToSend: "There's nothing to send yet. Type a message first.",
  tooLong: "That message is too long to send.",
  longLine:
    "Your message has {count, plural, one {# character} other {# characters}}; the most is {most, plural, one {# character} other {# characters}}.",
  manyFiles:
    "You attached {count, plural, one {# file} other {# files}}; a message takes at most {most, plural, one {# file} other {# files}}.",
  unreadable: "That request can't be read.",
  actingAs: "“as” is member, friend or admin.",
  oneChannel: "The playground has one channel, {channel}.",
  nonce: "“nonce” is 8 to 64 letters, digits, - or _.",
  unknownFile: "One of the files wasn't uploaded here. Attach it again.",
  fileGone: "{name} is no longer here. Attach it again.",
  fileTooLarge: "That file is over {most, number} MB, the most you can attach. Attach a smaller one.",
  thisMachineOnly: "The playground answers only on the machine it runs on.",
  noProxy: "The playground doesn't answer through a proxy.",
  localNamesOnly: "The playground answers only to localhost and 127.0.0.1.",
  ownPageOnly: "The playground answers only to its own page.",
});
