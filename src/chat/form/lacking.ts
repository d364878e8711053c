import type { RawValue } from "../contract/invocation.ts";
import { fileOptions } from "../line/places.js";
import type { Meanings } from "../line/types.ts";

/** What a command can't begin without. */
export type Lacking = "words" | "file";

/**
 * What is missing before a command can be run at all, so that a form is better than the refusal that would follow. One
 * whose first option takes the words is about words, unless it has an answer without them; another one that takes files is about a file. Everything else the
 * command says itself.
 */
export function lackingOf(options: Meanings, given: Readonly<Record<string, RawValue>>): Lacking | undefined {
  const has = (name: string) => given[name] !== undefined && given[name] !== "";
  const [first] = Object.entries(options);
  if (first?.[1].rest && !first[1].bare && first[1].kind === "text") return has(first[0]) ? undefined : "words";
  const files = fileOptions(options);
  return files.length === 0 || files.some(has) ? undefined : "file";
}
