import { png } from "../support/pictures.ts";
import type { NamedFile } from "./stage.ts";

/** A picture that every model takes. */
export const boat: NamedFile = { name: "boat.png", bytes: png(640, 640) };
/** A picture that none takes. */
export const stamp: NamedFile = { name: "stamp.png", bytes: png(200, 200) };

/** So many good pictures, each another file. */
export function pictures(count: number): NamedFile[] {
  return Array.from({ length: count }, (_, index) => ({ name: `${index + 1}.png`, bytes: png(640 + index, 640) }));
}
