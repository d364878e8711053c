import type { z } from "zod";
import { dots, plural } from "../../base/words.ts";
import { refuse } from "./input.ts";
import type { ElementRef, Media } from "./model.ts";

/** How many reference pictures and elements together O3 takes beside a video. */
export const MOST_WITH_VIDEO = 4;

interface Company {
  references: readonly Media[];
  elements: readonly ElementRef[];
}

/** Judges how much goes along with a video that O3 follows or edits. */
export function judgeCompany(label: string) {
  return ({ references, elements }: Company, context: z.RefinementCtx): void => {
    const over = references.length + elements.length - MOST_WITH_VIDEO;
    if (over <= 0) return;
    const sum = `There are ${plural(references.length, "reference picture")} and ${plural(elements.length, "element")}`;
    const sentence = `${sum}; beside a video, ${label} takes up to ${MOST_WITH_VIDEO} together. Leave out ${over}.`;
    refuse(context, sentence, "references");
  };
}

/** "2 reference pictures · 1 element"; undefined without any. */
export function sayCompany({ references, elements }: Company): string | undefined {
  return (
    dots(
      references.length > 0 && plural(references.length, "reference picture"),
      elements.length > 0 && plural(elements.length, "element"),
    ) || undefined
  );
}
