import { createHash } from "node:crypto";
import type { Keyv } from "keyv";
import type { z } from "zod";
import { ownerTag } from "../../base/owner-tag.ts";

/** Characters of base64url: 132 bits. */
const DIGEST_CHARS = 22;

/**
 * What a chat's buttons and forms have no room for, kept for a time under the tag of the user whose it is, so that all of
 * it can be found and deleted. Any of it may be lost: then the member types it again.
 */
export interface Drafts<Draft> {
  /** Gives a short token for it: the same for the same draft of the same user, unless it is kept by another name. */
  keep(user: string, draft: Draft, name?: string): Promise<string>;
  /** Undefined for what is no longer kept, or was kept by another version of Reelay in another shape. */
  find(token: string): Promise<Draft | undefined>;
  /** What was kept for the user by a name. */
  findNamed(user: string, name: string): Promise<Draft | undefined>;
}

/** `chat` is part of the tag, and `kind` of the key, by which `src/privacy/places/keys.ts` finds them. */
export function createDrafts<Draft>(
  store: Keyv<unknown>,
  { chat, kind, shape, livesMs }: { chat: string; kind: string; shape: z.ZodType<Draft>; livesMs: number },
): Drafts<Draft> {
  const tokenOf = (user: string, name: string) => `${ownerTag(chat, user)}${name}`;
  const find = async (token: string) => shape.safeParse(await store.get(`${kind}:${token}`)).data;
  return {
    keep: async (user, draft, name = digestOf(draft)) => {
      const token = tokenOf(user, name);
      await store.set(`${kind}:${token}`, draft, livesMs);
      return token;
    },
    find,
    findNamed: (user, name) => find(tokenOf(user, name)),
  };
}

function digestOf(draft: unknown): string {
  return createHash("sha256").update(JSON.stringify(draft)).digest("base64url").slice(0, DIGEST_CHARS);
}
