import type { Logger } from "../../base/log.ts";
import { inCredits } from "../../credits/units.ts";
import type { KnownAdmin } from "../../policy/admins.ts";
import type { Drift } from "../../reconcile/drift.ts";
import { sentences } from "../../text/sentences.ts";
import { dayOf, paragraphs, type Text } from "../../text/text.ts";
import { type Card, privately } from "../contract/card.ts";
import { type Chat, MessageGone } from "../contract/chat.ts";
import type { Platform } from "../contract/invocation.ts";
import { renderCard } from "../contract/render-card.ts";

const words = sentences("drift", {
  title: "The account and the ledger differ",
  drift:
    "The service charged {charged} from {from} to {to}, and members paid {paid}. Of the difference, {unexplained} can't be explained.",
  advice: "Compare the jobs of these days with EvoLink's own list. /admin status shows the latest figures.",
});

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
        // Nobody has told in which language they read.
        renderCard(driftCard(drift), "en"),
      );
      told += 1;
    } catch (error) {
      log.warn({ err: error, platform, workspace }, "an admin could not be told of a drift");
      if (!(error instanceof MessageGone)) failures.push(error);
    }
  }
  if (told === 0 && failures.length > 0) throw failures[0];
}

/** “The service charged 77 credits from … to …, and members paid 27 credits. …” */
export function sayDrift({ charged, captured, unexplained, from, to }: Drift, timeZone = "UTC"): Text {
  const sums = { charged: inCredits(charged), paid: inCredits(captured), unexplained: inCredits(unexplained) };
  return words.drift({ ...sums, from: dayOf(from, timeZone), to: dayOf(to, timeZone) });
}

function driftCard(drift: Drift): Card<Text> {
  return privately<Text>(words.title, paragraphs(sayDrift(drift), words.advice), { tone: "bad" });
}
