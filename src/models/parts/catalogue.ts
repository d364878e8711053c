import { z } from "zod";
import { sentences } from "../../text/sentences.ts";
import { allOf, anyOf, type Text } from "../../text/text.ts";
import { type Knowers, wrongMark } from "../marks/judge.ts";
import type { MarkKind } from "../marks/marks.ts";
import { defineModel } from "./define.ts";
import type { Definition, Form, Model } from "./model.ts";
import { judge4k, type Prices4k, pricedIn4k } from "./price-4k.ts";
import { type Elsewhere, refuse, says } from "./problems.ts";

const words = sentences("model.lacking", {
  byName: "Give {model} its options by name.",
  unknown: "Leave {option} out: there's no such option.",
  otherForm: "Leave {those} out: {model} takes {them} only in {form, select, text {/video} other {/animate}}.",
  otherFormElse:
    "Leave {those} out, or choose {others}: {model} takes {them} only in {form, select, text {/video} other {/animate}}.",
  character: "Leave {option} out: a character has no {option}.",
  families: "Leave {those} out, or choose {others}: {model} {lacks}.",
  familiesElsewhere:
    "Leave {those} out: {model} {lacks}. {others} {count, plural, one {does} other {do}}, in other commands.",
  commands: "Leave {those} out, or use {commands}: {model} {lacks}.",
  takesNo:
    "{option, select, negative {takes no negative prompt} sound {makes no sound} keep_sound {has no sound to keep} image {takes no first frame} end_image {takes no last frame} references {takes no reference pictures} elements {takes no characters} orientation {has no orientation to choose} watermark {puts no watermark on} other {takes no {name}} }",
  /** What members call an option that they may have given otherwise than by its name. */
  those: "{option, select, elements {the characters} references {the reference pictures} other {{name}}}",
  them: "{option, select, elements {characters} references {reference pictures} other {{name}}}",
});

/** Who has an option that a model lacks, as a member asks for it. */
export type Havers =
  | { readonly by: "nobody" }
  /** The model's own family, in its other form; and the families that have it in this one. */
  | { readonly by: "form"; readonly form: Form; readonly families: readonly string[] }
  | { readonly by: "families"; readonly families: readonly string[] }
  | { readonly by: "commands"; readonly commands: readonly string[] };

/**
 * The models of the definitions, each of which knows the others: an option that it lacks is refused with a sentence that
 * says who has it, and a refusal can name who takes what it doesn't. An option left undefined is as good as absent. Where
 * 4k has no published price, it is there at the operator's, and refused without one.
 */
export function catalogueOf(definitions: readonly Definition[], prices: Prices4k = {}): readonly Model[] {
  const open = definitions.map((definition) => {
    const price = definition.unpriced && prices[definition.id];
    return defineModel(price ? pricedIn4k(definition, price) : definition);
  });
  const in4k = new Set(open.filter(({ unpriced, id }) => unpriced && prices[id]).map(({ id }) => id));
  const takers = (model: Model, options: Elsewhere["options"]) =>
    familiesTaking(model, options, options.quality === "4k" ? open.filter(({ id }) => in4k.has(id)) : open);
  return open.map((model) =>
    defineModel({ ...model, schema: closed(model, open, in4k.has(model.id)) }, (options) => takers(model, options)),
  );
}

/** The other families that take these options, in the form that the model has; what they need besides is given. */
export function familiesTaking(
  model: Model,
  options: Elsewhere["options"],
  models: readonly Model[],
): readonly string[] {
  const own = familyIn(model);
  const taking = models.filter((one) => {
    const asked = familyIn(one);
    if (!asked || asked.family === own?.family || (own && asked.from !== own.from)) return false;
    if (Object.keys(options).some((option) => one.lacks(option))) return false;
    return one.accepts(options) || one.accepts({ ...one.example, ...options });
  });
  return unique(taking.flatMap((one) => familyIn(one)?.family ?? []));
}

