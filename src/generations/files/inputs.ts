import { UserError } from "../../base/errors.ts";
import { clip, megabytes } from "../../base/words.ts";
import {
  type FileSource,
  isAttachment,
  isFileSource,
  type KeptFile,
  type LinkedFile,
} from "../../chat/contract/invocation.ts";
import { BadVideo, DownloadFailed, LinkExpired, TooLarge, UnsafeAddress } from "../../media/keep/errors.ts";
import type { MediaLibrary } from "../../media/keep/library.ts";
import type { Cutter } from "../../media/make/cut.ts";
import { probe } from "../../media/probe/probe.ts";
import type { Draft } from "../../models/parts/draft.ts";
import type { Media } from "../../models/parts/model.ts";
import type { Db, GenerationRow } from "../../store/tables.ts";
import { inMegabytes } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import { findJob, type JobUser } from "../states/whose.ts";
import { cutBeginning, isBeginning } from "./beginning.ts";
import { filesOf, isMedia } from "./input-files.ts";
import type { Basket } from "./intake.ts";
import { videoOf } from "./videos.ts";

const words = sentences("inputs", {
  fileGone: "{option}: that file is no longer kept. Attach it again.",
  unsafe:
    "{option}: I can't use that link: {why, select, scheme {it doesn't start with https:// or http://} secret {it has a user name or password in it} inside {{host} isn't on the public internet} other {it isn't a web address}}. Use a public link, or attach the file.",
  unreadable: "{option}: I couldn't read anything at that link. Open it to see whether it works, or attach the file.",
  badStatus: "{option}: that link answered with error {status}. Open it to see whether it works, or attach the file.",
  noJob: "{option}: you have no job {job}. See yours with /jobs.",
  partGone: "{option}: the {part} of {job} is no longer kept. Attach the file.",
  noFrames: "{option}: I can't take frames out of videos here. Save the frame as a picture and attach that.",
  noFrame: "{option}: I couldn't take a frame out of that video. Save the frame as a picture and attach that.",
  tooLarge:
    "“{name}” is over {most}, the most a {kind, select, image {picture} other {video}} can have. Send a smaller one.",
});

/**
 * The largest that any model takes (docs/models.md), as far as a file is read at all, and how long a link to one may take.
 * What a model itself allows, it says.
 */
const LIMITS = {
  image: { limitBytes: megabytes(50), totalMs: 60_000 },
  video: { limitBytes: megabytes(200), totalMs: 600_000 },
} as const;

