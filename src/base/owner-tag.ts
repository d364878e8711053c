import { createHash } from "node:crypto";

/** Hex digits of a tag: 64 bits, far more than there are members. */
export const TAG_CHARS = 16;

/**
 * What the keys of all begin with that is kept of somebody in the key-value store, so that it can be found and deleted
 * without reading what everybody has. The same parts give the same tag; it says nothing of them.
 */
export function ownerTag(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, TAG_CHARS);
}
