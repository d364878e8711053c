import type { Draft } from "../generations/inputs.ts";
import type { ElementRef } from "../models/model.ts";
import type { Cast } from "./cast.ts";
import type { Element } from "./element.ts";
import { keyOf } from "./names.ts";
import { notInCast, notUsable } from "./refusals.ts";

/** Scripts in which a name has no space before or after it. */
const SPACELESS = ["Han", "Hiragana", "Katakana", "Hangul", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((script) => `\\p{Script=${script}}`)
  .join("");

/**
 * `@Name` at a word's start. A link is passed over whole, and so is the `@` inside an e-mail address or a chat's
 * own mention (`<@U12>`). Some keyboards write the sign wide.
 */
const MENTION = new RegExp(
  `https?://\\S+|(?:(?<=[${SPACELESS}])|(?<![\\p{L}\\p{M}\\p{Nd}<@＠]))[@＠]([\\p{L}\\p{M}\\p{Nd}_-]+)`,
  "giu",
);

/** What may stand after a name inside a longer word. */
const MAY_FOLLOW = new RegExp(`^(?:$|[-_${SPACELESS}])`, "u");

const PLACEHOLDER = /<<<element_(\d+)>>>/g;

const placeholder = (index: number) => `<<<element_${index + 1}>>>`;

/** The text as people read it: each of the model's placeholders as the `@Name` it stands for. */
export function withNames(text: string, elements: readonly { name: string }[]): string {
  return text.replace(PLACEHOLDER, (written, number: string) => {
    const element = elements[Number(number) - 1];
    return element ? `@${element.name}` : written;
  });
}

/**
 * The draft as a model takes it: those named in `elements` (with or without `@`) and by `@Name` in the prompt and the
 * shots become `elements`, each once, the options first and then by appearance, and their names in the words become the
 * model's placeholders. A character that is only an option is named before the words, since a model looks there for
 * whom to show. Throws UserError for who isn't in the cast or can't be used yet.
 */
export async function resolveCast(cast: Pick<Cast, "list">, workspace: string, draft: Draft): Promise<Draft> {
  const { elements, ...rest } = draft;
  const options = Array.isArray(elements) ? elements.filter((one) => one !== undefined) : [];
  const mentions = /[@＠]/u.test(JSON.stringify([draft.prompt, draft.shots]));
  return options.length === 0 && !mentions ? rest : withPlaceholders(await cast.list(workspace), options, rest);
}

/** As `resolveCast`, for a cast that is at hand. An option is a name, or an element that was looked up before. */
export function withPlaceholders(cast: readonly Element[], options: readonly unknown[], draft: Draft): Draft {
  const named: ElementRef[] = [];
  const place = (element: ElementRef): number => {
    const there = named.findIndex(({ id }) => id === element.id);
    return there < 0 ? named.push(element) - 1 : there;
  };
  for (const option of options) place(typeof option === "string" ? findNamed(cast, option) : (option as ElementRef));
  const fromOptions = named.length;

  const written = new Set<number>();
  const rewrite = (text: string) =>
    text.replace(MENTION, (whole, name: string | undefined) => {
      if (name === undefined) return whole;
      const { element, after } = findLongest(cast, name);
      const index = place(element);
      written.add(index);
      return placeholder(index) + after;
    });
  const shots = Array.isArray(draft.shots) ? draft.shots.map((shot) => withPrompt(shot, rewrite)) : undefined;
  const prompt = typeof draft.prompt === "string" ? rewrite(draft.prompt) : undefined;

  const words = [prompt ?? "", ...(shots ?? []).map(promptOf)].join("\n");
  for (const [, number] of words.matchAll(PLACEHOLDER)) written.add(Number(number) - 1);
  const unwritten = named.flatMap((_, index) => (index < fromOptions && !written.has(index) ? placeholder(index) : []));
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

/** The longest name of the cast that the word begins with, and what of the word comes after it. */
function findLongest(cast: readonly Element[], word: string): { element: ElementRef; after: string } {
  const letters = [...word];
  for (let length = letters.length; length > 0; length--) {
    const after = letters.slice(length).join("");
    const element = MAY_FOLLOW.test(after) ? lookUp(cast, letters.slice(0, length).join("")) : undefined;
    if (element) return { element: usable(element), after };
  }
  throw notInCast(word.replace(/(?<=[^-_])[-_]+$/u, ""));
}

function findNamed(cast: readonly Element[], name: string): ElementRef {
  const element = lookUp(cast, name);
  if (!element) throw notInCast(name);
  return usable(element);
}

function lookUp(cast: readonly Element[], name: string): Element | undefined {
  const key = keyOf(name);
  return cast.find((element) => keyOf(element.name) === key);
}

function usable(element: Element): ElementRef {
  const { name, kind, state, elementId } = element;
  if (state !== "ready" || elementId === undefined) throw notUsable(element);
  return { id: elementId, name, kind };
}

function withPrompt(shot: unknown, change: (text: string) => string): unknown {
  const prompt = promptOf(shot);
  return prompt === "" ? shot : { ...(shot as object), prompt: change(prompt) };
}

function promptOf(shot: unknown): string {
  if (typeof shot !== "object" || shot === null || !("prompt" in shot)) return "";
  return typeof shot.prompt === "string" ? shot.prompt : "";
}
