import type { Text } from "../../text/text.ts";
import type { RawValue } from "../contract/invocation.ts";

/** What of an option tells how a typed line means it. The playground's page knows this much of each. */
export interface Meant {
  readonly kind: string;
  /** It takes what is left of the line. */
  readonly rest?: boolean | undefined;
  /** With `rest`: the command has an answer without any words, so no form asks for them. */
  readonly bare?: boolean | undefined;
  /** The values of a choice. */
  readonly choices?: readonly string[] | undefined;
  /** Other ways to type a choice, by what is typed. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /** How a choice is also spelt, by what is typed: read, and named in no hint. */
  readonly spellings?: Readonly<Record<string, string>> | undefined;
  /** What stands behind a number that alone in a line can mean this option only: the `s` of `8s`. */
  readonly unit?: string | undefined;
  /** Other names that it is typed by: `aspect_ratio`. */
  readonly also?: readonly string[] | undefined;
  /** What nearly means it, to be refused where a value would stand: values that others take (`4k`, `21:9`), and what else stands behind a number (`sec`). */
  readonly atEnds?: readonly string[] | undefined;
  /** Words of everyday that may mean a value where one would stand, in small letters: `vertical`, `no sound`. */
  readonly plain?: Readonly<Record<string, Plain>> | undefined;
  /** A value alone means it only where the words begin with this one. */
  readonly aloneAfter?: string | undefined;
  /** Where attached files go by its values, in order; by a value that isn't here they go where they usually do. */
  readonly filesGo?: Readonly<Record<string, readonly string[]>> | undefined;
  /** It is no option here: what a member reads who gives it all the same. */
  readonly refusal?: Text | undefined;
}

/** An option that can tell whether a value is one of its own; what is refused by name needs no telling. */
export interface CheckedOption extends Meant {
  /** Bounds of an integer. */
  readonly min?: number;
  readonly max?: number;
  /** Throws UserError. */
  read?(raw: RawValue, name: string): unknown;
}

/** What plain words mean, and where: always, after a comma or beside a value (else it is asked), or beside a value alone. */
export interface Plain {
  readonly value: string;
  readonly needs?: "comma" | "value";
}

/** A command's options, by their names, and behind them what is none of its options and refused by name. */
export type Meanings = Readonly<Record<string, Meant>>;

/** A part of a line, from its first character to behind its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What stands between two spaces of a line, a quoted part being one; whether its name means an option isn't known yet. */
export interface Token extends Span {
  /** The white space before it. */
  readonly space: string;
  /** As it was typed. */
  readonly text: string;
  /** How its name is written, if it has one: `name:` or `name=`, `--name`, or with the one long dash that phones make of two. */
  readonly sign?: ":" | "--" | "—";
  /** What stands before the value, in small letters: `duration` of `duration:5`, `turbo` of `--turbo`. */
  readonly name?: string;
  /** Without name and quotes. */
  readonly value: string;
  /** Where the value begins, its quote included. */
  readonly valueFrom: number;
  readonly quoted: boolean;
}

/** What a part of a line means by a command's options. */
export type Reading = Given | Words | Unknown | Unvalued;

/** A value for an option; `true` is a flag without a word behind it. The value may be a token of its own: `--duration 8`. */
export interface Given extends Span {
  readonly is: "given";
  readonly option: string;
  readonly value: string | true;
  readonly valueFrom: number;
  /** The token that names the option, or is its value alone. */
  readonly token: Token;
}

/** Words of the rest. */
export interface Words extends Span {
  readonly is: "words";
  readonly token: Token;
  /** Without the quotes around all of it. */
  readonly value: string;
  /** What they may mean instead, which only the member can tell. */
  readonly may?: { readonly option: string; readonly value: string };
}

/** `--speed`, which no option is called. */
export interface Unknown extends Span {
  readonly is: "unknown";
  readonly name: string;
  readonly token: Token;
}

/** `--duration`, and nothing behind it. */
export interface Unvalued extends Span {
  readonly is: "unvalued";
  readonly option: string;
  readonly token: Token;
}
