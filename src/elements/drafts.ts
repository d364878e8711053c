import type Keyv from "keyv";
import { z } from "zod";
import { elementRequest } from "./element.ts";

const stored = z.object({
  request: elementRequest,
  /** Until when it can be confirmed, in milliseconds since 1970. */
  until: z.number(),
  /** It has been confirmed. */
  used: z.boolean(),
});

/** An element that was judged and priced, and whose maker has not yet said that they may use the likeness. */
export type ElementDraft = Readonly<z.output<typeof stored>>;

/** How long a draft can be confirmed. */
export const DRAFT_LIVES_MS = 3_600_000;
/** How long its line is still known after that, to be given back. */
const KEPT_MS = 24 * DRAFT_LIVES_MS;

/** Drafts by their token. What is lost here has to be typed again; nothing else is lost with it. */
export interface ElementDrafts {
  read(token: string): Promise<ElementDraft | undefined>;
  write(token: string, draft: ElementDraft): Promise<void>;
}

export function createElementDrafts(keyv: Keyv<unknown>): ElementDrafts {
  return {
    read: async (token) => stored.safeParse(await keyv.get(token)).data,
    write: async (token, draft) => {
      await keyv.set(token, draft, KEPT_MS);
    },
  };
}
