import { constants } from "node:os";

/** More bytes came than may be kept. Nothing of them was. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
  readonly limitBytes: number;

  constructor(limitBytes: number) {
    super(`More than ${limitBytes} bytes`);
    this.limitBytes = limitBytes;
  }
}

/** The link no longer gives its file (403, 404 or 410): reading the same link again is pointless, a fresh one may do. */
export class LinkExpired extends Error {
  override readonly name = "LinkExpired";
  readonly status: number;

  constructor(status: number) {
    super(`The link answered ${status}`);
    this.status = status;
  }
}

/** The bytes came, and they are no video that plays. */
export class BadVideo extends Error {
  override readonly name = "BadVideo";
}

/** The bytes did not come, or not all of them. Trying again may do. */
export class DownloadFailed extends Error {
  override readonly name = "DownloadFailed";
  /** What the other side answered, where it did. */
  readonly status: number | undefined;

  constructor(message: string, { status, cause }: { status?: number; cause?: unknown } = {}) {
    super(message, { cause });
    this.status = status;
  }
}

/** The address is one that Reelay does not read from: another scheme than http(s), or a machine of a private network. */
export class UnsafeAddress extends Error {
  override readonly name = "UnsafeAddress";
  readonly why: "unreadable" | "scheme" | "secret" | "inside";
  /** The machine it leads to; empty for what is no address at all. */
  readonly host: string;

  constructor(why: UnsafeAddress["why"], host = "") {
    super(`${host} may not be asked (${why})`.trim());
    this.why = why;
    this.host = host;
  }
}

/** Reading a video took longer than it may, which good files don't: an index can send the reader round for minutes. */
export class ReadingTooSlow extends Error {
  override readonly name = "ReadingTooSlow";
  /** How long it was tried. */
  readonly seconds: number;

  constructor(seconds: number) {
    super(`Not read in ${seconds} s`);
    this.seconds = seconds;
  }
}

/** The disk that the library is on, or its owner's share of it, has no room left. What was being written is gone. */
export class DiskFull extends Error {
  override readonly name = "DiskFull";
}

/** The optional package that decodes and encodes (`node-av`, with `@mediabunny/server`) is not here, or does not load. */
export class EncoderMissing extends Error {
  override readonly name = "EncoderMissing";
}

/** The encoder could not make it: it refused the file, crashed, or stood still. */
export class EncodingFailed extends Error {
  override readonly name = "EncodingFailed";
}

/** So much waits for the encoder that no more is taken on. */
export class EncoderBusy extends Error {
  override readonly name = "EncoderBusy";
}

const { ENOSPC, EDQUOT } = constants.errno;
const FULL = new Set<unknown>(["ENOSPC", "EDQUOT", -ENOSPC, -EDQUOT]);

/**
 * Whether an error says that there is no room (ENOSPC), or none left of a share of it (EDQUOT): by their names, as the
 * file system has them, or their numbers, as libav does.
 */
export function saysDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && FULL.has(error.code);
}
