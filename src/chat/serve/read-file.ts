import { request } from "undici";
import { messageOf, UserError } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { sayFileLate } from "../cards/notices.ts";

/** A member's file at an address of the chat's own. */
export interface FileAtChat {
  /** As the member gave it, for the sentence. */
  name: string;
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** Its size, where the chat's word on that can be relied on. */
  bytes?: number | undefined;
}

/** What the address answered, before anything of the file is read. */
export interface FileAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Opens a file and gives its bytes. `refusal` says of an answer why it isn't the file; the connection ends then. Both throw
 * UserError, the stream for a file that breaks off, stands still or ends too soon: half of one is never taken for all
 * of it. A redirect is an answer like others, since headers must not go where it leads.
 */
export type ReadFile = (
  file: FileAtChat,
  refusal: (answer: FileAnswer) => UserError | undefined,
) => Promise<AsyncIterable<Uint8Array>>;

/** A chat's files come at once; what has stood still for so long doesn't come. */
const STILL_MS = 20_000;

/** `chat` is its name for the log. */
export function createReadFile({
  chat,
  log,
  stillMs = STILL_MS,
}: {
  chat: string;
  log: Logger;
  stillMs?: number;
}): ReadFile {
  const late = (name: string, about: object): UserError => {
    log.warn({ chat, ...about }, "a member's file did not come from the chat");
    return new UserError(sayFileLate(name));
  };

  async function* bytesOf({ name, bytes }: FileAtChat, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let come = 0;
    const chunks = body[Symbol.asyncIterator]();
    const next = async () => {
      try {
        return await chunks.next();
      } catch (error) {
        throw late(name, { reason: messageOf(error), come });
      }
    };
    try {
      for (let one = await next(); !one.done; one = await next()) {
        come += one.value.byteLength;
        yield one.value;
      }
    } finally {
      await chunks.return?.();
    }
    if (bytes !== undefined && come !== bytes) throw late(name, { come, said: bytes });
  }

  return async (file, refusal) => {
    const { name, url, headers = {} } = file;
    const times = { headersTimeout: stillMs, bodyTimeout: stillMs };
    const asked = await request(url, { headers, ...times }).catch((error: unknown) => {
      throw late(name, { reason: messageOf(error) });
    });
    const { statusCode: status, body } = asked;
    const refused = refusal({ status, headers: asked.headers });
    if (refused === undefined && status === 200) return bytesOf(file, body);
    // What it says is of no use; what is left of the connection goes with it.
    body.on("error", () => undefined).destroy();
    throw refused ?? late(name, { status });
  };
}
