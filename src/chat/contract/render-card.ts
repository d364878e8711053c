import type { UnitPrice } from "../../text/money.ts";
import { render } from "../../text/render.ts";
import type { Text } from "../../text/text.ts";
import type { Card } from "./card.ts";

/**
 * The card as somebody reads it under that locale, with money beside credits where a price is given. One that was made
 * so before stays as it is.
 */
export function renderCard(card: Card<Text>, locale: string, unitPrice?: UnitPrice): Card {
  const say = (text: Text) => render(text, locale, unitPrice);
  const { title, text, fields, progress, files, buttons, footer, ...rest } = card;
  return {
    ...rest,
    locale: card.locale ?? locale,
    title: say(title),
    ...(text === undefined ? {} : { text: say(text) }),
    ...(fields && { fields: fields.map(({ name, value }) => ({ name: say(name), value: say(value) })) }),
    ...(progress && { progress: { ...progress, label: say(progress.label) } }),
    ...(files && { files: files.map((file) => ({ ...file, alt: say(file.alt) })) }),
    ...(buttons && { buttons: buttons.map((button) => ({ ...button, label: say(button.label) })) }),
    ...(footer === undefined ? {} : { footer: say(footer) }),
  };
}
