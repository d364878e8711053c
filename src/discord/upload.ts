import { openAsBlob } from "node:fs";
import type { Card, CardVideo } from "../chat/card.ts";
import { CANT_ATTACH, NOWHERE_TO_WATCH, sayTooLarge, sayWatch } from "../chat/say.ts";
import { cardBody, type KeepLine, linkTo, REMARK_CHARS, timeAt } from "./looks.ts";
import type { Mark } from "./marks.ts";
import { isTooLarge, lacksPermission } from "./trouble.ts";

/** Kept of a remark for why the video is not in the message. */
const REASON_CHARS = 200;

/** Where finished videos are kept. */
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
  /** The largest file that may be uploaded there, in bytes, where Discord said. */
  limit?: number | undefined;
  mark?: Mark | undefined;
  /** The id of the message's attachment that is this card's video already. */
  attached?: string | undefined;
  /** More fields of the body. */
  more?: object;
}

/**
 * Sends a card by `send`, its video attached and played in it. Where Discord doesn't take the video, the same card goes
 * with the video's link instead: `send` is called again for that, so it must let discord.js's own errors through.
 * Whatever else was attached to the message is dropped.
 */
export async function sendCard<T>(showing: Showing, send: (request: Outgoing) => Promise<T>): Promise<T> {
  const { card, library, limit, attached } = showing;
  const { video } = card;
  if (video === undefined) return send({ body: await bodyOf(showing) });
  const instead = async (why: string): Promise<T> => send({ body: await bodyOf(showing, { remark: why }) });
  if (attached !== undefined)
    return send({ body: await bodyOf(showing, { file: { id: attached }, plays: video.name }) });
  if (limit !== undefined && video.bytes > limit) return instead(tooLarge(video, limit));
  try {
    const body = await bodyOf(showing, { file: { id: "0", filename: video.name }, plays: video.name });
    return await send({ body: await formOf(body, video, library), passThroughBody: true });
  } catch (error) {
    if (isTooLarge(error)) return instead(tooLarge(video));
    if (!lacksPermission(error)) throw error;
    const sent = await instead([CANT_ATTACH, watch(video)].filter(Boolean).join(" "));
    // Without a link the channel can't give it, so the caller has to know.
    if (video.link === undefined) throw error;
    return sent;
  }
}

async function bodyOf(
  { card, keep, mark, more }: Showing,
  { file, plays, remark }: { file?: object; plays?: string; remark?: string } = {},
): Promise<object> {
  const body = await cardBody(card, { keep, mark, remark, ...(plays === undefined ? {} : { plays }) });
  return { ...body, attachments: file ? [file] : [], ...more };
}

/** The file stays on the disk until its bytes are sent; a repeated request reads it anew. */
async function formOf(body: object, video: CardVideo, library: Library): Promise<FormData> {
  const form = new FormData();
  form.append("payload_json", JSON.stringify(body));
  form.append("files[0]", await openAsBlob(library.pathOf(video.hash), { type: "video/mp4" }), video.name);
  return form;
}

function tooLarge(video: CardVideo, limit?: number): string {
  return `${sayTooLarge(video.bytes, limit)} ${watch(video) ?? NOWHERE_TO_WATCH}`;
}

function watch({ link }: CardVideo): string | undefined {
  if (link === undefined) return undefined;
  const line = sayWatch(linkTo(link.url), timeAt(link.until));
  // Half an address is none.
  return line.length > REMARK_CHARS - REASON_CHARS ? undefined : line;
}
