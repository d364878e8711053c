import type { Logger } from "../../base/log.ts";
import { sayCredits } from "../../credits/units.ts";
import type { KnownAdmin } from "../../policy/admins.ts";
import type { Drift } from "../../reconcile/drift.ts";
import { type Card, privately } from "../contract/card.ts";
import { type Chat, MessageGone } from "../contract/chat.ts";
import type { Platform } from "../contract/invocation.ts";
import { sayDay } from "./say.ts";

interface Parts {
  /** The chat of a platform, where this process speaks in it. */
  speaks(platform: Platform): Pick<Chat, "direct"> | undefined;
  log: Logger;
}

/**
 * Writes to admins that the account and the ledger differ; `reading` names the comparison, so that telling again tells
 * nobody twice. Who takes no messages is left out. Throws when nobody could be told though somebody takes messages.
 */
export async function tellOfDrift(
  { speaks, log }: Parts,
  admins: readonly KnownAdmin[],
  drift: Drift,
  reading: string,
): Promise<void> {
  let told = 0;
  const failures: unknown[] = [];
  for (const { platform, workspace, member } of admins) {
    const chat = speaks(platform);
    try {
      if (!chat?.direct) continue;
      await chat.direct(
        { platform, workspace, channel: member },
        member,
        { key: reading, again: true },
        driftCard(drift),
      );
      told += 1;
    } catch (error) {
      log.warn({ err: error, platform, workspace }, "an admin could not be told of a drift");
      if (!(error instanceof MessageGone)) failures.push(error);
    }
  }
  if (told === 0 && failures.length > 0) throw failures[0];
}

/** “The service charged 77 credits from …, and members paid 27 credits: 49 credits of the difference is unexplained.” */
export function sayDrift({ charged, captured, unexplained, from, to }: Drift, timeZone = "UTC"): string {
  const [since, until] = [sayDay(from, timeZone), sayDay(to, timeZone)];
  return `The service charged ${sayCredits(charged)} from ${since} to ${until}, and members paid ${sayCredits(captured)}: ${sayCredits(unexplained)} of the difference is unexplained.`;
}

function driftCard(drift: Drift): Card {
  const advice = "Compare the jobs of these days with EvoLink's own list. /admin status shows how it stands.";
  return privately("The account and the ledger differ", `${sayDrift(drift)}\n\n${advice}`, { tone: "bad" });
}
