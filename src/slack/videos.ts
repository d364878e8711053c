import type { Card, CardVideo } from "../chat/card.ts";
import { CANT_ATTACH, NOWHERE_TO_WATCH, sayTooLarge, sayWatch } from "../chat/say.ts";
import type { Logger } from "../log.ts";
import { type Finder, filesOf, metadataOf, payloadOf } from "./finding.ts";
import { linkTo, timeAt } from "./looks.ts";
import type { MessagePlace } from "./ref.ts";
import { isRefusal } from "./trouble.ts";
import { MOST_BYTES, NotTaken, type Uploader } from "./upload.ts";

/** What of a message an edit changes besides its card. */
export interface EditMore {
  remark?: string;
  file_ids?: string[];
  metadata?: ReturnType<typeof metadataOf>;
}

export interface Videos {
  /** Puts the card into the message, and its video; all of it is safe to repeat. */
  put(place: MessagePlace, card: Card, video: CardVideo): Promise<void>;
  /** Puts a card into the message that has no video, or no longer: the files that were in it are deleted. */
  takeAway(place: MessagePlace, card: Card): Promise<void>;
}

interface Parts {
  finder: Finder;
  uploader: Uploader;
  edit(place: MessagePlace, card: Card, more?: EditMore): Promise<void>;
  log: Logger;
}

export function createVideos({ finder, uploader, edit, log }: Parts): Videos {
  /** Workspaces that have refused to put files into a message. */
  const refusing = new Set<string>();

  /** Whether Slack has taken the edit as it was, files and all. */
  const taken = async (place: MessagePlace, card: Card, more: EditMore): Promise<boolean> => {
    try {
      await edit(place, card, more);
      return true;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.info({ reason: error.code }, "Slack refused an edit with files");
      return false;
    }
  };

  const intoMessage = async (place: MessagePlace, card: Card, video: CardVideo): Promise<boolean> => {
    if (refusing.has(place.workspace)) return false;
    if (await taken(place, card, { file_ids: [await uploader.hidden(place, video)] })) return true;
    await uploader.forget(place, video);
    return false;
  };

  const intoThread = async (place: MessagePlace, card: Card, video: CardVideo): Promise<void> => {
    // That this passes shows that it was the file that was refused.
    await edit(place, card);
    refusing.add(place.workspace);
    const file = (await finder.fileInThread(place, video.name)) ?? (await uploader.inThread(place, video));
    await edit(place, card, { metadata: metadataOf({ key: place.key, file }) });
  };

  return {
    put: async (place, card, video) => {
      const message = await finder.at(place);
      const there = filesOf(message).find(({ name }) => name === video.name);
      if (there) return edit(place, card, { file_ids: [there.id] });
      if (payloadOf(message)?.file !== undefined) return edit(place, card);
      try {
        if (!(await intoMessage(place, card, video))) await intoThread(place, card, video);
      } catch (error) {
        if (!(error instanceof NotTaken)) throw error;
        await edit(place, card, { remark: remarkOf(video, error) });
      }
    },
    takeAway: async (place, card) => {
      const message = await finder.at(place);
      const shared = payloadOf(message)?.file;
      const files = [...filesOf(message).map(({ id }) => id), ...(shared === undefined ? [] : [shared])];
      for (const id of files) await uploader.remove(id);
      const without = { file_ids: [], metadata: metadataOf({ key: place.key }) };
      if (files.length === 0 || !(await taken(place, card, without))) await edit(place, card);
    },
  };
}

function remarkOf({ bytes, link }: CardVideo, { why }: NotTaken): string {
  const reason = why === "not allowed" ? CANT_ATTACH : sayTooLarge(bytes, bytes > MOST_BYTES ? MOST_BYTES : undefined);
  const watch = link ? sayWatch(linkTo(link.url), timeAt(link.until)) : why === "not allowed" ? "" : NOWHERE_TO_WATCH;
  return [reason, watch].filter(Boolean).join(" ");
}
