import { orList } from "../../base/words.ts";

/** The choice that leaves an option to what the member usually wants. */
export const AS_USUAL = "As usual";

type FileKind = "image" | "video";

/** “Picture or video”: the label of the field that takes files. */
export function sayFilesField(accept: readonly FileKind[]): string {
  const words = orList(accept.map((kind) => (kind === "image" ? "picture" : "video")));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What an empty field means. */
export function sayUsual(standard: string | undefined): string {
  return standard === undefined ? AS_USUAL : `${AS_USUAL} (${standard})`;
}
