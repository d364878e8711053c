import { z } from "zod";
import { VIEWS } from "../api/limits.ts";
import { StoredFile } from "../speak/kept.ts";

/** What a form remembers between its opening and its sending; Slack carries it in the view. */
const Meta = z.object({
  command: z.string(),
  /** Where the video will be posted; without it the form asks. */
  channel: z.string().optional(),
  thread: z.string().optional(),
  startsThread: z.boolean().optional(),
  closed: z.boolean().optional(),
  /** Files that are there already, by the option that they are given for. */
  files: z.record(z.string(), StoredFile).optional(),
  /** What the member usually wants and the form was filled with: left as it is, it isn't said. */
  usual: z.record(z.string(), z.string()).optional(),
});

export type Meta = z.output<typeof Meta>;

/** Throws RangeError when it is longer than Slack takes. */
export function writeMeta(meta: Meta): string {
  const text = JSON.stringify(meta);
  if (text.length > VIEWS.privateMetadata) throw new RangeError(`A form's metadata has ${text.length} characters`);
  return text;
}

/** Undefined when it isn't ours. */
export function readMeta(text: string): Meta | undefined {
  try {
    return Meta.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
