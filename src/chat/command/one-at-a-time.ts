import { UserError } from "../../base/errors.ts";
import { sentences } from "../../text/sentences.ts";
import { anyOf } from "../../text/text.ts";

const words = sentences("one-at-a-time", {
  pick: "Pick one thing at a time: {options}.",
  onlyWith: "Give {needs}, too, or leave {option} out: {option} goes with {needs}.",
});

/** Values by the names of their options. */
type Given = Readonly<Record<string, unknown>>;

/**
 * Throws UserError where several of the things that a command can do were asked for at once: it does one, and must not
 * leave the others out without a word. A plain “no” asks for nothing.
 */
export function oneAtATime(given: Given): void {
  const asked = Object.keys(given).filter((name) => given[name] !== undefined && given[name] !== false);
  const [, second] = asked;
  if (second !== undefined) throw new UserError(words.pick({ options: anyOf(asked) }), { option: second });
}

/** Throws UserError where one of the options was given that mean nothing without `needs`. */
export function onlyWith(needs: string, given: Given): void {
  const [option] = Object.keys(given).filter((name) => given[name] !== undefined);
  if (option !== undefined) throw new UserError(words.onlyWith({ needs, option }), { option });
}
