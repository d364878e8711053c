import { inEnglish } from "../text/render.ts";
import type { Text } from "../text/text.ts";

/**
 * An error meant for the member: `text` is what they read, in their language, saying what is wrong, with the number, and
 * what to do; `message` is the same in English, for the log. Nothing has been held or started when it is thrown. Every
 * other error becomes "something went wrong" with a reference that is in the log.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly text: Text;
  /** The option the sentence is about, by the name the member knows. */
  readonly option: string | undefined;

  constructor(text: Text, { option }: { option?: string | undefined } = {}) {
    super(inEnglish(text));
    this.text = text;
    this.option = option;
  }
}

/** A problem that the operator has to fix before Reelay can start. `problems` has one sentence for each. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** What an unknown thrown value says of itself, for a log line. */
export function messageOf(error: unknown): string {
  // What Node throws when each address of a name has failed says nothing itself.
  if (error instanceof AggregateError && error.message === "") return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
