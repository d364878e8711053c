import { UserError } from "../../base/errors.ts";
import type { Text } from "../../text/text.ts";
import type { Option } from "../command/option.ts";
import { isFileSource } from "../contract/invocation.ts";
import type { OptionField } from "./form.ts";
import { formWords } from "./form-words.ts";

/** What a choice of a form shows for a flag. */
export const YES_NO = ["yes", "no"] as const;

/** “End image”, of `end_image`; “Reference 2”, of `reference2`; by its own label “Character 2”, of `element2`. */
export function labelOf({ name, option: { label }, line }: Pick<OptionField, "name" | "option" | "line">): Text {
  const numbered = /(?<=[a-z])\d+$/.exec(name)?.[0];
  if (label !== undefined) {
    const number = line ?? (numbered === undefined ? undefined : Number(numbered));
    return number === undefined ? label : formWords.numbered({ label, number });
  }
  const words = name.replaceAll("_", " ").replace(/(?<=[a-z])\d+$/, " $&");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * What was typed as a choice or a number has it: `turbo` is `kling-turbo`, `8s` is 8, `on` is yes. Undefined for what the
 * option can't read, and for nothing.
 */
export function heldValue(option: Option<unknown>, name: string, value: string): string | undefined {
  if (value === "") return undefined;
  try {
    const read = option.read(value, name);
    if (typeof read === "boolean") return read ? "yes" : "no";
    return isFileSource(read) ? value : String(read);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
