import type { z } from "zod";
import { clip } from "../../base/words.ts";
import { quoted } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import { readText, storeText } from "../../text/stored.ts";
import type { Text } from "../../text/text.ts";
import type { Problem } from "./model.ts";

/** What this model doesn't take and others may: which ones do is asked of the catalogue when the sentence is said. */
export interface Elsewhere {
  /** What would have to be taken, with any word for a file. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The sentence; `others` are the families that take it, as members type them, maybe none. */
  say(others: readonly string[]): Text;
}

const words = sentences("model", { somethingElse: "something else" });

/** Refuses with a sentence, so that nothing after it judges the same input again. */
export function refuse(context: z.RefinementCtx, text: Text, ...path: (string | number)[]): void {
  context.addIssue({ code: "custom", message: storeText(text), path, continue: false });
}

/** Refuses with a sentence that names the models that would take it. */
export function refuseHere(context: z.RefinementCtx, elsewhere: Elsewhere, ...path: (string | number)[]): void {
  const message = storeText(elsewhere.say([]));
  context.addIssue({ code: "custom", message, params: { elsewhere }, path, continue: false });
}

/** The sentence of a schema's own check: `z.string({ error: says(() => words.missing) })`. */
export function says(sentence: (given: unknown) => Text): (issue: { input?: unknown }) => string {
  return ({ input }) => storeText(sentence(input));
}

/** What was found in an input; `others` says which families take what a model doesn't. */
export function problemsOf(
  { issues }: z.core.$ZodError,
  others: (options: Elsewhere["options"]) => readonly string[],
): readonly Problem[] {
  return issues.map((issue) => {
    const [option] = issue.path;
    const elsewhere = issue.code === "custom" ? (issue.params?.elsewhere as Elsewhere | undefined) : undefined;
    const text = elsewhere ? elsewhere.say(others(elsewhere.options)) : readText(issue.message);
    return { option: typeof option === "string" ? option : undefined, text };
  });
}

/** What a member gave, in quotation marks and short enough for a sentence. */
export function quote(value: unknown): Text {
  return typeof value === "object" ? words.somethingElse : quoted(clip(String(value)));
}
