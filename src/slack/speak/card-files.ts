import { remarks } from "../../chat/cards/remarks.ts";
import type { Card, CardFile } from "../../chat/contract/card.ts";
import { lines } from "../../text/text.ts";
import { escapeText } from "../draw/escape.ts";
import { linkTo } from "../draw/looks.ts";
import { type Say, sayLike } from "../draw/say.ts";
import type { FileMessages } from "./file-messages.ts";
import type { MessagePlace } from "./ref.ts";
import { speakWords } from "./speak.words.ts";
import { NotTaken } from "./upload.ts";
import type { Edit } from "./videos.ts";

/** Shares a card's files beside it; the card links to them, or says why they can't be had. */
export function createCardFiles({ files, edit }: { files: FileMessages; edit: Edit }) {
  const remarkOf = async (place: MessagePlace, given: readonly CardFile[], say: Say): Promise<string | undefined> => {
    // What they show, in words, for who can't see them: Slack's own field for it keeps files from being shared.
    const shows = given.map(({ name, alt }) => speakWords.fileHere({ name, shows: alt }));
    const comment = say(lines(speakWords.filesHere, ...shows));
    try {
      const shown = await files.show(place, given, escapeText(comment));
      if (shown.how === "unseen") return say(speakWords.filesUnseen);
      return shown.link === undefined ? undefined : linkTo(shown.link)(say(speakWords.openFiles));
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      return say(error.why === "storage full" ? speakWords.storageFull : remarks.cantAttach);
    }
  };
  return async (place: MessagePlace, card: Card, given: readonly CardFile[]): Promise<void> => {
    await edit(place, card, await remarkOf(place, given, sayLike(card)));
  };
}
