import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType as Type,
} from "discord.js";
import type { Clock } from "../../base/clock.ts";
import type { Invocation } from "../../chat/contract/invocation.ts";
import type { Dispatch } from "../../chat/serve/dispatch.ts";

/** Discord's limits. */
const CHOICES = 25;
const CHOICE_CHARS = 100;
/** Discord waits 3 s; a list that comes later helps nobody. */
const PATIENCE_MS = 2_000;

type Option = NonNullable<APIApplicationCommandAutocompleteInteraction["data"]["options"]>[number];

/** What a member is typing: the command, the option, and the value so far. */
export function begunIn({ data }: Pick<APIApplicationCommandAutocompleteInteraction, "data">) {
  let command = data.name;
  let options: readonly Option[] = data.options ?? [];
  const [first] = options;
  if (first?.type === Type.Subcommand) {
    command = `${command} ${first.name}`;
    options = first.options ?? [];
  }
  const focused = options.find((option) => "focused" in option && option.focused);
  if (!focused || !("value" in focused)) return undefined;
  return { command, option: focused.name, begun: String(focused.value) };
}

/** What could be meant, as Discord's choices; nothing when that takes too long. */
export async function choicesFor(
  begun: NonNullable<ReturnType<typeof begunIn>>,
  by: Pick<Invocation, "actor" | "place">,
  { dispatch, clock }: { dispatch: Pick<Dispatch, "complete">; clock: Pick<Clock, "sleep"> },
): Promise<APIApplicationCommandOptionChoice<string>[]> {
  const waiting = new AbortController();
  const late = clock.sleep(PATIENCE_MS, waiting.signal).then(() => []);
  const found = await Promise.race([dispatch.complete({ ...begun, ...by }), late]);
  waiting.abort();
  return found
    .filter(({ value }) => value !== "" && value.length <= CHOICE_CHARS)
    .slice(0, CHOICES)
    .map(({ value, label }) => ({ name: label.slice(0, CHOICE_CHARS) || value, value }));
}
