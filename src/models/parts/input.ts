import type { z } from "zod";

/** The options of a shape with their limits in words, for `Model.options`. */
export function limitsOf(shape: Readonly<Record<string, z.ZodType>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(shape).map(([name, part]) => [name, part.description ?? ""]));
}

/** Refuses with a sentence, so that nothing after it judges the same input again. */
export function refuse(context: z.RefinementCtx, message: string, ...path: (string | number)[]): void {
  context.addIssue({ code: "custom", message, path, continue: false });
}
