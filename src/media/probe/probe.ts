import { createHash } from "node:crypto";
import { basename } from "node:path";
import { UserError } from "../../base/errors.ts";
import type { Media } from "../../models/parts/model.ts";
import { quoted } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import { ReadingTooSlow } from "../keep/errors.ts";
import { isHash } from "../keep/library.ts";
import { HEAD_BYTES, type Kind, kindOf } from "./kind.ts";
import { measurePicture } from "./picture.ts";
import { type Reader, windows, withReader } from "./reader.ts";
import type { MeasuredVideo } from "./video.ts";
import { type VideoReader, videoReader } from "./video-reader.ts";

type Expected = "image" | "video";

const words = sentences("media.files", {
  empty: "Send {name} again: it's empty.",
  tooSlow:
    "Save {name} as H.264 in an MP4 and send that: it couldn't be read in {seconds} s, so it's probably damaged.",
  notAPicture: "Send a JPG or PNG: {name} is {what}, and a picture goes here.",
  notAVideo: "Send an MP4 or MOV: {name} is {what}, and a video goes here.",
  foreignPicture: "Send a JPG or PNG: {name} is {what}, and that kind can't be used.",
  foreignVideo: "Send an MP4 or MOV: {name} is {what}, and that kind can't be used.",
  picture: "a picture",
  video: "a video",
  pictureCutOff: "Send {name} again: the file ends before the picture does.",
  videoCutOff: "Send {name} again: the file ends before the video does.",
  pictureDamaged: "Open {name}, save it again, and send that: the picture in it can't be read.",
  videoDamaged: "Open {name}, save it again, and send that: the video in it can't be read.",
  onlySound: "Send an MP4 or MOV: {name} has sound but no picture.",
  unknownCodec: "Save {name} as H.264 in an MP4 and send that: it's encoded in a way that can't be read.",
});

/**
 * Measures a picture or a video from its bytes, reading no more of it than that takes. `name` is the file's name as
 * the member knows it, for the sentences. Which sizes, lengths and types are good is the model's to judge: a GIF is
 * a picture here. Throws UserError when the file is not what was expected, is cut off or damaged, or keeps `videos`
 * (the process's own reader by default) busy past its deadline.
 */
export function probe(path: string, name: string, expected: Expected, videos = videoReader): Promise<Media> {
  const said = quoted(clip(name));
  return withReader(path, async (reader) => {
    if (reader.size === 0) throw new UserError(words.empty({ name: said }));
    const kind = kindOf(await reader.read(0, HEAD_BYTES));
    if (kind.is !== expected) throw new UserError(wrongKind(said, kind, expected));
    const measured =
      kind.is === "image" ? await measurePicture(kind.type, reader) : await measureVideo(videos, kind.type, path, said);
    if (typeof measured === "string") throw new UserError(wrongFile(said, measured, expected));
    const hash = await hashOf(path, reader);
    return { kind: kind.is, hash, name, type: kind.type, bytes: reader.size, ...measured };
  });
}

async function measureVideo(videos: VideoReader, type: string, path: string, said: Text): Promise<MeasuredVideo> {
  try {
    return await videos.measure(type, path);
  } catch (error) {
    if (!(error instanceof ReadingTooSlow)) throw error;
    throw new UserError(words.tooSlow({ name: said, seconds: error.seconds }));
  }
}

/** The type of a file by its bytes, for an answer's Content-Type; what is no picture or video has none. */
export async function typeOf(path: string): Promise<string | undefined> {
  const kind = await withReader(path, async (reader) => kindOf(await reader.read(0, HEAD_BYTES)));
  return kind.is === "image" || kind.is === "video" ? kind.type : undefined;
}

function wrongKind(name: Text, kind: Kind, expected: Expected): Text {
  if (kind.is === "foreign" && kind.of === expected) {
    const said = { name, what: kind.what };
    return expected === "image" ? words.foreignPicture(said) : words.foreignVideo(said);
  }
  const what = "what" in kind ? kind.what : kind.is === "image" ? words.picture : words.video;
  return expected === "image" ? words.notAPicture({ name, what }) : words.notAVideo({ name, what });
}

function wrongFile(name: Text, flaw: Extract<MeasuredVideo, string>, expected: Expected): Text {
  const picture = expected === "image";
  switch (flaw) {
    case "cut off":
      return picture ? words.pictureCutOff({ name }) : words.videoCutOff({ name });
    case "damaged":
      return picture ? words.pictureDamaged({ name }) : words.videoDamaged({ name });
    case "only sound":
      return words.onlySound({ name });
    case "unknown codec":
      return words.unknownCodec({ name });
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
