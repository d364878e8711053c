import { z } from "zod";
import { namedIn, withNames } from "../../models/marks/marks.ts";
import type { GenerationRow } from "../../store/tables.ts";
import { filesOf } from "../files/input-files.ts";
import type { GenerationView } from "./view.ts";

/** The line that asked for it, with its files by the names under which they are kept. */
export function lineOf(row: Pick<GenerationRow, "id" | "line">, input: unknown): string {
  const files = [...filesOf(input).keys()].map((part) => `${part}:${row.id}.${part}`);
  return [row.line, ...files].join(" ");
}

/** The words that an input was asked for with, and what they name by `@Name`. */
export function promptOf(input: unknown): string {
  return wordsIn(readInput(input)).prompt;
}

/** The words of any model's input, its quality, and its video as it stands there; what it doesn't have is undefined. */
export function readInput(input: unknown): ReadInput {
  return shape.parse(input);
}

type ReadInput = z.output<typeof shape>;

const shape = z.object({
  prompt: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  quality: z.string().optional().catch(undefined),
  shots: z
    .array(z.object({ prompt: z.string(), seconds: z.number() }))
    .optional()
    .catch(undefined),
  elements: z.array(z.object({ name: z.string() })).catch([]),
  video: z.unknown().optional(),
  // Of these only whether they are there: the marks in the words are numbered by it.
  image: z.unknown().optional(),
  end_image: z.unknown().optional(),
  references: z.array(z.unknown()).catch([]),
});

/** Its prompt, else its shots, one a line, what they name by `@Name`; and a character's own name. */
export function wordsIn(read: ReadInput): Pick<GenerationView, "prompt" | "elementName"> {
  const { prompt, shots, name } = read;
  const written = prompt || (shots ?? []).map((shot) => `${shot.seconds}s: ${shot.prompt}`).join("\n");
  return { prompt: withNames(written, namedIn(read)), elementName: name };
}
