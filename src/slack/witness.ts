import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import { type Belief, belief, CannotTry, NOT_MOVED } from "../chat/cards/beliefs.ts";
import { TRIAL_LABELS } from "../chat/cards/trial.ts";
import { MessageGone } from "../chat/contract/chat.ts";
import type { Place } from "../chat/contract/invocation.ts";
import type { Witness } from "../doctor/trial.ts";
import type { Db } from "../store/tables.ts";
import { inEnglish } from "../text/render.ts";
import { createCall } from "./api/calls.ts";
import { createSlackClient } from "./api/client.ts";
import { SlackFailed } from "./api/trouble.ts";
import { escapeText } from "./draw/escape.ts";
import { createFileRows } from "./speak/file-rows.ts";
import { type MessagePlace, readRef } from "./speak/ref.ts";
import { speakWords } from "./speak/speak.words.ts";
import { codeOf, type Reading, removeTrial, sharesOf } from "./witness-removal.ts";

interface Ports {
  botToken: string;
  apiUrl: string;
  /** Where the adapter keeps which files belong to which card. */
  db: Db;
  clock: Clock;
  log: Logger;
}

/** Reads back what a trial has posted in Slack, and where its video was shared. */
export function createSlackWitness({ botToken, apiUrl, db, clock, log }: Ports): Witness {
  const call = createCall({ clock, log });
  const client = createSlackClient({ token: botToken, apiUrl, log });
  const reading = { client, call, rows: createFileRows({ db, clock }) };
  /** The video as the first look has found it. */
  let first: string | undefined;
  let markedAtFirst = false;

  return {
    place: (channel) => placeOf(reading, channel),
    look: async (ref, after) => {
      const place = readRef(ref);
      const message = await messageAt(reading, place.channel, place.ts);
      const metadata = message?.metadata?.event_payload as { key?: unknown } | undefined;
      const marked = metadata?.key === place.key;
      if (after === "announced") {
        markedAtFirst = marked;
        const marks = belief("slack-metadata-all", marked, "the card's metadata doesn't come back from the history");
        return { ...shows(message, after), beliefs: [marks, ...(await unknownBefore(reading))] };
      }
      // What has never come back says nothing of edits.
      const marks = markedAtFirst
        ? [belief("slack-update-blocks", marked, "an edit without metadata takes the card's metadata away")]
        : [];
      if (after === "moved") return { ...shows(message, after), beliefs: marks };
      const look = await lookAtFile(reading, place);
      if ("wrong" in look) return { wrong: look.wrong, beliefs: [...marks, ...look.beliefs] };
      const moved = first !== undefined && first !== `${look.file} ${look.ts}`;
      first ??= `${look.file} ${look.ts}`;
      const beliefs = [...marks, ...(after === "delivered" ? look.beliefs : [])];
      if (moved) return { wrong: "The edit shared the video once more.", beliefs };
      return { seen: `Members see the video: Slack shares ${look.file} as message ${look.ts}.`, beliefs };
    },
    remove: (ref) => removeTrial(reading, ref),
  };
}

/** Whether the card stands as far as it was last told to. */
function shows(message: { blocks?: unknown } | undefined, step: keyof typeof TRIAL_LABELS): { wrong?: string } {
  return JSON.stringify(message?.blocks)?.includes(TRIAL_LABELS[step]) ? {} : { wrong: NOT_MOVED };
}

async function placeOf({ client, call }: Reading, channel: string): Promise<Place> {
  try {
    const { team_id: workspace = "" } = await call("auth.test", "drop", () => client.auth.test());
    const { channel: found = {} } = await call("conversations.info", "drop", () =>
      client.conversations.info({ channel }),
    );
    const name = found.name === undefined ? channel : `#${found.name}`;
    if (found.is_archived) throw new CannotTry(`${name} is archived: take another channel.`);
    if (!found.is_im && !found.is_mpim && !found.is_member) {
      throw new CannotTry(`The bot isn't in ${name}: type /invite @ and its name there, and try again.`);
    }
    return { platform: "slack", workspace, channel };
  } catch (error) {
    const cause = error instanceof MessageGone ? error.cause : error;
    if (cause instanceof SlackFailed && cause.code === "channel_not_found") {
      throw new CannotTry(
        `Slack has no channel ${channel}, or a private one that the bot isn't in: see its id at the end of its details, and invite the bot.`,
      );
    }
    throw error;
  }
}

/** The message of that `ts`; undefined where it is gone or can't be read. */
async function messageAt({ client, call }: Reading, channel: string, ts: string) {
  const at = { channel, oldest: ts, latest: ts, inclusive: true, include_all_metadata: true, limit: 1 };
  const { messages = [] } = await call("conversations.history", "repeat", () => client.conversations.history(at));
  return messages.find((message) => message.ts === ts);
}

/** An address for an upload that is never used: nothing comes of it. */
async function unknownBefore({ client, call }: Reading): Promise<Belief[]> {
  const about = { filename: "reelay-trial.mp4", length: 1 };
  const row = "slack-upload-unknown";
  try {
    const { file_id: file = "" } = await call("files.getUploadURLExternal", "drop", () =>
      client.files.getUploadURLExternal(about),
    );
    const code = await codeOf(call("files.info", "drop", () => client.files.info({ file })));
    const saw = code === undefined ? "files.info knows it" : `files.info says ${code} of it`;
    return [belief(row, code === "file_not_found", `${saw} before an upload is completed`)];
  } catch (error) {
    // Why Slack takes no file is the next step's to say.
    if (error instanceof SlackFailed) return [];
    throw error;
  }
}

type FileSeen = { file: string; ts: string; beliefs: Belief[] } | { wrong: string; beliefs: Belief[] };

async function lookAtFile(reading: Reading, place: MessagePlace): Promise<FileSeen> {
  const noted = await reading.rows.find(place);
  const [file] = noted?.ids ?? [];
  if (file === undefined) {
    const card = await messageAt(reading, place.channel, place.ts);
    return { wrong: `Slack has not taken the video. The card says why: ${wordsOf(card?.blocks)}`, beliefs: [] };
  }
  const { sides = [], ts } = (await sharesOf(reading, place, file)) ?? {};
  const late = belief("slack-share-late", ts !== undefined, "files.info shows no share of the video in time");
  if (ts === undefined)
    return { wrong: "Members don't see the video: Slack took it, and shares it nowhere.", beliefs: [late] };
  const kind = /^[D]/.test(place.channel) || !(await isPublic(reading, place.channel)) ? "private" : "public";
  const shape = belief("slack-shares-shape", sides.join() === kind, `its shares stand under ${sides.join(" and ")}`);
  const message = await messageAt(reading, place.channel, ts);
  const said = message?.text === escapeText(inEnglish(speakWords.videoHere));
  const comment = belief("slack-share-comment", said, "the shared video comes without the words that went with it");
  return { file, ts, beliefs: [late, shape, comment] };
}

async function isPublic({ client, call }: Reading, channel: string): Promise<boolean> {
  const { channel: found } = await call("conversations.info", "repeat", () => client.conversations.info({ channel }));
  return found?.is_private === false;
}

/** The words of a card's remark, which is its only section in mrkdwn. */
function wordsOf(blocks: readonly object[] = []): string {
  const texts = blocks.flatMap((block) => {
    const { type, text } = block as { type?: string; text?: { text?: string } };
    return type === "section" ? (text?.text ?? []) : [];
  });
  return texts.length === 0 ? "nothing." : `“${texts.join(" ")}”`;
}
