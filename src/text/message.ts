import { IntlMessageFormat } from "intl-messageformat";
import { LRUCache } from "lru-cache";

type Elements = ReturnType<IntlMessageFormat["getAst"]>;
type Formatters = NonNullable<NonNullable<ConstructorParameters<typeof IntlMessageFormat>[3]>["formatters"]>;

/** `{name}` in the parser's own numbering, which its types give. */
const PLAIN = 1;
const NUMBER = 2;
const DATE = 3;
const TIME = 4;

/** More than the sentences that a busy hour says; one takes about 2 kB. */
const MESSAGES_KEPT = 500;
/** `Intl` objects are dear to make and to keep; two languages with a region each need about twenty. */
const FORMATS_KEPT = 60;

/** A message that was read once and can be said often. */
export interface Message {
  /** Says it. Numbers that stand in it as they are, are written as the locale does. Throws when a parameter is missing. */
  say(params: Readonly<Record<string, string | number>>): string;
  /** What it takes, and how each is used. */
  readonly takes: ReadonlyMap<string, "plain" | "number" | "case">;
}

const messages = new LRUCache<string, Message>({ max: MESSAGES_KEPT });
const formats = new LRUCache<string, object>({ max: FORMATS_KEPT });

/** What makes an Intl object, or gives the one that was made of the same; `of` tells the kinds apart. */
function kept<Format extends object>(of: string, make: (locale: string, options?: object) => Format) {
  return (locale: string, options?: object): Format => {
    const key = `${of} ${locale} ${JSON.stringify(options ?? {})}`;
    const known = formats.get(key) as Format | undefined;
    if (known) return known;
    const made = make(locale, options);
    formats.set(key, made);
    return made;
  };
}

export const numberFormat = kept("number", (locale, options) => new Intl.NumberFormat(locale, options));
export const dateFormat = kept("date", (locale, options) => new Intl.DateTimeFormat(locale, options));
export const listFormat = kept("list", (locale, options) => new Intl.ListFormat(locale, options));
const pluralRules = kept("plural", (locale, options) => new Intl.PluralRules(locale, options));

const formatters: Formatters = {
  getNumberFormat: (locales, options) => numberFormat(String(locales), options),
  getDateTimeFormat: (locales, options) => dateFormat(String(locales), options),
  getPluralRules: (locales, options) => pluralRules(String(locales), options),
};

/** Reads a message of ICU MessageFormat, or finds it read. Throws SyntaxError when it is none. */
export function readMessage(message: string, locale: string): Message {
  const key = `${locale}\n${message}`;
  const known = messages.get(key);
  if (known) return known;
  // A tag would be markup, and ours are plain text: `<` is a character like others.
  const read = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true, formatters });
  const takes = usesOf(read.getAst());
  const say: Message["say"] = (params) => {
    const values = Object.entries(params).map(([name, value]) => {
      const asItIs = typeof value === "number" && takes.get(name) === "plain";
      return [name, asItIs ? numberFormat(locale).format(value) : value] as const;
    });
    return String(read.format(Object.fromEntries(values)));
  };
  const made = { say, takes };
  messages.set(key, made);
  return made;
}

function usesOf(elements: Elements, found = new Map<string, "plain" | "number" | "case">()) {
  for (const element of elements) {
    if (element.type === PLAIN && !found.has(element.value)) found.set(element.value, "plain");
    if (element.type === NUMBER || element.type === DATE || element.type === TIME) found.set(element.value, "number");
    if (!("options" in element)) continue;
    found.set(element.value, "offset" in element ? "number" : "case");
    for (const { value } of Object.values(element.options)) usesOf(value, found);
  }
  return found;
}
