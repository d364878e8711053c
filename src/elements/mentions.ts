import { lengthOf, shortName } from "../base/words.ts";
import {
  changeMentions,
  markOf,
  marksIn,
  mayEndBefore,
  namedIn,
  placeholder,
  promptOf,
  reservedIn,
  wordsOf,
} from "../models/marks/marks.ts";
import type { Draft } from "../models/parts/draft.ts";
import type { ElementRef } from "../models/parts/model.ts";
import type { Cast } from "./cast.ts";
import type { Element } from "./element.ts";
import { keyOf, LONGEST_NAME, LONGEST_TYPED } from "./names.ts";
import { inOneWord, notInCast, notUsable } from "./refusals.ts";

/** Words with one space between, as names have them: no name has more of them than every other letter. */
const SEVERAL_WORDS = new RegExp(`^[\\p{L}\\p{M}\\p{Nd}_-]+(?: [\\p{L}\\p{M}\\p{Nd}_-]+){1,${LONGEST_NAME / 2}}`, "u");

/**
 * The draft as a model takes it: those named in `elements` (with or without `@`) and by `@Name` in the prompt and the
 * shots become `elements`, each once, the options first and then by appearance, and their names in the words become the
 * model's marks, as do `@image1`, `@start`, `@end` and `@video` where there is such a picture or video and nobody in the
 * cast has that name. A character that is only an option is named before the words, since a model looks there for
 * whom to show. Words that are longer than `longest` characters whoever is meant are left as they are, for the model to
 * refuse. Throws UserError for who isn't in the cast or can't be used yet.
 */
export async function resolveCast(
  cast: Pick<Cast, "list">,
  { workspace, longest }: { workspace: string; longest: number },
  draft: Draft,
): Promise<Draft> {
  const { elements, ...rest } = draft;
  const options = Array.isArray(elements) ? elements.filter((one) => one !== undefined) : [];
  const words = wordsOf(draft);
  const mentions = words.some(({ text }) => /[@＠]/u.test(text));
  if ((options.length === 0 && !mentions) || words.some(({ text }) => leastLength(text) > longest)) return rest;
  return withPlaceholders(await cast.list(workspace), options, rest);
}

/** How many characters are left of the words at least, whoever the mentions in them mean. */
function leastLength(text: string): number {
  return lengthOf(changeMentions(text, (name) => name.slice(2 * LONGEST_TYPED)));
}

/** As `resolveCast`, for a cast that is at hand. An option is a name, or an element that was looked up before. */
export function withPlaceholders(cast: readonly Element[], options: readonly unknown[], draft: Draft): Draft {
  const named: ElementRef[] = [];
  const places = new Map<string, number>();
  const place = (element: ElementRef): number => {
    const there = places.get(element.id) ?? named.push(element) - 1;
    places.set(element.id, there);
    return there;
  };
  const byKey: ByKey = new Map(cast.map((element) => [keyOf(element.name), element]));
  for (const option of options) place(typeof option === "string" ? findNamed(byKey, option) : (option as ElementRef));
  const fromOptions = named.length;

  const written = new Set<number>();
  const files = namedIn(draft);
  const rewrite = (text: string) =>
    changeMentions(text, (name, whole, at) => {
      judgeOneWord(byKey, text.slice(at + 1, at + 1 + LONGEST_LOOKED_AT));
      const found = findLongest(byKey, name);
      if (found) {
        const index = place(usable(found.element));
        written.add(index);
        return markOfCharacter(index) + found.after;
      }
      const reserved = reservedIn(name);
      if (reserved === undefined) throw notInCast(name.replace(/(?<=[^-_])[-_]+$/u, ""));
      const mark = markOf(reserved, files);
      // Of one that isn't there the model says what there is.
      return mark === undefined ? whole : mark + name.slice(reserved.length);
    });
  const shots = Array.isArray(draft.shots) ? draft.shots.map((shot) => withPrompt(shot, rewrite)) : undefined;
  const prompt = typeof draft.prompt === "string" ? rewrite(draft.prompt) : undefined;

  for (const { kind, number } of wordsOf({ prompt, shots }).flatMap(({ text }) => marksIn(text))) {
    if (kind === "element" && number !== undefined) written.add(number - 1);
  }
  const unwritten = named.flatMap((_, index) =>
    index < fromOptions && !written.has(index) ? markOfCharacter(index) : [],
  );
  const introduce = (text: string) =>
    unwritten.length === 0 || text === "" ? text : `${unwritten.join(", ")}: ${text}`;
  return {
    ...draft,
    ...(prompt === undefined ? {} : { prompt: introduce(prompt) }),
    ...(shots
      ? { shots: prompt ? shots : shots.map((shot, i) => (i === 0 ? withPrompt(shot, introduce) : shot)) }
      : {}),
    ...(named.length > 0 ? { elements: named } : {}),
  };
}

/** A cast by the names that are looked for. */
type ByKey = ReadonlyMap<string, Element>;

/** The longest name of the cast that the word begins with, and what of the word comes after it. */
function findLongest(cast: ByKey, word: string): { element: Element; after: string } | undefined {
  // No name is longer, so the rest of a word without end is not looked at again for each of its letters.
  const letters = [...word.slice(0, 2 * LONGEST_TYPED)].slice(0, LONGEST_TYPED);
  let begun = letters.join("");
  for (const last of letters.toReversed()) {
    const next = word.slice(begun.length, begun.length + 2);
    const element = mayEndBefore(next) ? cast.get(keyOf(begun)) : undefined;
    if (element) return { element, after: word.slice(begun.length) };
    begun = begun.slice(0, -last.length);
  }
  return undefined;
}

function markOfCharacter(index: number): string {
  return placeholder("element", index + 1);
}

/** The letters of a name and a space beyond it, in the string's own units. */
const LONGEST_LOOKED_AT = 2 * (LONGEST_TYPED + 1);

/**
 * Throws UserError where the words begin with a name of several of them, since prompts write it in one: whoever is
 * called by the first alone may be meant, or nobody.
 */
function judgeOneWord(cast: ByKey, words: string): void {
  const written = SEVERAL_WORDS.exec(words)?.[0].split(" ") ?? [];
  for (let count = written.length; count > 1; count -= 1) {
    const element = cast.get(keyOf(written.slice(0, count).join(" ")));
    if (element?.name.includes(" ")) throw inOneWord(element, cast.get(keyOf(written[0] ?? "")));
  }
}

function findNamed(cast: ByKey, name: string): ElementRef {
  const element = cast.get(keyOf(name));
  if (!element) throw notInCast(name);
  return usable(element);
}

function usable(element: Element): ElementRef {
  const { name, kind, state, elementId } = element;
  if (state !== "ready" || elementId === undefined) throw notUsable(element);
  return { id: elementId, name: shortName(name), kind };
}

function withPrompt(shot: unknown, change: (text: string) => string): unknown {
  const prompt = promptOf(shot);
  return prompt === "" ? shot : { ...(shot as object), prompt: change(prompt) };
}
