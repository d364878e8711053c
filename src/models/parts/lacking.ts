import { z } from "zod";
import { andList } from "../../base/words.ts";
import { refuse } from "./input.ts";
import type { Form, Model } from "./model.ts";

/** What a model without the option does, where `takes no` and the option's name wouldn't say it. */
const LACKS: Readonly<Record<string, string>> = {
  negative: "takes no negative prompt",
  sound: "makes no sound",
  keep_sound: "has no sound to keep",
  image: "takes no first frame",
  end_image: "takes no last frame",
  references: "takes no reference pictures",
  orientation: "has no orientation to choose",
  watermark: "puts no watermark on",
};

/** Where a family has an option, when that is in its other form only. */
const WHERE: Readonly<Record<Form, string>> = {
  text: "only in a video from words",
  image: "only in the animate command",
};

/**
 * The models, each refusing an option that it doesn't have with a sentence: its own from `refusals`, or one that says
 * which of these models have it. An option that was left undefined is as good as absent.
 */
export function withRefusals(models: readonly Model[]): readonly Model[] {
  return models.map((model) => ({ ...model, schema: closed(model, models) }));
}

function closed(model: Model, models: readonly Model[]): z.ZodType {
  const own = new Map(Object.entries(model.refusals ?? {}));
  const named: z.ZodType = z
    .record(z.string(), z.unknown(), { error: `${nameOf(model)} takes its options by name.` })
    .superRefine((given, context) => {
      for (const [option, value] of Object.entries(given)) {
        if (value === undefined || has(model, option)) continue;
        refuse(context, own.get(option) ?? refusalOf(model, option, models), option);
      }
    });
  return named.pipe(model.schema);
}

function refusalOf(model: Model, option: string, models: readonly Model[]): string {
  const who = nameOf(model);
  const having = models.filter((one) => has(one, option));
  if (having.length === 0) return `There is no option called ${option}. Leave ${option} out.`;
  const family = familyIn(model)?.family;
  const sibling = having.map(familyIn).find((asked) => asked !== undefined && asked.family === family);
  if (sibling) return `${who} takes ${option} ${WHERE[sibling.from]}. Leave ${option} out here.`;
  const { names, them, instead } = haversOf(model, having);
  return `${who} ${LACKS[option] ?? `takes no ${option}`}; ${them} ${names > 1 ? "do" : "does"}. Leave ${option} out or ${instead}.`;
}

/** Who has the option, as a member asks for it: families, else the commands that make the same kind of thing. */
function haversOf(model: Model, having: readonly Model[]): { names: number; them: string; instead: string } {
  const families = [...new Set(having.flatMap((one) => familyIn(one)?.family ?? []))];
  if (families.length > 0) {
    const instead = families.length > 1 ? "choose one of them" : "choose it";
    return { names: families.length, them: andList(families), instead };
  }
  const alike = having.filter(({ makes }) => makes === model.makes);
  const commands = (alike.length > 0 ? alike : having).flatMap(({ asked }) =>
    "command" in asked ? asked.command : [],
  );
  return commands.length > 1
    ? { names: commands.length, them: `the commands ${andList(commands)}`, instead: "use one of them" }
    : { names: 1, them: `the ${andList(commands)} command`, instead: "use it" };
}

function has({ options }: Model, option: string): boolean {
  return Object.hasOwn(options, option);
}

function familyIn({ asked }: Model) {
  return "family" in asked ? asked : undefined;
}

/** The model as the member asked for it. */
function nameOf({ asked, label, makes }: Model): string {
  if ("family" in asked) return asked.family;
  return makes === "element" ? "An element" : label;
}
