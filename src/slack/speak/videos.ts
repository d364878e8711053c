import { remarks, sayTooLarge, sayWatch } from "../../chat/cards/remarks.ts";
import type { Card, CardVideo } from "../../chat/contract/card.ts";
import { spaced, type Text } from "../../text/text.ts";
import { FILES } from "../api/limits.ts";
import { escapeText } from "../draw/escape.ts";
import { linkTo, timeAt } from "../draw/looks.ts";
import { type Say, sayLike } from "../draw/say.ts";
import type { FileMessages } from "./file-messages.ts";
import type { MessagePlace } from "./ref.ts";
import { speakWords } from "./speak.words.ts";
import { NotTaken } from "./upload.ts";

/** Puts a card into its message, with a line in mrkdwn where one is given. */
export type Edit = (place: MessagePlace, card: Card, remark?: string) => Promise<void>;

export interface Videos {
  /** Shares the video beside its card, and puts the card with a link to it into the message. Safe to repeat. */
  put(place: MessagePlace, card: Card, video: CardVideo): Promise<void>;
  /** Puts a card into the message whose video we keep no longer: Slack's own copy stays, and the card leads to it. */
  leave(place: MessagePlace, card: Card): Promise<void>;
  /** Puts a card into the message that has no video, or no longer: the one that stood beside it is deleted. */
  takeAway(place: MessagePlace, card: Card): Promise<void>;
}

export function createVideos({ files, edit }: { files: FileMessages; edit: Edit }): Videos {
  const remarkOf = async (place: MessagePlace, video: CardVideo, say: Say): Promise<string | undefined> => {
    try {
      const shown = await files.show(place, [video], escapeText(say(speakWords.videoHere)));
      if (shown.how === "unseen")
        return say(spaced(speakWords.videoUnseen, watch(video, say) ?? speakWords.askForVideo));
      return shown.link === undefined ? undefined : linkTo(shown.link)(say(speakWords.watchVideo));
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      return say(sayNotTaken(video, error, say));
    }
  };
  return {
    put: async (place, card, video) => edit(place, card, await remarkOf(place, video, sayLike(card))),
    leave: async (place, card) => {
      const link = await files.linkOf(place);
      await edit(place, card, link && linkTo(link)(sayLike(card)(speakWords.watchVideo)));
    },
    takeAway: async (place, card) => {
      await files.remove(place);
      await edit(place, card);
    },
  };
}

/** Where the video can be watched outside Slack. */
function watch({ link }: CardVideo, say: Say): Text | undefined {
  return link && sayWatch(linkTo(link.url)(say(remarks.watchHere)), timeAt(link.until));
}

function sayNotTaken(video: CardVideo, { why }: NotTaken, say: Say): Text {
  const elsewhere = watch(video, say);
  if (why === "not allowed") return spaced(remarks.cantAttach, elsewhere);
  if (why === "storage full") return spaced(speakWords.storageFull, elsewhere);
  const { bytes } = video;
  return spaced(sayTooLarge(bytes, bytes > FILES.upload ? FILES.upload : undefined), elsewhere ?? remarks.noLink);
}
