import { z } from "zod";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import type { ElementRef } from "./model.ts";
import { about } from "./option.ts";
import { refuse, says } from "./problems.ts";

const words = sentences("model.characters", {
  notFromCast: "Name characters from the cast, like @Ada.",
  tooMany:
    "Leave out {over}: there are {count, plural, one {# character} other {# characters}} ({names}), and {model} takes up to {most}.",
  onlyFromPictures:
    "Leave @{name} out, or make the character from pictures: @{name} was made from a video, and {model} takes only characters made from pictures.",
  onlyFromVideo:
    "Leave @{name} out, or make the character from a video: @{name} was made from pictures, and {model} takes only characters made from a video.",
  limits:
    "up to {most, plural, one {# character} other {# characters}} from the cast{kind, select, images {, made from pictures} video {, made from a video} other {}}",
});

/**
 * Characters from the cast, in the order of their placeholders in the prompt. `kind` says what they must have been made
 * from, on the models that care.
 */
export function characters(model: Text, { most, kind }: { most: number; kind?: ElementRef["kind"] }) {
  const given = z
    .custom<readonly ElementRef[]>(areElements, { error: says(() => words.notFromCast) })
    .superRefine((elements, context) => {
      if (elements.length > most) {
        const names = elements.map(({ name }) => `@${name}`).join(", ");
        refuse(context, words.tooMany({ over: elements.length - most, count: elements.length, names, model, most }));
        return;
      }
      elements.forEach((element, index) => {
        if (kind && element.kind !== kind) refuse(context, wrongKind(model, element.name, kind), index);
      });
    })
    .default([]);
  return about(given, { limits: words.limits({ most, kind: kind ?? "other" }), most });
}

function wrongKind(model: Text, name: string, kind: ElementRef["kind"]): Text {
  return kind === "images" ? words.onlyFromPictures({ name, model }) : words.onlyFromVideo({ name, model });
}

function areElements(value: unknown): value is readonly ElementRef[] {
  return Array.isArray(value) && value.every(isElement);
}

function isElement(value: unknown): value is ElementRef {
  if (typeof value !== "object" || value === null) return false;
  const { id, name, kind } = value as Partial<ElementRef>;
  return typeof id === "string" && typeof name === "string" && (kind === "images" || kind === "video");
}
