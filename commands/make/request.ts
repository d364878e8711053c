import { UserError } from "../../src/base/errors.ts";
import { askedCard } from "../../src/chat/cards/asked.ts";
import type { Services } from "../../src/chat/command/services.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import { type FamilyName, lackingForm, modelIdOf } from "../../src/models/families.ts";
import type { Draft } from "../../src/models/parts/draft.ts";
import type { Form } from "../../src/models/parts/model.ts";
import { chooseFamily } from "../../src/preferences/apply.ts";
import type { Text } from "../../src/text/text.ts";
import { LISTS } from "./common.ts";

type Options = Readonly<Record<string, unknown>>;

/** A command's options as a model takes them: the numbered ones as lists; what was left out is left out. */
export function toDraft({ pictures: _, ...options }: Options): Draft {
  const draft: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    const [, stem = ""] = /^([a-z]+)\d+$/.exec(name) ?? [];
    const list = Object.hasOwn(LISTS, stem) ? LISTS[stem as keyof typeof LISTS] : undefined;
    if (list === undefined) draft[name] = value;
    else if (value !== undefined) draft[list] = [...((draft[list] as unknown[] | undefined) ?? []), value];
  }
  return draft;
}

/**
 * Asks the family that was named; else the preferred one where it can make this, else the usual one, else one that can.
 * Throws UserError for one that makes no such videos.
 */
export async function requestOf(
  from: Form,
  { model, ...options }: { model?: FamilyName | undefined } & Options,
  { cast, generations, preferences }: Pick<Services, "cast" | "generations" | "preferences">,
): Promise<Card<Text> | undefined> {
  const draft = await cast.resolve(toDraft(options));
  const { family, insteadOf } =
    model === undefined ? chooseFamily(from, draft, await preferences.chosen()) : { family: model };
  const id = modelIdOf(family, from);
  if (id === undefined) throw new UserError(lackingForm(family, from), { option: "model" });
  const wanted = insteadOf === undefined ? undefined : modelIdOf(insteadOf, from);
  return askedCard(await generations.request(id, draft, wanted));
}
