import { sentences } from "../text/sentences.ts";

/** What the playground's server answers by itself. */
export const words = sentences("playground", {
  sandbox: "You're in the sandbox: videos are samples, not real generations. Set EVOLINK_API_KEY for real ones.",
  starting: "Reelay is starting up. Try again in a moment.",
  nothingHere: "There's nothing here.",
  nothingToSend: "There's nothing to send yet. Type a message first.",
  tooLong: "That message is too long to send.",
  unreadable: "That request can't be read.",
  unknownFile: "One of the files wasn't uploaded here. Attach it again.",
  fileGone: "{name} is no longer here. Attach it again.",
  fileTooLarge: "That file is over {most, number} MB, the most you can attach. Attach a smaller one.",
});
