import { CANT_ATTACH, FILES_HERE, FILES_UNSEEN, OPEN_FILES, STORAGE_FULL } from "../../chat/cards/say.ts";
import type { Card, CardFile } from "../../chat/contract/card.ts";
import { escapeText } from "./escape.ts";
import type { FileMessages } from "./file-messages.ts";
import { linkTo } from "./looks.ts";
import type { MessagePlace } from "./ref.ts";
import { NotTaken } from "./upload.ts";
import type { Edit } from "./videos.ts";

/** Shares a card's files beside it; the card links to them, or says why they can't be had. */
export function createCardFiles({ files, edit }: { files: FileMessages; edit: Edit }) {
  const remarkOf = async (place: MessagePlace, given: readonly CardFile[]): Promise<string | undefined> => {
    // What they show, in words, for who can't see them: Slack's own field for it keeps files from being shared.
    const comment = [FILES_HERE, ...given.map(({ name, alt }) => `${name}: ${alt}`)].join("\n");
    try {
      const shown = await files.show(place, given, escapeText(comment));
      if (shown.how === "unseen") return FILES_UNSEEN;
      return shown.link === undefined ? undefined : linkTo(shown.link)(OPEN_FILES);
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      return error.why === "storage full" ? STORAGE_FULL : CANT_ATTACH;
    }
  };
  return async (place: MessagePlace, card: Card, given: readonly CardFile[]): Promise<void> => {
    await edit(place, card, await remarkOf(place, given));
  };
}
