import type { WebClient } from "@slack/web-api";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import { MessageGone } from "../../chat/contract/chat.ts";
import type { Call } from "../api/calls.ts";
import { SlackFailed } from "../api/trouble.ts";
import type { CardFiles, FileRows } from "./file-rows.ts";
import type { MessagePlace } from "./ref.ts";
import type { Upload, Uploader } from "./upload.ts";

/** What became of a card's files. */
export type Shown =
  /** They stand in a message, whose address is left out where it has been deleted since. */
  | { how: "shared"; link: string | undefined }
  /** Slack has taken them, and doesn't show them. */
  | { how: "unseen" };

/** The messages that show what a card can't hold: Slack shows members no file that a message merely names. */
export interface FileMessages {
  /**
   * Shares the files beside the card, once, however often it is asked and whatever happens on the way. Throws NotTaken,
   * and MessageGone when the card itself is there no longer.
   */
  show(card: MessagePlace, files: readonly Upload[], comment: string): Promise<Shown>;
  /** The address of the message that shows the card's files; undefined where none does, or it isn't known. */
  linkOf(card: MessagePlace): Promise<string | undefined>;
  /** Deletes the card's files, and the message that shows them. */
  remove(card: MessagePlace): Promise<void>;
}

interface Ports {
  client: WebClient;
  call: Call;
  uploader: Uploader;
  rows: FileRows;
  clock: Pick<Clock, "sleep">;
  log: Logger;
}

/**
 * Between the looks whether files are shared, in milliseconds: Slack does it some seconds after it has answered
 * (slackapi/bolt-js#2115), and at times never.
 */
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;
/** A share without an answer is asked for again only when so many looks in a row have not known its file. */
const LOOKS_TO_BE_SURE = 3;

/** So often the same files are uploaded at most. */
const UPLOADS = 2;

const SHARING = "files.completeUploadExternal";
const DELETED = new Set<string | undefined>(["file_deleted"]);
const UNKNOWN = new Set<string | undefined>(["file_not_found"]);

/** How a file stands in Slack: shared by a message, a file that isn't, an upload that became no file, or deleted. */
type Found = { how: "shared"; ts: string } | { how: "private" | "unknown" | "deleted" };