/** What it takes to read the files that members give. */
export interface FileReading {
  db: Db;
  library: Pick<MediaLibrary, "has" | "local">;
  /** Reads what is at a member's link, public addresses only and within so many milliseconds, by `read`. */
  openLink<T>(link: string, totalMs: number, read: (body: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T>;
  /** Cuts videos; undefined when no encoder is installed. */
  cutter: Pick<Cutter, "beginning"> | undefined;
  /** The last frame of a video as PNG; undefined when no decoder is installed. */
  lastFrame: ((path: string) => Promise<Uint8Array>) | undefined;
}

/** As one request reads them, and for whom: of earlier jobs, those that are the member's to use. */
type Reading = FileReading & {
  /** What takes the files that are new. */
  basket: Pick<Basket, "put">;
  user: JobUser;
};

/** The draft with every file read, kept in the library, and measured. Throws UserError. */
export async function withMedia(reading: Reading, draft: Draft): Promise<Record<string, unknown>> {
  const measured: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(draft)) {
    if (value === undefined) continue;
    if (Array.isArray(value)) {
      const media: unknown[] = [];
      const single = name.replace(/s$/, "");
      for (const [index, one] of value.entries()) media.push(await read(reading, `${single}${index + 1}`, one));
      measured[name] = media;
    } else measured[name] = await read(reading, name, value);
  }
  return measured;
}

/** A file as it is measured, or a part of it as it comes out; one that has been before is to be there still. Whatever else it is stays as it is. */
async function read(reading: Reading, option: string, value: unknown): Promise<unknown> {
  if (isFileSource(value)) return bring(reading, option, value);
  const media = isBeginning(value) ? value.beginningOf : value;
  if (isMedia(media) && !(await reading.library.has(media.hash))) {
    throw new UserError(words.fileGone({ option }), { option });
  }
  return isBeginning(value) ? cutBeginning(reading, option, value, LIMITS.video.limitBytes) : value;
}

async function bring(reading: Reading, option: string, source: FileSource): Promise<Media> {
  const expect = option === "video" ? "video" : "image";
  if (isAttachment(source)) {
    const { basket } = reading;
    const { path } = await tooLargeSaid(option, source.name, expect, async (limits) =>
      basket.put(await source.open(), limits),
    );
    const media = await probe(path, source.name, expect);
    return source.publicUrl === undefined ? media : { ...media, publicUrl: source.publicUrl };
  }
  return "link" in source ? fromLink(reading, option, source, expect) : fromJob(reading, option, source);
}

async function fromLink(
  { openLink, basket }: Reading,
  option: string,
  { link }: LinkedFile,
  expect: Media["kind"],
): Promise<Media> {
  const name = decodeURIComponentSafely(new URL(link).pathname.split("/").at(-1) || new URL(link).hostname);
  try {
    const { path } = await tooLargeSaid(option, name, expect, (limits) =>
      openLink(link, limits.totalMs, (body) => basket.put(body, limits)),
    );
    return { ...(await probe(path, name, expect)), foreignUrl: link };
  } catch (error) {
    if (error instanceof UnsafeAddress) {
      const { why, host } = error;
      throw new UserError(words.unsafe({ option, host, why: why === "unreadable" ? "other" : why }), { option });
    }
    if (error instanceof LinkExpired || error instanceof DownloadFailed) {
      const { status } = error;
      throw new UserError(
        status === undefined ? words.unreadable({ option }) : words.badStatus({ option, status: String(status) }),
        {
          option,
        },
      );
    }
    throw error;
  }
}

async function fromJob(reading: Reading, option: string, { job, part }: KeptFile): Promise<Media> {
  const found = await findJob(reading.db, reading.user, job);
  if (!found || !("row" in found)) {
    throw new UserError(words.noJob({ option, job }), { option });
  }
  const { row } = found;
  const media = part === "last" ? await lastFrameOf(reading, option, row) : partOf(row, part);
  if (!media || !(await reading.library.has(media.hash))) {
    throw new UserError(words.partGone({ option, part, job }), { option });
  }
  return media;
}

function partOf(row: GenerationRow, part: string): Media | undefined {
  return part === "result" ? videoOf(row) : filesOf(JSON.parse(row.input)).get(part);
}

/** The last frame of a job's video, as a picture of its own. */
async function lastFrameOf(
  { library, basket, lastFrame }: Reading,
  option: string,
  row: GenerationRow,
): Promise<Media | undefined> {
  const video = videoOf(row);
  if (!video || !(await library.has(video.hash))) return undefined;
  if (!lastFrame) {
    throw new UserError(words.noFrames({ option }), { option });
  }
  const png = await lastFrame(await library.local(video.hash)).catch((error: unknown) => {
    if (!(error instanceof BadVideo)) throw error;
    throw new UserError(words.noFrame({ option }), {
      option,
    });
  });
  const { path } = await basket.put(chunk(png), LIMITS.image);
  return probe(path, `last-frame-of-${row.id}.png`, "image");
}

async function* chunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function tooLargeSaid<T>(
  option: string,
  name: string,
  kind: Media["kind"],
  read: (limits: (typeof LIMITS)[Media["kind"]]) => Promise<T>,
): Promise<T> {
  const limits = LIMITS[kind];
  try {
    return await read(limits);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    const most = inMegabytes(limits.limitBytes);
    throw new UserError(words.tooLarge({ name: clip(name), most, kind: kind === "image" ? "image" : "other" }), {
      option,
    });
  }
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
