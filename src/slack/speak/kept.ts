import type Keyv from "keyv";
import { z } from "zod";
import { createDrafts } from "../../chat/serve/drafts.ts";

/** As long as somebody may still want to press a button; a line that is typed again costs them no more than that. */
const KEPT_MS = 30 * 24 * 3_600_000;

const KIND = "kept";
const PREFIX = `${KIND}:`;

/** A file in Slack, as far as a button or a form remembers it: Slack is asked for the rest when it is read. */
export const StoredFile = z.object({ id: z.string(), name: z.string(), bytes: z.number() });
export type StoredFile = z.output<typeof StoredFile>;

const Draft = z.object({ line: z.string(), files: z.record(z.string(), StoredFile).optional() });

/** A line that a button stands for, without its slash, and the files by the option that they were given for. */
export type Draft = z.output<typeof Draft>;

/** Keeps what doesn't fit into a button. */
export interface Kept {
  /** Keeps a draft of that user. Gives the button's value; the same draft has the same. */
  keep(draft: Draft, user: string): Promise<string>;
  /** The draft of a button's value; undefined when it is no longer known. */
  find(value: string): Promise<Draft | undefined>;
}

/** Whether a button's value names a draft, and isn't the line itself. */
export function isKept(value: string): boolean {
  return value.startsWith(PREFIX);
}

export function createKept(drafts: Keyv<unknown>): Kept {
  const kept = createDrafts(drafts, { chat: "slack", kind: KIND, shape: Draft, livesMs: KEPT_MS });
  return {
    keep: async (draft, user) => `${PREFIX}${await kept.keep(user, draft)}`,
    find: async (value) => (isKept(value) ? kept.find(value.slice(PREFIX.length)) : undefined),
  };
}
