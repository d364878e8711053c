import { createHmac, timingSafeEqual } from "node:crypto";
import { isHash } from "../media/library.ts";

/** One file of the media library, under a name, until a time. */
export interface MediaLink {
  /** SHA-256 in hex. */
  hash: string;
  /** The file name to save it under. */
  name: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Makes and reads the tokens of `GET /media/:token`. Who has one may read that one file until it expires. */
export interface Links {
  /** A token fit for an address. A name longer than 100 characters is cut. */
  sign(link: MediaLink): string;
  /** What the token gives at `now` (milliseconds since 1970); undefined when it was altered, is foreign, or has expired. */
  read(token: string, now: number): MediaLink | undefined;
}

/** SECRET signs other things too; this keeps a signature made for one of them from being good here. */
const PURPOSE = "reelay media link 1\n";
const MAC_BYTES = 32;
const HASH_BYTES = 32;
const EXPIRY_BYTES = 6;
const NAME_AT = HASH_BYTES + EXPIRY_BYTES;
const LONGEST_NAME = 100;
/** More than the longest token can be. */
const LONGEST_TOKEN = 1024;

/** A token is base64url of: MAC, hash, expiry (milliseconds, big-endian), name (UTF-8). */
export function createLinks(secret: string): Links {
  const macOf = (body: Buffer) => createHmac("sha256", secret).update(PURPOSE).update(body).digest();
  return {
    sign: ({ hash, name, expiresAt }) => {
      if (!isHash(hash)) throw new RangeError("Not a SHA-256 in hex");
      const expiry = Buffer.alloc(EXPIRY_BYTES);
      expiry.writeUIntBE(Math.floor(expiresAt), 0, EXPIRY_BYTES);
      const short = [...name].slice(0, LONGEST_NAME).join("");
      const body = Buffer.concat([Buffer.from(hash, "hex"), expiry, Buffer.from(short)]);
      return Buffer.concat([macOf(body), body]).toString("base64url");
    },
    read: (token, now) => {
      if (token.length > LONGEST_TOKEN) return undefined;
      const bytes = Buffer.from(token, "base64url");
      // The decoder passes over what it cannot read, which would let one link have many spellings.
      if (bytes.length < MAC_BYTES + NAME_AT || bytes.toString("base64url") !== token) return undefined;
      const body = bytes.subarray(MAC_BYTES);
      if (!timingSafeEqual(bytes.subarray(0, MAC_BYTES), macOf(body))) return undefined;
      const expiresAt = body.readUIntBE(HASH_BYTES, EXPIRY_BYTES);
      if (now >= expiresAt) return undefined;
      return { hash: body.toString("hex", 0, HASH_BYTES), name: body.toString("utf8", NAME_AT), expiresAt };
    },
  };
}
