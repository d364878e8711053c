import { ENGLISH, type Reader, readerOf } from "./languages.ts";
import { dateFormat, listFormat, type Message, readMessage } from "./message.ts";
import { sayMoney, type UnitPrice, words } from "./money.ts";
import { messageOfKey } from "./sentences.ts";
import type { Joined, List, Moment, Sentence, Text, Worth } from "./text.ts";

/** So much of a parameter is said at most, in characters: more than any chat shows in one message. */
const LONGEST_PARAM = 4_000;

/** Said instead of a text that this version can't say: a newer one may have kept it in a row. In English, whoever reads. */
const UNSAYABLE = "There's a message here that this version of Reelay can't show.";

const BETWEEN = { paragraph: "\n\n", line: "\n", space: " ", dot: " · " } as const satisfies Record<
  Joined["by"],
  string
>;

const SHOWN = {
  day: { month: "long", day: "numeric" },
  date: { year: "numeric", month: "long", day: "numeric" },
  minute: { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" },
} as const satisfies Record<Moment["as"], Intl.DateTimeFormatOptions>;

/**
 * The text as somebody reads it under that locale (a BCP 47 tag as chats and browsers tell it; what is none is read as
 * English), with money beside credits where a price of a credit's unit is given. Plain text: escaping, and keeping
 * mentions from pinging, is the business of whoever shows it. Never throws.
 */
export function render(text: Text, locale: string, unitPrice?: UnitPrice): string {
  return typeof text === "string" ? text : say(text, { ...readerOf(locale), unitPrice });
}

/** The text in English: for the log, for operators, and for an error's `message`. */
export function inEnglish(text: Text): string {
  return typeof text === "string" ? text : say(text, ENGLISH);
}

function say(text: Text, reader: Reader): string {
  if (typeof text === "string") return text;
  try {
    if ("key" in text) return saySentence(text, reader);
    if ("joined" in text) return sayJoined(text, reader);
    if ("list" in text) return sayList(text, reader);
    if ("moment" in text) return sayMoment(text, reader);
    if ("worth" in text) return sayWorth(text, reader);
  } catch {
    // A row of another version may lack a parameter, or name a time zone that this machine doesn't know.
  }
  return UNSAYABLE;
}

function saySentence({ key, params = {} }: Sentence, reader: Reader): string {
  const english = messageOfKey(key);
  const own = Object.hasOwn(reader.messages, key) ? reader.messages[key] : undefined;
  if (own !== undefined) {
    try {
      return sayMessage(readMessage(own, reader.locale), params, reader);
    } catch (error) {
      if (english === undefined) throw error;
    }
  }
  if (english === undefined) return UNSAYABLE;
  // English words beside another language's numbers would be read wrong.
  const locale = reader.messages === ENGLISH.messages ? reader.locale : ENGLISH.locale;
  return sayMessage(readMessage(english, locale), params, reader);
}

function sayMessage(message: Message, params: NonNullable<Sentence["params"]>, reader: Reader): string {
  const values = Object.entries(params)
    .filter(([name]) => message.takes.has(name))
    .map(([name, value]) => [name, typeof value === "number" ? value : bounded(say(value, reader))] as const);
  return message.say(Object.fromEntries(values));
}

function bounded(said: string): string {
  return said.length <= LONGEST_PARAM ? said : `${said.slice(0, LONGEST_PARAM - 1).toWellFormed()}…`;
}

function sayJoined({ joined, by }: Joined, reader: Reader): string {
  const said = joined.map((part) => say(part, reader)).filter((part) => part !== "");
  return said.join(BETWEEN[by]);
}

function sayList({ list, as }: List, { locale, ...reader }: Reader): string {
  const format = listFormat(locale, { type: as === "and" ? "conjunction" : "disjunction" });
  return format.format(list.map((one) => say(one, { locale, ...reader })));
}

function sayWorth({ worth, amount, as }: Worth, reader: Reader): string {
  const said = say(amount, reader);
  if (!reader.unitPrice || worth === 0) return said;
  const money = sayMoney(worth, reader.unitPrice, reader.locale, as);
  return said === "" ? money : say(words.beside({ amount: said, money }), reader);
}

function sayMoment({ moment, until, timeZone, as }: Moment, { locale }: Reader): string {
  const format = dateFormat(locale, { ...SHOWN[as], timeZone });
  const said = until === undefined ? format.format(moment) : format.formatRange(moment, until);
  // Some of Intl's spaces are narrow ones, which not every font has.
  return said.replace(/[\u2009\u202F]/g, " ");
}
