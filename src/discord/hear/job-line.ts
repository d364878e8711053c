import type { APIInteraction } from "discord.js";
import { refusedCard, sayRefusal } from "../../chat/cards/refusals.ts";
import type { Card } from "../../chat/contract/card.ts";
import type { Dispatch } from "../../chat/serve/dispatch.ts";
import type { Text } from "../../text/text.ts";
import type { AskerOf } from "./asker.ts";
import { homelessCard } from "./hear.words.ts";

/** The line of a job that is theirs to use, or the card that says why it isn't. */
export type JobLine = (interaction: APIInteraction, job: string) => Promise<string | Card<Text>>;

export function createJobLine({
  dispatch,
  askerOf,
}: {
  dispatch: Pick<Dispatch, "lineOf">;
  askerOf: AskerOf;
}): JobLine {
  return async (interaction, job) => {
    const asker = await askerOf(interaction);
    if (!asker) return homelessCard();
    try {
      return await dispatch.lineOf(asker, job);
    } catch (error) {
      const sentence = sayRefusal(error);
      if (sentence === undefined) throw error;
      return refusedCard(sentence);
    }
  };
}
