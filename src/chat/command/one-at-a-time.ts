import { UserError } from "../../base/errors.ts";
import { orList } from "../../base/words.ts";

/** Values by the names of their options. */
type Given = Readonly<Record<string, unknown>>;

/**
 * Throws UserError where several of the things that a command can do were asked for at once: it does one, and must not
 * leave the others out without a word. A plain “no” asks for nothing.
 */
export function oneAtATime(given: Given): void {
  const asked = Object.keys(given).filter((name) => given[name] !== undefined && given[name] !== false);
  const [, second] = asked;
  if (second !== undefined) throw new UserError(`Pick one thing at a time: ${orList(asked)}.`, { option: second });
}

/** Throws UserError where one of the options was given that mean nothing without `needs`. */
export function onlyWith(needs: string, given: Given): void {
  const [alone] = Object.keys(given).filter((name) => given[name] !== undefined);
  if (alone !== undefined) {
    throw new UserError(`${alone} goes with ${needs}. Say both, or leave ${alone} out.`, { option: alone });
  }
}
