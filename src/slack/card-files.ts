import type { Card, CardFile } from "../chat/card.ts";
import { CANT_ATTACH } from "../chat/say.ts";
import type { Logger } from "../log.ts";
import type { MessagePlace } from "./ref.ts";
import { isRefusal } from "./trouble.ts";
import { NotTaken, type Uploader } from "./upload.ts";
import type { EditMore } from "./videos.ts";

interface Parts {
  uploader: Uploader;
  edit(place: MessagePlace, card: Card, more?: EditMore): Promise<void>;
  log: Logger;
}

/** Puts a card's files into the message that shows it; where the workspace refuses that, into its thread. */
export function createCardFiles({ uploader, edit, log }: Parts) {
  const into = async (place: MessagePlace, card: Card, files: readonly CardFile[]): Promise<void> => {
    const ids: string[] = [];
    for (const file of files) ids.push(await uploader.hidden(place, file));
    try {
      await edit(place, card, { file_ids: ids });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.info({ reason: error.code }, "Slack refused an edit with files");
      for (const file of files) {
        await uploader.forget(place, file);
        await uploader.inThread(place, file);
      }
    }
  };
  return async (place: MessagePlace, card: Card, files: readonly CardFile[]): Promise<void> => {
    try {
      await into(place, card, files);
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      await edit(place, card, { remark: CANT_ATTACH });
    }
  };
}
