import { randomBytes } from "node:crypto";
import type { Logger } from "../../base/log.ts";
import type { Text } from "../../text/text.ts";
import { sayOurFault } from "../cards/notices.ts";

/** Random bytes of a reference: in a log of weeks no two are the same. */
const REFERENCE_BYTES = 4;

/**
 * Logs what failed under a new reference, and gives the sentence with it. Nothing of the error itself is in that.
 * `about` has the error as `err`, and what else helps to find its cause.
 */
export function sayFault(
  log: Logger,
  happened: string,
  about: { err: unknown; [more: string]: unknown },
  say: (reference: string) => Text = sayOurFault,
): Text {
  const reference = randomBytes(REFERENCE_BYTES).toString("hex");
  log.error({ reference, ...about }, happened);
  return say(reference);
}
