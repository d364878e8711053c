import { createHash } from "node:crypto";
import { basename } from "node:path";
import { UserError } from "../../base/errors.ts";
import type { Media } from "../../models/parts/model.ts";
import { ReadingTooSlow } from "../keep/errors.ts";
import { isHash } from "../keep/library.ts";
import { HEAD_BYTES, type Kind, kindOf } from "./kind.ts";
import { measurePicture } from "./picture.ts";
import { type Reader, windows, withReader } from "./reader.ts";
import type { MeasuredVideo } from "./video.ts";
import { type VideoReader, videoReader } from "./video-reader.ts";

type Expected = "image" | "video";

const SEND = { image: "Send a JPG or PNG.", video: "Send an MP4 or MOV." } as const;
const A = { image: "a picture", video: "a video" } as const;

/**
 * Measures a picture or a video from its bytes, reading no more of it than that takes. `name` is the file's name as
 * the member knows it, for the sentences. Which sizes, lengths and types are good is the model's to judge: a GIF is
 * a picture here. Throws UserError when the file is not what was expected, is cut off or damaged, or keeps `videos`
 * (the process's own reader by default) busy past its deadline.
 */
export function probe(path: string, name: string, expected: Expected, videos = videoReader): Promise<Media> {
  const said = `“${clip(name)}”`;
  return withReader(path, async (reader) => {
    if (reader.size === 0) throw new UserError(`${said} is empty: it has 0 bytes. Send it again.`);
    const kind = kindOf(await reader.read(0, HEAD_BYTES));
    if (kind.is !== expected) throw new UserError(wrongKind(said, kind, expected));
    const measured =
      kind.is === "image" ? await measurePicture(kind.type, reader) : await measureVideo(videos, kind.type, path, said);
    if (typeof measured === "string") throw new UserError(wrongFile(said, measured, expected));
    const hash = await hashOf(path, reader);
    return { kind: kind.is, hash, name, type: kind.type, bytes: reader.size, ...measured };
  });
}

async function measureVideo(videos: VideoReader, type: string, path: string, said: string): Promise<MeasuredVideo> {
  try {
    return await videos.measure(type, path);
  } catch (error) {
    if (!(error instanceof ReadingTooSlow)) throw error;
    throw new UserError(
      `${said} could not be read in ${error.seconds} s: it is probably damaged. Save it as H.264 in an MP4, and send that.`,
    );
  }
}

/** The type of a file by its bytes, for an answer's Content-Type; what is no picture or video has none. */
export async function typeOf(path: string): Promise<string | undefined> {
  const kind = await withReader(path, async (reader) => kindOf(await reader.read(0, HEAD_BYTES)));
  return kind.is === "image" || kind.is === "video" ? kind.type : undefined;
}

function wrongKind(said: string, kind: Kind, expected: Expected): string {
  if (kind.is === "other") return `${said} is not ${A[expected]}: its bytes are ${kind.what}. ${SEND[expected]}`;
  if (kind.is === "foreign" && kind.of === expected) {
    return `${said} is ${kind.what}, and that kind can't be used. ${SEND[expected]}`;
  }
  const is = kind.is === "foreign" ? kind.what : A[kind.is];
  return `${said} is ${is}, and this takes ${A[expected]}. ${SEND[expected]}`;
}

function wrongFile(said: string, flaw: Extract<MeasuredVideo, string>, expected: Expected): string {
  const noun = expected === "image" ? "picture" : "video";
  switch (flaw) {
    case "cut off":
      return `${said} is cut off: the file ends before the ${noun} does. Send it again.`;
    case "damaged":
      return `${said} is damaged: the ${noun} in it can't be read. Open it, save it anew, and send that.`;
    case "only sound":
      return `${said} has sound but no picture. ${SEND.video}`;
    case "unknown codec":
      return `${said} is coded in a way that can't be read. Save it as H.264 in an MP4, and send that.`;
  }
}

/** A file of the library has its hash for a name; any other is read whole. */
async function hashOf(path: string, reader: Reader): Promise<string> {
  const name = basename(path);
  if (isHash(name)) return name;
  const sum = createHash("sha256");
  for await (const piece of windows(reader, 0)) sum.update(piece);
  return sum.digest("hex");
}

function clip(name: string): string {
  return name.length > 60 ? `${name.slice(0, 40)}…${name.slice(-15)}` : name;
}
