import type { UnitPrice } from "./money.ts";

/** A language that Reelay speaks. What it doesn't translate yet is said in English, sentence by sentence. */
export interface Language {
  /** Lower case, as BCP 47 has it: `de`, `pt-br` (which is asked before `pt`). */
  readonly code: string;
  /** Messages by their key, `namespace.key`: each takes what the English one takes. */
  readonly messages: Readonly<Record<string, string>>;
}

/** Who reads: the messages of their language, and the locale by which it writes numbers and dates. */
export interface Reader {
  readonly messages: Readonly<Record<string, string>>;
  readonly locale: string;
  /** What amounts are worth; absent where no money is shown. */
  readonly unitPrice?: UnitPrice | undefined;
}

/** English is what the code declares, so it translates nothing. */
export const ENGLISH: Reader = { messages: {}, locale: "en" };

/** All but English; each is a folder of its own beside this file. */
export const languages: Language[] = [];

/**
 * Who reads under that locale, which a chat or a browser has told. Of the tag only language and region count: numbers
 * and dates follow the region, but never a language that the words are not in.
 */
export function readerOf(wanted: string): Reader {
  const [code = "", region = ""] = /^([a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}))?(?:-|$)/i.exec(wanted)?.slice(1) ?? [];
  const [plain, exact] = [code.toLowerCase(), `${code}-${region}`.toLowerCase()];
  const language = languages.find((one) => one.code === exact) ?? languages.find((one) => one.code === plain);
  if (!language && plain !== "en") return ENGLISH;
  const locale = region === "" ? plain : `${plain}-${region.toUpperCase()}`;
  return { messages: language?.messages ?? ENGLISH.messages, locale };
}
