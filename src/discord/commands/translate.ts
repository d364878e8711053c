import { Locale } from "discord.js";
import { shorten } from "../../base/words.ts";
import { ENGLISH, readerOf } from "../../text/languages.ts";
import { inEnglish, render } from "../../text/render.ts";
import type { Text } from "../../text/text.ts";

/** Words by Discord's own locales: https://discord.com/developers/docs/reference#locales. */
export type Localizations = Partial<Record<Locale, string>>;

/**
 * A text as Discord lists it: in English, and in each of its locales for which the catalogue has it in another language.
 * Whoever has none of these reads the English.
 */
export function translate(text: Text, most: number): { english: string; others: Localizations | undefined } {
  const english = shorten(inEnglish(text), most);
  const others = translatedLocales()
    .map((locale) => [locale, shorten(render(text, locale), most)] as const)
    .filter(([, said]) => said !== english);
  return { english, others: others.length === 0 ? undefined : Object.fromEntries(others) };
}

function translatedLocales(): Locale[] {
  return Object.values(Locale).filter((locale) => readerOf(locale).messages !== ENGLISH.messages);
}
