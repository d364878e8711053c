import { openAsBlob } from "node:fs";
import { FormData } from "undici";
import { remarks, sayTooLarge, sayWatch } from "../../chat/cards/remarks.ts";
import type { Card, CardFile, CardVideo } from "../../chat/contract/card.ts";
import { render } from "../../text/render.ts";
import { spaced, type Text } from "../../text/text.ts";
import { isBadForm, isTooLarge, lacksPermission } from "../api/trouble.ts";
import type { HeldFile } from "./history.ts";
import { cardBody, type KeepLine, linkTo, MOST_FILES, REMARK_CHARS, timeAt } from "./looks.ts";
import type { Mark } from "./marks.ts";
import { speakWords } from "./speak.words.ts";
import { CREATE_BYTES } from "./upload-limits.ts";

/** Kept of a remark for why the video is not in the message. */
const REASON_CHARS = 200;

/** Where files are kept. */
export interface Library {
  /** The path of the file of this SHA-256. */
  pathOf(hash: string): string;
}

/** A request's body as discord.js's REST takes it: an object for JSON, or a form that is passed through as it is. */
export interface Outgoing {
  body: object;
  passThroughBody?: true;
}

export interface Showing {
  card: Card;
  library: Library;
  keep: KeepLine;
  /** The largest file that Discord surely takes there, in bytes, where that is known. */
  limit?: number | undefined;
  mark?: Mark | undefined;
  /** What the message has of the card's video already, or of one that stays in it. */
  held?: HeldFile | undefined;
  /** Told of a video that Discord refuses for its size. Unless this throws, the video's link is shown then. */
  refused?: (video: CardVideo) => Promise<unknown>;
  /** More fields of the body. */
  more?: object;
}

/**
 * Sends a card by `send`, its video or files attached and shown in it. What the message has of them already is kept. Where
 * Discord doesn't take the video, the same card goes with the video's link instead: `send` is called again for that, so
 * it must let discord.js's own errors through. Whatever else was attached to the message is dropped.
 */
export async function sendCard<T>(showing: Showing, send: (request: Outgoing) => Promise<T>): Promise<T> {
  const { card, held } = showing;
  const { video } = card;
  if (held !== undefined) {
    try {
      return await send({ body: await bodyOf(showing, { attached: [held], plays: held.filename }) });
    } catch (error) {
      // With the video at hand it is uploaded anew: docs/platforms.md, discord-keep-file.
      if (video === undefined || !isBadForm(error)) throw error;
    }
  }
  return video === undefined ? sendFiles(showing, send) : sendVideo(showing, video, send);
}

async function sendVideo<T>(showing: Showing, video: CardVideo, send: (request: Outgoing) => Promise<T>): Promise<T> {
  const { card, library, limit, refused } = showing;
  const instead = async (why: Text): Promise<T> => send({ body: await bodyOf(showing, { remark: why }) });
  if (limit !== undefined && video.bytes > limit) return instead(tooLarge(card, video, limit));
  try {
    const body = await bodyOf(showing, { attached: [{ id: "0", filename: video.name }], plays: video.name });
    return await send({ body: await formOf(body, [{ ...video, type: "video/mp4" }], library), passThroughBody: true });
  } catch (error) {
    if (isTooLarge(error)) {
      await refused?.(video);
      return instead(tooLarge(card, video));
    }
    if (!lacksPermission(error)) throw error;
    const sent = await instead(spaced(remarks.cantAttach, watch(card, video)));
    // Without a link the channel can't give it, so the caller has to know.
    if (video.link === undefined) throw error;
    return sent;
  }
}

/** A card without a video. Its files are left out, and it says so, where Discord doesn't take them. */
async function sendFiles<T>(showing: Showing, send: (request: Outgoing) => Promise<T>): Promise<T> {
  const { card, library, limit } = showing;
  const files = (card.files ?? []).slice(0, MOST_FILES);
  if (files.length === 0) return send({ body: await bodyOf(showing) });
  const without = async (remark: Text): Promise<T> => send({ body: await bodyOf(showing, { remark }) });
  const sum = files.reduce((all, { bytes }) => all + bytes, 0);
  if (sum > CREATE_BYTES || files.some(({ bytes }) => bytes > (limit ?? bytes)))
    return without(speakWords.filesTooLarge);
  try {
    const attached = files.map(({ name, alt }, index) => ({ id: String(index), filename: name, description: alt }));
    const body = await bodyOf(showing, { attached, brings: files });
    return await send({ body: await formOf(body, files, library), passThroughBody: true });
  } catch (error) {
    if (isTooLarge(error)) return without(speakWords.filesTooLarge);
    if (lacksPermission(error)) return without(remarks.cantAttach);
    throw error;
  }
}

async function bodyOf(
  { card, keep, mark, more }: Showing,
  {
    attached = [],
    remark,
    ...looks
  }: { attached?: readonly object[]; plays?: string; brings?: readonly CardFile[]; remark?: Text } = {},
): Promise<object> {
  const said = remark && sayLike(card)(remark);
  const body = await cardBody(card, { keep, mark, remark: said, ...looks });
  return { ...body, attachments: attached, ...more };
}

/** A file stays on the disk until its bytes are sent; a repeated request reads it anew. */
async function formOf(
  body: object,
  files: readonly Pick<CardFile, "hash" | "name" | "type">[],
  library: Library,
): Promise<FormData> {
  const form = new FormData();
  form.append("payload_json", JSON.stringify(body));
  for (const [index, { hash, name, type }] of files.entries()) {
    form.append(`files[${index}]`, await openAsBlob(library.pathOf(hash), { type }), name);
  }
  return form;
}

function tooLarge(card: Card, video: CardVideo, limit?: number): Text {
  return spaced(sayTooLarge(video.bytes, limit), watch(card, video) ?? remarks.noLink);
}

/** As the card itself is said. */
function sayLike({ locale = "en" }: Card): (text: Text) => string {
  return (text) => render(text, locale);
}

function watch(card: Card, { link }: CardVideo): string | undefined {
  if (link === undefined) return undefined;
  const say = sayLike(card);
  const line = say(sayWatch(linkTo(link.url)(say(remarks.watchHere)), timeAt(link.until)));
  // Half an address is none.
  return line.length > REMARK_CHARS - REASON_CHARS ? undefined : line;
}
