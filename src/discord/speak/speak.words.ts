import { sentences } from "../../text/sentences.ts";

/** What a message says of the files that it can't hold. */
export const speakWords = sentences("discord.speak", {
  filesTooLarge: "These files are larger than Discord takes here.",
});