/** Who has an option that the model lacks. */
export function haversOf(option: string, model: Model, models: readonly Model[]): Havers {
  const having = models.filter((one) => !one.lacks(option));
  if (having.length === 0) return { by: "nobody" };
  const asked = having.flatMap((one) => familyIn(one) ?? []);
  const own = familyIn(model);
  const sibling = asked.find(({ family }) => family === own?.family);
  if (sibling) {
    const here = asked.filter(({ from }) => from === own?.from);
    return { by: "form", form: sibling.from, families: unique(here.map(({ family }) => family)) };
  }
  if (asked.length > 0) return { by: "families", families: unique(asked.map(({ family }) => family)) };
  const alike = having.filter(({ makes }) => makes === model.makes);
  return { by: "commands", commands: (alike.length > 0 ? alike : having).flatMap((one) => commandIn(one) ?? []) };
}

function closed(model: Model, models: readonly Model[], in4k: boolean): z.ZodType {
  const own = new Map(Object.entries(model.refusals ?? {}));
  const named: z.ZodType = z
    .record(z.string(), z.unknown(), { error: says(() => words.byName({ model: nameOf(model) })) })
    .superRefine((given, context) => {
      for (const [option, value] of Object.entries(given)) {
        if (value === undefined || !model.lacks(option)) continue;
        refuse(context, own.get(option) ?? refusalOf(option, model, haversOf(option, model, models)), option);
      }
      if (!in4k && !model.lacks("quality")) judge4k(model, given.quality, context);
    });
  const knowing = {
    kinds: knownBy(model),
    model: nameOf(model),
    others: (kind: MarkKind) => knowersOf(kind, model, models),
  };
  return named.pipe(model.schema).superRefine((input, context) => {
    const wrong = wrongMark(input as Readonly<Record<string, unknown>>, knowing);
    if (wrong) refuse(context, wrong.text, wrong.option);
  });
}

/** What a prompt for the model can name. */
function knownBy(model: Model): readonly MarkKind[] {
  return [...(model.lacks("elements") ? [] : (["element"] as const)), ...(model.marks ?? [])];
}

/** The other families that know it in this form; where there are none, the commands in which it is known. */
function knowersOf(kind: MarkKind, model: Model, models: readonly Model[]): Knowers {
  const own = familyIn(model);
  const knowing = models.filter((one) => one.makes === "video" && knownBy(one).includes(kind));
  const here = knowing.flatMap((one) => familyIn(one) ?? []).filter(({ from }) => from === own?.from);
  if (here.length > 0) return { families: unique(here.map(({ family }) => family)) };
  const commands = knowing.map((one) => `/${commandIn(one) ?? commandOf(familyIn(one)?.from)}`);
  return { commands: unique(commands) };
}

/** The command that asks a family for its model of that form. */
function commandOf(from: Form | undefined): string {
  return from === "text" ? "video" : "animate";
}

function refusalOf(option: string, model: Model, havers: Havers): Text {
  if (model.makes === "element") return words.character({ option });
  const named = { option: option as "other", name: option };
  const said = { those: words.those(named), model: nameOf(model) };
  const lacks = words.takesNo(named);
  switch (havers.by) {
    case "nobody":
      return words.unknown({ option });
    case "form": {
      const { form, families } = havers;
      const only = { ...said, them: words.them(named), form: form === "text" ? ("text" as const) : ("other" as const) };
      return families.length === 0 ? words.otherForm(only) : words.otherFormElse({ ...only, others: anyOf(families) });
    }
    case "families": {
      const { families } = havers;
      return familyIn(model)
        ? words.families({ ...said, lacks, others: anyOf(families) })
        : words.familiesElsewhere({ ...said, lacks, others: allOf(families), count: families.length });
    }
    case "commands":
      return words.commands({ ...said, lacks, commands: anyOf(havers.commands.map((command) => `/${command}`)) });
  }
}

function familyIn({ asked }: Pick<Model, "asked">) {
  return "family" in asked ? asked : undefined;
}

function commandIn({ asked }: Pick<Model, "asked">): string | undefined {
  return "command" in asked ? asked.command : undefined;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** The model as the member asked for it. */
function nameOf({ asked, label }: Model): Text {
  return "family" in asked ? asked.family : label;
}
