import type { Clock } from "../../base/clock.ts";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import type { UnitPrice } from "../../text/money.ts";
import type { Text } from "../../text/text.ts";
import type { Card } from "../contract/card.ts";
import { renderCard } from "../contract/render-card.ts";

/** Something that a member could not be told when it was time. */
export interface OwedCard {
  /** The same one is the same news. */
  key: string;
  card: Card<Text>;
  /** The member has been shown it: it is owed no longer. */
  told(): Promise<void>;
}

/** How long a card is in hand: when nobody has said by then that it was shown, it was not, and is given again. */
const IN_HAND_MS = 5 * 60_000;

/**
 * Gives each card of what is owed to one command's answer at a time, and settles it only once it was shown. A process
 * that dies in between gives it again: better twice than never.
 */
export function createOwed({
  unitPrice,
  clock,
  log,
}: {
  unitPrice?: UnitPrice | undefined;
  clock: Clock;
  log: Logger;
}) {
  const inHand = new Map<string, number>();
  const given = new WeakMap<object, OwedCard>();
  return {
    /** Those that no other answer has in hand, as they read under that locale. */
    take: (owed: readonly OwedCard[], locale: string): Card[] => {
      const now = clock.now();
      for (const [key, until] of inHand) if (until <= now) inHand.delete(key);
      return owed
        .filter(({ key }) => !inHand.has(key))
        .map((one) => {
          inHand.set(one.key, now + IN_HAND_MS);
          const card = renderCard(one.card, locale, unitPrice);
          given.set(card, one);
          return card;
        });
    },
    /** These cards were shown, those that are owed among them. Never throws. */
    shown: async (cards: readonly Card<Text>[]): Promise<void> => {
      for (const one of cards.flatMap((card) => given.get(card) ?? [])) {
        try {
          await one.told();
          inHand.delete(one.key);
        } catch (error) {
          log.warn({ reason: messageOf(error) }, "what a member was shown could not be noted: it comes again");
        }
      }
    },
  };
}
