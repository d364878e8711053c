import type { Media } from "../../models/parts/model.ts";

/** The files of an input by the names that a member can type for them: `image`, `reference2`, `video`. */
export function filesOf(input: unknown): Map<string, Media> {
  const files = new Map<string, Media>();
  for (const [name, value] of Object.entries(input as Record<string, unknown>)) {
    if (isMedia(value)) files.set(name, value);
    if (!Array.isArray(value)) continue;
    value.filter(isMedia).forEach((media, index) => {
      files.set(`${name.replace(/s$/, "")}${index + 1}`, media);
    });
  }
  return files;
}

/** Whether a value of an input is a file that has been measured. */
export function isMedia(value: unknown): value is Media {
  return typeof value === "object" && value !== null && "hash" in value && "kind" in value && "width" in value;
}
