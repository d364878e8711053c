import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../base/clock.ts";

/** Slack's own advice: what was signed longer ago is refused (docs.slack.dev/authentication/verifying-requests-from-slack). */
const WINDOW_SECONDS = 5 * 60;

/** What of a request its signature is made from, as it came. */
export interface Signed {
  signature: string | undefined;
  timestamp: string | undefined;
  /** The body's bytes. */
  body: Buffer;
  /** Slack says that it sends this again. That is not signed, so it proves nothing. */
  retry: boolean;
}

export type Verdict = "good" | "forged" | "old" | "replayed";

/**
 * Judges who sent a request: the signing secret's holder, within the last five minutes, and not word for word a second
 * time, unless as a retry, which is then known by what it is about. Compares in constant time.
 */
export function createVerifier({ signingSecret, clock }: { signingSecret: string; clock: Clock }) {
  /** Good signatures and when they get old, in milliseconds; in the order in which they came. */
  const seen = new Map<string, number>();
  return ({ signature = "", timestamp = "", body, retry }: Signed): Verdict => {
    if (!/^\d{1,12}$/.test(timestamp)) return "forged";
    const hmac = createHmac("sha256", signingSecret).update(`v0:${timestamp}:`).update(body);
    const right = Buffer.from(`v0=${hmac.digest("hex")}`);
    const given = Buffer.from(signature);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return "forged";
    const now = clock.now();
    if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW_SECONDS) return "old";
    for (const [old, until] of seen) {
      if (until > now) break;
      seen.delete(old);
    }
    if (seen.has(signature) && !retry) return "replayed";
    // A timestamp may lie ahead by the window, so a signature is good for twice as long.
    if (!seen.has(signature)) seen.set(signature, now + 2 * WINDOW_SECONDS * 1000);
    return "good";
  };
}
