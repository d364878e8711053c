import { z } from "zod";
import { storeText } from "../text/stored.ts";
import { CHANNEL } from "./members.ts";
import { words } from "./playground.words.ts";

// What the page may ask, by what it asks with. An issue's message is a stored text: `refuse.ts` says it to whoever asked.

/** Room for a storyboard's longest line, and then for the sentence that says it is too long. */
const LINE_CHARS = 20_000;
const FILES = 10;

const memberId = z.enum(["member", "friend", "admin"], { error: storeText(words.actingAs) });
const channel = z.literal(CHANNEL, { error: storeText(words.oneChannel({ channel: CHANNEL })) }).default(CHANNEL);

/** Whose view of the channel; `before` an id to page back. */
export const Viewer = z.object({ channel, as: memberId.default("member"), before: z.string().max(64).optional() });

/** The beginning of an option's value. Longer than any name, so what is longer begins none. */
export const Begun = z.object({
  as: memberId.default("member"),
  command: z.string().max(100),
  option: z.string().max(100),
  begun: z.string().max(100).default(""),
});

/** What an upload is called. */
export const FileName = z.object({ name: z.string().max(1000).default("") });

/** A message. */
export const Said = z.object({
  as: memberId,
  channel,
  line: z.string().max(LINE_CHARS, {
    error: ({ input }) => storeText(words.longLine({ count: String(input).length, most: LINE_CHARS })),
  }),
  files: z
    .array(z.string().max(2000))
    .max(FILES, {
      error: ({ input }) => storeText(words.manyFiles({ count: [input].flat().length, most: FILES })),
    })
    .default([]),
  /** A button's line: it runs, and the channel doesn't show it as typed. */
  pressed: z.boolean().default(false),
  nonce: z.string().regex(/^[\w-]{8,64}$/, { error: storeText(words.nonce) }),
});
