import { LedgerViolation } from "../../credits/ledger.ts";
import type { GenerationRow } from "../../store/tables.ts";
import type { Basics } from "./basics.ts";
import { FenceLost } from "./states.ts";

const AGAIN_MS = 200;
const AGAIN_AT_MOST_MS = 5_000;

/**
 * Writes what this process alone knows, again and again while the store doesn't take it: it can't be had a second time.
 * Throws FenceLost once another worker has the row, and what no further try can mend.
 */
export async function untilKept(
  { clock, log }: Pick<Basics, "clock" | "log">,
  { id }: Pick<GenerationRow, "id">,
  write: () => Promise<void>,
): Promise<void> {
  for (let wait = AGAIN_MS; ; wait = Math.min(2 * wait, AGAIN_AT_MOST_MS)) {
    try {
      return await write();
    } catch (error) {
      if (error instanceof FenceLost || isOurFault(error)) throw error;
      log.warn({ generation: id, err: error }, "what the gateway answered could not be kept, trying again");
      await clock.sleep(wait);
    }
  }
}

function isOurFault(error: unknown): boolean {
  return [LedgerViolation, RangeError, TypeError].some((kind) => error instanceof kind);
}
