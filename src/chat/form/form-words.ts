import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";

/** What a form says beside the options' own words. */
export const formWords = sentences("forms", {
  /** The choice that leaves an option to what the member usually wants. */
  asUsual: "As usual",
  asUsualOf: "As usual ({standard})",
  files: "{accept, select, image {Picture} video {Video} other {Picture or video}}",
  /** The field of one of several: “Shot 2”, “Character 1”. */
  numbered: "{label} {number, number}",
  /** The field for all options that have none of their own. */
  more: "More options",
});

type FileKind = "image" | "video";

/** “Picture or video”: the label of the field that takes files. */
export function sayFilesField(accept: readonly FileKind[]): Text {
  const [only, ...more] = accept;
  return formWords.files({ accept: only === undefined || more.length > 0 ? "other" : only });
}

/** What an empty field means. */
export function sayUsual(standard: string | undefined): Text {
  return standard === undefined ? formWords.asUsual : formWords.asUsualOf({ standard });
}
