import type { Units } from "../../credits/units.ts";
import { familyOf } from "../../models/families.ts";
import type { Model } from "../../models/parts/model.ts";
import { sentences } from "../../text/sentences.ts";
import { allOf, type Text } from "../../text/text.ts";
import type { Makers, Models } from "../makers/finder.ts";
import { alternativesTo, askAgain } from "./again.ts";
import { SAVINGS } from "./savings.ts";

const words = sentences("cheaper", { without: "{model} without {options}" });

/** The same for less: what is different, what it would be, and how it is asked for. */
export interface CheaperChoice {
  /** What a button names it by: `720p`, `kling-turbo`. */
  key: string;
  /** What is different, for people: `720p`, `Kling O3`. */
  label: Text;
  price: Units;
  model: string;
  input: Record<string, unknown>;
  /** What to change in the line that asks for it. */
  change: Readonly<Record<string, string>>;
}

/** What would be cheaper with one thing changed: less of the same model, or another one. Cheapest first. */
export function cheaperChoices(finder: Models & Makers, model: Model, input: Record<string, unknown>): CheaperChoice[] {
  const price = model.price(input);
  const kept = { model: model.id, input: JSON.stringify(input) };
  const families = familyOf(model.id) === undefined ? [] : alternativesTo(finder, kept);
  const others = families.flatMap(({ family, label, without }) => {
    const { model: id, draft } = askAgain(finder, kept, { model: family });
    const said = without.length === 0 ? label : words.without({ model: label, options: allOf(without) });
    const form = { key: family, label: said, model: id, change: { model: family } };
    return formOf(finder.model(id), draft, form);
  });
  const less = SAVINGS.flatMap(({ key, label, change, line }) =>
    formOf(model, { ...input, ...change }, { key, label, model: model.id, change: line }),
  );
  return [...less, ...others].filter((one) => one.price < price).sort((a, b) => a.price - b.price);
}

/** The form with its price; nothing when the model doesn't take it, or takes it for what it is already. */
function formOf(
  model: Model,
  draft: Readonly<Record<string, unknown>>,
  form: Omit<CheaperChoice, "price" | "input">,
): CheaperChoice[] {
  const parsed = model.schema.safeParse(draft);
  if (!parsed.success) return [];
  return [{ ...form, price: model.price(parsed.data), input: parsed.data as Record<string, unknown> }];
}
