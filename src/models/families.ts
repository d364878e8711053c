import { sentences } from "../text/sentences.ts";
import { allOf, anyOf, type Text } from "../text/text.ts";
import { models } from "./index.ts";
import type { Form, Model } from "./parts/model.ts";
import { lengthsOf } from "./parts/parts.ts";
import { pictureHint, USUAL_MEGABYTES } from "./parts/pictures.ts";

/** One model under the name that a member types, in its two forms or in one of them. */
export interface Family {
  readonly name: string;
  /** A shorter way to type it. */
  readonly alias: string;
  readonly label: Text;
  /** The id of the model that makes a video from words. */
  readonly text?: string;
  /** The id of the model that makes a video from pictures. */
  readonly image?: string;
}

export type FamilyName = Family["name"];

const words = sentences("model.families", {
  noText: "Choose {others}, or attach a picture: {model} makes no videos from words alone.",
  noImage: "Choose {others}, or leave the picture out: {model} makes no videos from pictures.",
});

const inFamilies = models.filter(({ asked }) => "family" in asked);

/** What `model` can be in `video`, `animate` and `storyboard`, in the catalogue's order. */
export const families: readonly Family[] = grouped(inFamilies);

/** The names, for an option's choices. */
export const familyNames: readonly FamilyName[] = families.map(({ name }) => name);

/** The names by what may be typed instead of them. */
export const familyAliases: Readonly<Record<string, FamilyName>> = Object.fromEntries(
  families.map(({ alias, name }) => [alias, name]),
);

/** How else they are called: by their names without the dash, and by the gateway's names of their models. */
export const familySpellings: Readonly<Record<string, FamilyName>> = Object.fromEntries(
  families.flatMap(({ name, text, image }) => {
    const ids = [text, image].flatMap((id) => id ?? []);
    const series = ids.map((id) => id.replace(/-(?:text|image)-to-video$/, ""));
    return [name.replace("-", ""), ...series, ...ids].map((spelling) => [spelling, name] as const);
  }),
);

/** The shortest and the longest video that one of the families makes. */
export const familyLengths = lengthsOf(inFamilies);

/** Their models that make a video from words (`text`) or from pictures (`image`), in the catalogue's order. */
export function modelsFrom(from: Form): readonly Model[] {
  return inFamilies.filter(({ asked }) => "family" in asked && asked.from === from);
}

/** What members call the families that have an option in some form: “Kling 3.0 and Kling O3”. */
export function familiesWith(option: string): Text {
  const having = inFamilies.filter((model) => !model.lacks(option));
  return allOf([...new Set(having.map(({ label }) => label))]);
}

/** The family that is meant where none was named: the first that has the form. Throws RangeError when none has. */
export function usualFamily(from: Form): FamilyName {
  const family = families.find((one) => one[from] !== undefined);
  if (!family) throw new RangeError(`No family makes videos from ${from}`);
  return family.name;
}

/**
 * The id of the family's model that makes a video from words (`text`) or from pictures (`image`); undefined when it has
 * none, which `lackingForm` says. Throws RangeError for a name that no family has.
 */
export function modelIdOf(name: FamilyName, from: Form): string | undefined {
  const family = families.find((one) => one.name === name);
  if (!family) throw new RangeError(`No such family: ${name}`);
  return family[from];
}

/** What a member reads who asked a family for a form that it doesn't have. */
export function lackingForm(model: FamilyName, from: Form): Text {
  const others = anyOf(families.filter((one) => one[from] !== undefined).map((one) => one.name));
  return from === "text" ? words.noText({ model, others }) : words.noImage({ model, others });
}

/** The model that has that command to itself. Throws RangeError for a command that has none. */
export function modelOfCommand(command: string): Model {
  const model = models.find(({ asked }) => "command" in asked && asked.command === command);
  if (!model) throw new RangeError(`No model is asked for by /${command}`);
  return model;
}

/** What any of the families takes as that picture, in few words: the usual limits, and who takes larger files. */
export function hintOfPicture(option: string): Text {
  const taken = inFamilies.flatMap(({ asked, options }) => {
    const { megabytes = 0 } = options[option] ?? {};
    return "family" in asked && megabytes > USUAL_MEGABYTES ? [{ family: asked.family, megabytes }] : [];
  });
  if (taken.length === 0) return pictureHint(undefined);
  const models = allOf([...new Set(taken.map(({ family }) => family))]);
  return pictureHint({ models, megabytes: Math.min(...taken.map(({ megabytes }) => megabytes)) });
}

/** What a model's option for a file takes, in few words; empty for another option. */
export function hintOf({ options }: Model, option: string): Text {
  return options[option]?.hint ?? "";
}

/** The family that a model belongs to; undefined for a model that has a command of its own. */
export function familyOf(modelId: string): FamilyName | undefined {
  return families.find(({ text, image }) => text === modelId || image === modelId)?.name;
}

function grouped(models: readonly Model[]): readonly Family[] {
  const byName = new Map<FamilyName, Family>();
  for (const { id, label, asked } of models) {
    if (!("family" in asked)) continue;
    const { family: name, alias, from } = asked;
    byName.set(name, { name, alias, label, ...byName.get(name), [from]: id });
  }
  return [...byName.values()];
}
