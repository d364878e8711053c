import type { Clock } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";

/** What was looked at, and what came of it: one line for the operator. */
export interface Finding {
  /** `disk`, `Slack scopes`. */
  about: string;
  /** `wrong`: the operator has something to mend. `note`: worth knowing, though nothing has to be done. */
  is: "fine" | "wrong" | "note";
  /** What was seen and, for what is wrong, how to mend it. It may hold no secret. */
  says: string;
}

/** Where the words begin: behind the longest verdict and the longest name. */
const VERDICT_CHARS = 7;
const ABOUT_CHARS = 22;

/** `wrong  disk                  Only 210 MB are left …`, without a line break. */
export function lineOf({ about, is, says }: Finding): string {
  return `${is.padEnd(VERDICT_CHARS)}${about.padEnd(ABOUT_CHARS)}${says.replace(/[\s\p{Cc}]+/gu, " ").trim()}`;
}

/** A shorter one would be found in half the words of a sentence. */
const SHORTEST_SECRET = 4;

/** Takes every value that must not be shown out of a text, whatever has put it there. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const told = secrets.filter(({ length }) => length >= SHORTEST_SECRET);
  return told.reduce((left, secret) => left.replaceAll(secret, "[secret]"), text);
}

/** A check that has said nothing by then is given up. */
const LONGEST_MS = 90_000;

/** Does a check, and makes a finding of whatever it throws, and of its silence. */
export async function guarded(
  about: string,
  look: () => Promise<Finding | readonly Finding[]>,
  clock: Pick<Clock, "sleep">,
): Promise<readonly Finding[]> {
  const enough = new AbortController();
  const late = clock.sleep(LONGEST_MS, enough.signal).then((): Finding => {
    return { about, is: "wrong", says: `It could not be checked: nothing came within ${LONGEST_MS / 1_000} s.` };
  });
  try {
    return [await Promise.race([look(), late])].flat();
  } catch (error) {
    return [{ about, is: "wrong", says: `It could not be checked: ${messageOf(error)}.` }];
  } finally {
    enough.abort();
  }
}
