import { sentences } from "../../text/sentences.ts";
import { storeText } from "../../text/stored.ts";

const words = sentences("forgotten", { gone: "no longer kept" });

/** Whose data it is: a member has other data in another workspace. */
export interface Owner {
  workspace: string;
  member: string;
}

/** The one workspace whose messages are kept here; those of other chats are the chat's. */
export const PLAYGROUND = "local";

/** What stands where a name stood. */
export const NOBODY = "somebody";

/** What stands where words stood that may not be missing. */
export const NO_WORDS = storeText(words.gone);
