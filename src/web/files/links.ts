import { createHmac, timingSafeEqual } from "node:crypto";
import { isHash } from "../../media/keep/library.ts";

/** One file of the media library, under a name, until a time. */
export interface MediaLink {
  /** SHA-256 in hex. */
  hash: string;
  /** The file name to save it under. */
  name: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Whose link it is, as `file_uses` names them: it ends when they need the file no longer, whoever else does. */
  holder?: string | undefined;
}

/** Makes and reads the tokens of `GET /media/:token`. Who has one may read that one file until it expires. */
export interface Links {
  /** A token fit for an address. A name longer than 100 characters is cut. Throws RangeError for a holder longer than 64. */
  sign(link: MediaLink): string;
  /** What the token gives at `now` (milliseconds since 1970); undefined when it was altered, is foreign, or has expired. */
  read(token: string, now: number): MediaLink | undefined;
}

/** Whether a link is still good as far as whose it is goes: they may need the file no longer, though somebody else does. */
export type Stands = (link: MediaLink) => Promise<boolean>;

/** SECRET signs other things too; this keeps a signature made for one of them from being good here. */
const PURPOSE = "reelay media link 2\n";
/** Of links that name no holder, as all were at first. */
const PURPOSE_FIRST = "reelay media link 1\n";
const MAC_BYTES = 32;
const HASH_BYTES = 32;
const EXPIRY_BYTES = 6;
const HOLDER_AT = HASH_BYTES + EXPIRY_BYTES;
const LONGEST_HOLDER = 64;
const LONGEST_NAME = 100;
/** More than the longest token can be. */
const LONGEST_TOKEN = 1024;

/**
 * A token is base64url of: MAC, hash, expiry (milliseconds, big-endian), name (UTF-8). With a holder the name comes after
 * the holder's length (one byte) and the holder, and the MAC is made for another purpose.
 */
export function createLinks(secret: string): Links {
  const macOf = (body: Buffer, purpose: string) => createHmac("sha256", secret).update(purpose).update(body).digest();
  return {
    sign: ({ hash, name, expiresAt, holder }) => {
      if (!isHash(hash)) throw new RangeError("Not a SHA-256 in hex");
      const expiry = Buffer.alloc(EXPIRY_BYTES);
      expiry.writeUIntBE(Math.floor(expiresAt), 0, EXPIRY_BYTES);
      const short = [...name].slice(0, LONGEST_NAME).join("");
      const whose = holder === undefined ? Buffer.alloc(0) : holderBytes(holder);
      const body = Buffer.concat([Buffer.from(hash, "hex"), expiry, whose, Buffer.from(short)]);
      const mac = macOf(body, holder === undefined ? PURPOSE_FIRST : PURPOSE);
      return Buffer.concat([mac, body]).toString("base64url");
    },
    read: (token, now) => {
      if (token.length > LONGEST_TOKEN) return undefined;
      const bytes = Buffer.from(token, "base64url");
      // The decoder passes over what it cannot read, which would let one link have many spellings.
      if (bytes.length < MAC_BYTES + HOLDER_AT || bytes.toString("base64url") !== token) return undefined;
      const body = bytes.subarray(MAC_BYTES);
      const mac = bytes.subarray(0, MAC_BYTES);
      const held = timingSafeEqual(mac, macOf(body, PURPOSE));
      if (!held && !timingSafeEqual(mac, macOf(body, PURPOSE_FIRST))) return undefined;
      const expiresAt = body.readUIntBE(HASH_BYTES, EXPIRY_BYTES);
      if (now >= expiresAt) return undefined;
      const hash = body.toString("hex", 0, HASH_BYTES);
      if (!held) return { hash, name: body.toString("utf8", HOLDER_AT), expiresAt };
      const nameAt = HOLDER_AT + 1 + body.readUInt8(HOLDER_AT);
      const holder = body.toString("utf8", HOLDER_AT + 1, nameAt);
      return { hash, name: body.toString("utf8", nameAt), expiresAt, holder };
    },
  };
}

function holderBytes(holder: string): Buffer {
  const bytes = Buffer.from(holder);
  if (bytes.length > LONGEST_HOLDER) throw new RangeError("Not an id");
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}
