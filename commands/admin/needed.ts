import { UserError } from "../../src/base/errors.ts";

/** What was given must be there; `example` is how it is written. */
export function needed<T>(value: T | undefined, option: string, example: string): T {
  if (value === undefined) throw new UserError(`${option} is missing. Write ${example}.`, { option });
  return value;
}
