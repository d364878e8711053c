import { z } from "zod";
import type { FamilyName } from "./families.ts";
import { andList } from "./words.ts";

/** Where an option lives, for the sentence to a member who gave it to a model that doesn't have it. */
interface Owners {
  /** What a model without it does: `makes no sound`. */
  lacks: string;
  /** The families that have it. */
  families: readonly FamilyName[];
  /** Where the families have it, when that is not everywhere: `only with a picture`. */
  where?: string;
  /** The commands that have it, where no family does. */
  commands?: readonly string[];
}

const ALL: readonly FamilyName[] = ["kling-3", "kling-o3", "kling-turbo"];

/** A test holds this against the models themselves. */
export const OWNERS: Readonly<Record<string, Owners>> = {
  prompt: { lacks: "takes no prompt", families: ALL },
  negative: { lacks: "takes no negative prompt", families: ["kling-3"] },
  duration: { lacks: "takes no duration", families: ALL },
  quality: { lacks: "takes no quality", families: ALL },
  aspect: { lacks: "takes no aspect", families: ALL, where: "only in a video from words" },
  sound: { lacks: "makes no sound", families: ["kling-3", "kling-o3"] },
  keep_sound: { lacks: "has no sound to keep", families: [], commands: ["reference", "edit", "motion"] },
  image: { lacks: "takes no first frame", families: ALL, where: "only in the animate command" },
  end_image: {
    lacks: "takes no last frame",
    families: ["kling-3", "kling-o3"],
    where: "only in the animate command",
  },
  references: {
    lacks: "takes no reference pictures",
    families: ["kling-o3"],
    where: "only in the animate command",
  },
  video: { lacks: "takes no video", families: [], commands: ["reference", "edit", "motion"] },
  elements: { lacks: "takes no elements", families: ["kling-3", "kling-o3"], where: "only with a picture (animate)" },
  orientation: { lacks: "has no orientation to choose", families: [], commands: ["motion"] },
  shots: { lacks: "takes no shots", families: ALL, where: "only in a video from words" },
  watermark: { lacks: "puts no watermark on", families: ["kling-3", "kling-o3"] },
  name: { lacks: "takes no name", families: [], commands: ["element"] },
  description: { lacks: "takes no description", families: [], commands: ["element"] },
  voice: { lacks: "takes no voice", families: [], commands: ["element"] },
};

/** What a member reads who gave `option` to a model called `who` that doesn't have it. */
export function refusalOf(who: string, option: string): string {
  const owners = Object.hasOwn(OWNERS, option) ? OWNERS[option] : undefined;
  if (!owners) return `There is no option called ${option}. Leave ${option} out.`;
  if (owners.where && owners.families.some((name) => name === who)) {
    return `${who} takes ${option} ${owners.where}. Leave ${option} out here.`;
  }
  const names = owners.families.length > 0 ? owners.families : (owners.commands ?? []);
  const [others, verb, them] =
    owners.families.length > 0
      ? [andList(names), names.length > 1 ? "do" : "does", names.length > 1 ? "choose one of them" : "choose it"]
      : names.length > 1
        ? [`the commands ${andList(names)}`, "do", "use one of them"]
        : [`the ${andList(names)} command`, "does", "use it"];
  return `${who} ${owners.lacks}; ${others} ${verb}. Leave ${option} out or ${them}.`;
}

/**
 * The schema of a model's whole input. An option that the model doesn't have is refused with a sentence, its own from
 * `reasons` or one that says which models have it; one that was left undefined is as good as absent.
 */
export function inputOf<Shape extends z.ZodRawShape>(
  who: string,
  shape: Shape,
  reasons: Readonly<Record<string, string>> = {},
) {
  return z
    .record(z.string(), z.unknown(), { error: `${who} takes its options by name.` })
    .superRefine((given, context) => {
      for (const [option, value] of Object.entries(given)) {
        if (value === undefined || Object.hasOwn(shape, option)) continue;
        refuse(context, reasons[option] ?? refusalOf(who, option), option);
      }
    })
    .pipe(z.object(shape));
}

/** The options of a shape with their limits in words, for `Model.options`. */
export function limitsOf(shape: Readonly<Record<string, z.ZodType>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(shape).map(([name, part]) => [name, part.description ?? ""]));
}

/** Refuses with a sentence, so that nothing after it judges the same input again. */
export function refuse(context: z.RefinementCtx, message: string, ...path: (string | number)[]): void {
  context.addIssue({ code: "custom", message, path, continue: false });
}
