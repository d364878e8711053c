import { readText, storeText } from "../../text/stored.ts";
import type { Text } from "../../text/text.ts";
import { NOBODY } from "./owner.ts";

/**
 * A text as a column keeps it, with nobody in the place of each of those names; undefined where none of them stands in it.
 * A name stands in a text as a value of its own. Of a plain text, as rows were written before, nothing is known.
 */
export function unnamed(stored: string, names: ReadonlySet<string>): string | undefined {
  const text = readText(stored);
  if (typeof text === "string") return undefined;
  let found = false;
  const without = (one: Text | number): Text | number => {
    if (typeof one === "number") return one;
    if (typeof one === "string") {
      if (!names.has(one)) return one;
      found = true;
      return NOBODY;
    }
    if ("params" in one && one.params) {
      const params = Object.entries(one.params).map(([name, value]) => [name, without(value)] as const);
      return { ...one, params: Object.fromEntries(params) };
    }
    if ("joined" in one) return { ...one, joined: one.joined.map((part) => without(part) as Text) };
    if ("list" in one) return { ...one, list: one.list.map((part) => without(part) as Text) };
    if ("amount" in one) return { ...one, amount: without(one.amount) as Text };
    return one;
  };
  const said = without(text) as Text;
  return found ? storeText(said) : undefined;
}
