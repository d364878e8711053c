import { createHmac, timingSafeEqual } from "node:crypto";

/** The gallery of one workspace, until a time. */
export interface GalleryLink {
  workspace: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Makes and reads the tokens of `GET /gallery/:token`. Who has one may see what the workspace shares until it expires. */
export interface GalleryLinks {
  sign(link: GalleryLink): string;
  /** What the token gives at `now` (milliseconds since 1970); undefined when it was altered, is foreign, or has expired. */
  read(token: string, now: number): GalleryLink | undefined;
}

/** SECRET signs other things too; this keeps a signature made for one of them from being good here. */
const PURPOSE = "reelay gallery link 1\n";
const MAC_BYTES = 32;
const EXPIRY_BYTES = 6;
/** More than the longest token can be. */
const LONGEST_TOKEN = 1024;

/** A token is base64url of: MAC, expiry (milliseconds, big-endian), workspace (UTF-8). */
export function createGalleryLinks(secret: string): GalleryLinks {
  const macOf = (body: Buffer) => createHmac("sha256", secret).update(PURPOSE).update(body).digest();
  return {
    sign: ({ workspace, expiresAt }) => {
      const expiry = Buffer.alloc(EXPIRY_BYTES);
      expiry.writeUIntBE(Math.floor(expiresAt), 0, EXPIRY_BYTES);
      const body = Buffer.concat([expiry, Buffer.from(workspace)]);
      return Buffer.concat([macOf(body), body]).toString("base64url");
    },
    read: (token, now) => {
      if (token.length > LONGEST_TOKEN) return undefined;
      const bytes = Buffer.from(token, "base64url");
      // The decoder passes over what it cannot read, which would let one link have many spellings.
      if (bytes.length < MAC_BYTES + EXPIRY_BYTES || bytes.toString("base64url") !== token) return undefined;
      const body = bytes.subarray(MAC_BYTES);
      if (!timingSafeEqual(bytes.subarray(0, MAC_BYTES), macOf(body))) return undefined;
      const expiresAt = body.readUIntBE(0, EXPIRY_BYTES);
      return now >= expiresAt ? undefined : { workspace: body.toString("utf8", EXPIRY_BYTES), expiresAt };
    },
  };
}