export function createFileMessages({ client, call, uploader, rows, clock, log }: Ports): FileMessages {
  const addressOf = async (channel: string, ts: string): Promise<string | undefined> => {
    const about = { channel, message_ts: ts };
    return (await call("chat.getPermalink", "repeat", () => client.chat.getPermalink(about))).permalink;
  };

  const look = async ({ channel }: MessagePlace, { ids: [file = ""] }: Pick<CardFiles, "ids">): Promise<Found> => {
    try {
      const { file: found } = await call("files.info", "repeat", () => client.files.info({ file }));
      const shares = [found?.shares?.public, found?.shares?.private].flatMap((side) => side?.[channel] ?? []);
      // The first of them is ours: a member may have shared the file once more.
      const [ts] = shares.flatMap((one) => one.ts ?? []).sort();
      return ts === undefined ? { how: "private" } : { how: "shared", ts };
    } catch (error) {
      const code = error instanceof SlackFailed ? error.code : undefined;
      if (UNKNOWN.has(code)) return { how: "unknown" };
      if (DELETED.has(code)) return { how: "deleted" };
      throw error;
    }
  };

  const noteShared = async (card: MessagePlace, ts: string): Promise<Shown> => {
    let link: string | undefined;
    try {
      link = await addressOf(card.channel, ts);
    } catch (error) {
      if (!(error instanceof MessageGone)) throw error;
      log.info({ key: card.key }, "the message of a card's files was deleted");
    }
    await rows.shared(card, { ts, link });
    return { how: "shared", link };
  };

  /** Waits until Slack says where the files are, and has them shared where it knows nothing of them. */
  const settle = async (
    card: MessagePlace,
    { ids, answered, share }: { ids: readonly string[]; answered: boolean; share(): ReturnType<Uploader["share"]> },
  ): Promise<Shown | "upload expired"> => {
    let taken = answered;
    for (let looks = 0, unknown = 0; ; looks += 1) {
      const found = await look(card, { ids });
      if (found.how === "shared") return noteShared(card, found.ts);
      if (found.how === "deleted") return { how: "shared", link: undefined };
      unknown = found.how === "unknown" ? unknown + 1 : 0;
      if (!taken && unknown >= LOOKS_TO_BE_SURE) {
        const how = await share();
        if (how === "unknown") return "upload expired";
        taken = how === "taken";
        unknown = 0;
      }
      const pause = PAUSES_MS[looks];
      if (pause !== undefined) await clock.sleep(pause);
      else if (unknown > 0 && !taken) throw new SlackFailed(SHARING, { how: "lost", why: "no answer again and again" });
      else break;
    }
    log.warn(
      { key: card.key, files: ids },
      "Slack has taken files and doesn't share them: the card has a link instead",
    );
    await rows.unseen(card);
    return { how: "unseen" };
  };

  /** Uploads the files and notes them, unless others are noted already. */
  const begin = async (card: MessagePlace, files: readonly Upload[]) => {
    const ids: string[] = [];
    for (const file of files) ids.push(await uploader.send(file));
    const noted = await rows.begin(card, ids);
    return { ...noted, own: noted.ids.join() === ids.join() };
  };

  /** `upload expired`: nothing was shared, and nothing is noted any more. */
  const share = async (
    card: MessagePlace,
    files: readonly Upload[],
    comment: string,
  ): Promise<Shown | "upload expired"> => {
    const there = await rows.find(card);
    const noted = there ? { ...there, own: false } : await begin(card, files);
    const ask = async () => {
      const titled = noted.ids.map((id, index) => ({ id, title: files[index]?.name ?? id }));
      try {
        return await uploader.share({ files: titled, beside: card, comment });
      } catch (error) {
        // What Slack has refused it has not shared.
        if (!(error instanceof SlackFailed)) await rows.forget(card);
        throw error;
      }
    };
    const how = noted.own ? await ask() : "lost";
    const shown =
      how === "unknown"
        ? ("upload expired" as const)
        : await settle(card, { ids: noted.ids, answered: how === "taken", share: ask });
    if (shown === "upload expired") await rows.forget(card);
    return shown;
  };

  return {
    show: async (card, files, comment) => {
      const noted = await rows.find(card);
      if (noted?.state === "shared") return { how: "shared", link: noted.link };
      if (noted?.state === "unseen") {
        const found = await look(card, noted);
        return found.how === "shared" ? noteShared(card, found.ts) : { how: "unseen" };
      }
      // Nobody would find the buttons of a video whose card is gone.
      await addressOf(card.channel, card.ts);
      // Slack doesn't keep an upload for ever that nobody has asked it to share; a fresh one it has.
      for (let tries = 1; ; tries += 1) {
        const shown = await share(card, files, comment);
        if (shown !== "upload expired") return shown;
        log.warn({ key: card.key, tries }, "Slack no longer has what was uploaded to it");
        if (tries === UPLOADS) return { how: "unseen" };
      }
    },
    linkOf: async (card) => (await rows.find(card))?.link,
    remove: async (card) => {
      const noted = await rows.find(card);
      if (!noted) return;
      // Once its file is deleted, Slack no longer says by which message it was shared.
      const found = noted.ts === undefined ? await look(card, noted) : undefined;
      const ts = noted.ts ?? (found?.how === "shared" ? found.ts : undefined);
      if (ts !== undefined && noted.ts === undefined) await rows.shared(card, { ts, link: undefined });
      for (const id of noted.ids) await uploader.remove(id);
      if (ts !== undefined) await removeMessage(card.channel, ts);
      await rows.forget(card);
    },
  };

  async function removeMessage(channel: string, ts: string): Promise<void> {
    try {
      await call("chat.delete", "repeat", () => client.chat.delete({ channel, ts }));
    } catch (error) {
      const refused = error instanceof SlackFailed && error.code === "cant_delete_message";
      if (!refused && !(error instanceof MessageGone)) throw error;
      log.debug({ channel, ts }, "the message of a deleted file could not be deleted, or was gone");
    }
  }
}
