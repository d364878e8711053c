import type { z } from "zod";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import type { ElementRef, Media } from "./model.ts";
import { refuse } from "./problems.ts";

const words = sentences("model.company", {
  tooMany:
    "Leave out {over}: there are {pictures, plural, one {# reference picture} other {# reference pictures}} and {characters, plural, one {# character} other {# characters}}, and beside a video {model} takes up to {most} together.",
});

interface Company {
  references: readonly Media[];
  elements: readonly ElementRef[];
}

/** Judges how many reference pictures and characters go along with a video: at most `most` together. */
export function judgeCompany(model: Text, most: number) {
  return ({ references, elements }: Company, context: z.RefinementCtx): void => {
    const over = references.length + elements.length - most;
    if (over <= 0) return;
    const said = words.tooMany({ over, pictures: references.length, characters: elements.length, model, most });
    refuse(context, said, "references");
  };
}
