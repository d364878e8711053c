import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import type { Story } from "../shots/shots.ts";
import type { ElementRef, Media } from "./model.ts";

/** What a card says of a request, in a few words each; a model puts them together with `dotted`. */
const words = sentences("model.details", {
  seconds: "{seconds, number} s",
  sound: "sound",
  silent: "original sound off",
  watermark: "watermark",
  autoShots: "auto shots",
  shots: "{count, plural, one {# shot} other {# shots}}",
  pictures: "{count, plural, one {# reference picture} other {# reference pictures}}",
  characters: "{count, plural, one {# character} other {# characters}}",
});

export function inSeconds(seconds: number): Text {
  return words.seconds({ seconds });
}

/** “sound”; nothing of a video without. */
export function withSound(sound: boolean): Text | undefined {
  return sound ? words.sound : undefined;
}

/** “original sound off”; nothing of a video that keeps its own. */
export function withoutSound(kept: boolean): Text | undefined {
  return kept ? undefined : words.silent;
}

/** “watermark”; nothing of a video without. */
export function withWatermark(wanted = false): Text | undefined {
  return wanted ? words.watermark : undefined;
}

/** “auto shots”, “3 shots”; nothing without any. */
export function inShots(shots: Story["shots"]): Text | undefined {
  if (shots === undefined) return undefined;
  return shots === "auto" ? words.autoShots : words.shots({ count: shots.length });
}

/** “2 reference pictures”; nothing without any. */
export function withReferences(references: readonly Media[]): Text | undefined {
  return references.length > 0 ? words.pictures({ count: references.length }) : undefined;
}

/** “1 character”; nothing without any. */
export function withCharacters(elements: readonly ElementRef[]): Text | undefined {
  return elements.length > 0 ? words.characters({ count: elements.length }) : undefined;
}
