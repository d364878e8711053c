import type { Params } from "./params.ts";
import type { Sentence } from "./text.ts";

/** A value for each message: the sentence itself where it takes nothing, else what makes it of its parameters. */
export type Sentences<Messages extends Readonly<Record<string, string>>> = {
  readonly [Key in keyof Messages]: keyof Params<Messages[Key]> extends never
    ? Sentence
    : (params: Params<Messages[Key]>) => Sentence;
};

const catalogue = new Map<string, string>();

/**
 * Puts messages into the catalogue and gives their values. Each message is English and in ICU MessageFormat, so that
 * plurals and numbers are of the reader's language in every translation. Throws when a key is there already.
 */
export function sentences<const Messages extends Readonly<Record<string, string>>>(
  namespace: string,
  messages: Messages,
): Sentences<Messages> {
  const values = Object.entries(messages).map(([name, message]) => {
    const key = `${namespace}.${name}`;
    if (catalogue.has(key)) throw new Error(`There are two sentences of the key ${key}`);
    catalogue.set(key, message);
    return [name, takesSome(message) ? (params: Sentence["params"] = {}): Sentence => ({ key, params }) : { key }];
  });
  return Object.fromEntries(values);
}

/** The English message of a key; undefined when this version has none of that key. */
export function messageOfKey(key: string): string | undefined {
  return catalogue.get(key);
}

/** Every key that a loaded module has declared, with its English message: what a translator is given. */
export function allMessages(): ReadonlyMap<string, string> {
  return catalogue;
}

/** An apostrophe before a brace quotes all up to the next one. */
function takesSome(message: string): boolean {
  return message.replace(/'[{}][^']*'/g, "").includes("{");
}
