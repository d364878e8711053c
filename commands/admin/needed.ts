import { UserError } from "../../src/base/errors.ts";
import { sentences } from "../../src/text/sentences.ts";
import type { Text } from "../../src/text/text.ts";

const words = sentences("command.admin.needed", {
  missing: "Write {example}: {option} is missing.",
});

/** What was given must be there; `example` is how it is written. */
export function needed<T>(value: T | undefined, option: string, example: Text): T {
  if (value === undefined) throw new UserError(words.missing({ example, option }), { option });
  return value;
}
