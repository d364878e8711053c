import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType as Type,
} from "discord.js";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { Completion, Dispatch, Suggestion } from "../../chat/serve/dispatch.ts";
import { forLog } from "../api/for-log.ts";
import { CHOICES } from "../api/limits.ts";
import type { Answers } from "./answers.ts";
import { type AskerOf, localeOf } from "./asker.ts";

/** Discord waits 3 s; a list that comes later helps nobody. */
const PATIENCE_MS = 2_000;

type Option = NonNullable<APIApplicationCommandAutocompleteInteraction["data"]["options"]>[number];
type Begun = Pick<Completion, "command" | "option" | "begun">;

interface Parts {
  dispatch: Pick<Dispatch, "complete">;
  answers: Pick<Answers, "suggest">;
  askerOf: AskerOf;
  clock: Pick<Clock, "sleep">;
  log: Logger;
}

/** An option that is being typed: what could be meant is suggested, and nothing when that fails or takes too long. */
export function createComplete({ dispatch, answers, askerOf, clock, log }: Parts) {
  /** Gives up after a while. */
  async function inTime(asking: Promise<readonly Suggestion[]>): Promise<readonly Suggestion[]> {
    const waiting = new AbortController();
    const late = clock.sleep(PATIENCE_MS, waiting.signal).then(() => []);
    const found = await Promise.race([asking, late]);
    waiting.abort();
    return found;
  }

  async function suggestionsFor(interaction: APIApplicationCommandAutocompleteInteraction) {
    const begun = begunIn(interaction);
    if (!begun) return [];
    try {
      const asker = await askerOf(interaction);
      return asker ? await inTime(dispatch.complete({ ...begun, ...asker, locale: localeOf(interaction) })) : [];
    } catch (error) {
      log.warn({ err: forLog(error) }, "nothing could be suggested at Discord");
      return [];
    }
  }

  return async (interaction: APIApplicationCommandAutocompleteInteraction): Promise<void> => {
    await answers.suggest(interaction, choicesOf(await suggestionsFor(interaction)));
  };
}

/** What a member is typing: the command, the option, and the value so far. */
function begunIn({ data }: APIApplicationCommandAutocompleteInteraction): Begun | undefined {
  const { name, options: given = [] } = data;
  const [first] = given;
  const isGroup = first?.type === Type.Subcommand;
  const options: readonly Option[] = isGroup ? (first.options ?? []) : given;
  const focused = options.find((option) => "focused" in option && option.focused);
  if (!focused || !("value" in focused)) return undefined;
  return { command: isGroup ? `${name} ${first.name}` : name, option: focused.name, begun: String(focused.value) };
}

function choicesOf(found: readonly Suggestion[]): APIApplicationCommandOptionChoice<string>[] {
  return found
    .filter(({ value }) => value !== "" && value.length <= CHOICES.text)
    .slice(0, CHOICES.most)
    .map(({ value, label }) => ({ name: label.slice(0, CHOICES.text) || value, value }));
}
