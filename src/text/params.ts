import type { Text } from "./text.ts";

// What a message takes, read from the message itself by the compiler. ICU's grammar as far as our messages use it:
// {name}, {name, number|date|time …}, {name, plural|selectordinal|select, case {…} …} with anything nested, '{quoted}'.

/** The parameters of a message: a text, a number, or one of the cases of a `select`. Of a message that isn't literal, any. */
export type Params<Message extends string> = string extends Message
  ? Readonly<Record<string, Text | number>>
  : Named<Scan<Unquoted<Message>, never, []>>;

/** How the message uses a parameter: as it is, as a number, or to choose. */
type Use = readonly [name: string, kind: "plain" | "number" | "case", label?: string];

type Named<Uses> = {
  readonly [Name in Extract<Uses, Use>[0]]: ValueOf<Extract<Uses, readonly [Name, ...unknown[]]>>;
};

type ValueOf<Uses> = "number" extends Extract<Uses, Use>[1]
  ? number
  : "case" extends Extract<Uses, Use>[1]
    ? Extract<Uses, readonly [string, "case", string]>[2]
    : Text | number;

/**
 * Reads on from wherever it is. `Stack` says where that is, innermost first: in the text of a `case`, or between the
 * cases of a `plural` or of the `select` of that name; nothing is the message itself.
 */
type Scan<S extends string, Uses, Stack extends readonly string[]> = Stack extends [
  infer Here extends string,
  ...infer Outer extends string[],
]
  ? Here extends "case"
    ? S extends `${infer Before}}${infer After}`
      ? Before extends `${string}{${string}`
        ? Argument<S, Uses, Stack>
        : Scan<After, Uses, Outer>
      : Uses
    : S extends `${infer Before}}${infer After}`
      ? Before extends `${infer Label}{${string}`
        ? S extends `${string}{${infer Body}`
          ? Scan<Body, Uses | Chosen<Here, Trim<Label>>, ["case", ...Stack]>
          : never
        : Scan<After, Uses, Outer>
      : Uses
  : Argument<S, Uses, Stack>;

/** The next argument of a text, and what comes after it. */
type Argument<S extends string, Uses, Stack extends readonly string[]> = S extends `${string}{${infer Inner}`
  ? Inner extends `${infer Head}}${infer After}`
    ? Head extends `${infer Name},${infer Rest}`
      ? Kind<Rest> extends "select"
        ? Scan<Cases<Inner>, Uses, [`select ${Trim<Name>}`, ...Stack]>
        : Kind<Rest> extends "plural" | "selectordinal"
          ? Scan<Cases<Inner>, Uses | readonly [Trim<Name>, "number"], ["plural", ...Stack]>
          : Scan<After, Uses | readonly [Trim<Name>, "number"], Stack>
      : Scan<After, Uses | readonly [Trim<Head>, "plain"], Stack>
    : Uses
  : Uses;

type Chosen<Here extends string, Label extends string> = Here extends `select ${infer Name}`
  ? readonly [Name, "case", Label]
  : never;

type Kind<Rest extends string> = Rest extends `${infer Word},${string}` ? Trim<Word> : Trim<Rest>;

/** What comes after `name, plural,`. */
type Cases<Inner extends string> = Inner extends `${string},${string},${infer After}` ? After : "";

type Unquoted<S extends string> = S extends `${infer Before}'{${string}'${infer After}`
  ? Unquoted<`${Before}${After}`>
  : S extends `${infer Before}'}${string}'${infer After}`
    ? Unquoted<`${Before}${After}`>
    : S;

type Trim<S extends string> = S extends `${" " | "\n"}${infer After}`
  ? Trim<After>
  : S extends `${infer Before}${" " | "\n"}`
    ? Trim<Before>
    : S;
