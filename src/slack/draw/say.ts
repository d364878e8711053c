import type { Card } from "../../chat/contract/card.ts";
import { render } from "../../text/render.ts";
import type { Text } from "../../text/text.ts";

/** Makes strings of texts, for one reader. */
export type Say = (text: Text) => string;

/** For a reader of that locale. */
export function sayIn(locale: string): Say {
  return (text) => render(text, locale);
}

/** In the language of a card, for what stands around it. */
export function sayLike({ locale = "en" }: Pick<Card, "locale">): Say {
  return sayIn(locale);
}
