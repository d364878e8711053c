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
