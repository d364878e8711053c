import { clip } from "../../base/words.ts";
import { sentences } from "../../text/sentences.ts";
import { anyOf, type Text } from "../../text/text.ts";
import { type MarkKind, marksIn, mentionsIn, namedIn, reservedIn, withNames, wordsOf } from "./marks.ts";

const words = sentences("model.marks", {
  families:
    "Leave {mark} out, or choose {others}: {model} doesn't know {kind, select, image {pictures} video {videos} other {characters}} by name.",
  commands:
    "Leave {mark} out, or use {others}: {model} doesn't know {kind, select, image {pictures} video {videos} other {characters}} by name.",
  write:
    "Write {names} instead of {mark}: {kind, select, image {{count, plural, one {there's # picture} other {there are # pictures}}} video {{count, plural, one {there's # video} other {there are # videos}}} other {{count, plural, one {there's # character} other {there are # characters}}}}.",
  none: "{kind, select, image {Leave {mark} out, or attach a picture: there isn't one yet.} video {Leave {mark} out, or attach a video: there isn't one yet.} other {Write a character's name, like @Ada, instead of {mark}: there's no character yet.}}",
});

/** Who knows something by name: other families in the same command, or other commands. */
export type Knowers = { readonly families: readonly string[] } | { readonly commands: readonly string[] };

/** What a model knows by name, what a member calls it, and who knows what it doesn't. */
export interface Knowing {
  readonly kinds: readonly MarkKind[];
  readonly model: Text;
  others(kind: MarkKind): Knowers;
}

/** A mark in the words of an input, or a name that should have become one. */
interface Found {
  option: string;
  written: string;
  kind: MarkKind;
  number: number | undefined;
}

/**
 * What is wrong with the first name or mark in an input's words that stands for nothing given, or for what the model
 * doesn't know by name; undefined where there is none. `option` is the option whose words have it.
 */
export function wrongMark(
  input: Readonly<Record<string, unknown>>,
  { kinds, model, others }: Knowing,
): { option: string; text: Text } | undefined {
  const named = namedIn(input);
  const wrong = allMarks(input).find(
    ({ kind, number }) => !kinds.includes(kind) || number === undefined || named[kind][number - 1] === undefined,
  );
  if (!wrong) return undefined;
  const { option, kind } = wrong;
  const about = { mark: clip(wrong.written), kind: kind === "element" ? "other" : kind } as const;
  if (!kinds.includes(kind)) {
    const who = others(kind);
    // What the member calls it may have become a mark before the model was asked.
    const unknown = { ...about, model, mark: clip(withNames(wrong.written, named)) };
    if ("families" in who) return { option, text: words.families({ ...unknown, others: anyOf(who.families) }) };
    return { option, text: words.commands({ ...unknown, others: anyOf(who.commands) }) };
  }
  const names = named[kind].map((name) => `@${name}`);
  const text =
    names.length === 0 ? words.none(about) : words.write({ ...about, names: anyOf(names), count: names.length });
  return { option, text };
}

/** Every mark in the words; a name that still stands there is of a picture or a video that isn't. */
function allMarks(input: Readonly<Record<string, unknown>>): Found[] {
  return wordsOf(input).flatMap(({ option, text }) => [
    ...marksIn(text).map((mark) => ({ option, ...mark })),
    ...mentionsIn(text).flatMap((word): Found[] => {
      const name = reservedIn(word);
      if (name === undefined) return [];
      return [{ option, written: `@${name}`, kind: name === "video" ? "video" : "image", number: undefined }];
    }),
  ]);
}
