import { andList } from "../../src/base/words.ts";
import { families, modelIdOf } from "../../src/models/families.ts";
import { findModel } from "../../src/models/index.ts";
import type { Form, Model } from "../../src/models/parts/model.ts";

/** The model of that id; throws where the catalogue has none. */
export function modelOf(id: string): Model {
  const model = findModel(id);
  if (!model) throw new Error(`${id} is not in the catalogue`);
  return model;
}

/** The family's model of that form; throws where it has none. */
export function modelIn(family: string, from: Form): Model {
  const id = modelIdOf(family, from);
  if (id === undefined) throw new Error(`${family} makes no videos from ${from}`);
  return modelOf(id);
}

/** The families that have the option in some form, as a sentence lists them. */
export function having(option: string): string {
  const ids = families.map(({ name, text, image }) => ({ name, ids: [text, image].filter((id) => id !== undefined) }));
  const found = ids.filter((family) => family.ids.some((id) => Object.hasOwn(modelOf(id).options, option)));
  return andList(found.map(({ name }) => name));
}

/** The input as the model completes it; throws where it refuses. */
export function complete(id: string, input: Record<string, unknown>): unknown {
  return modelOf(id).schema.parse(input);
}

/** What a member reads of an input that the model refuses, as `option: sentence`. */
export function sentences(id: string, input: unknown): string[] {
  const { error } = modelOf(id).schema.safeParse(input);
  return (error?.issues ?? []).map(({ path, message }) => `${String(path[0])}: ${message}`);
}
