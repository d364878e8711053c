import { families, modelIdOf } from "../../src/models/families.ts";
import { findModel, models } from "../../src/models/index.ts";
import type { Form, Model, Problem } from "../../src/models/parts/model.ts";
import { inEnglish } from "../../src/text/render.ts";
import { allOf, anyOf } from "../../src/text/text.ts";

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

/** The families of which some model is so, as a sentence lists them: “a, b, and c do”, “a, b, or c”. */
function listed(is: (model: Model) => boolean, as: "all" | "any"): string {
  const found = families.filter(({ text, image }) => [text, image].some((id) => id !== undefined && is(modelOf(id))));
  const names = found.map(({ name }) => name);
  return as === "any" ? inEnglish(anyOf(names)) : `${inEnglish(allOf(names))} ${names.length === 1 ? "does" : "do"}`;
}

/** The families that have the option in some form. */
export function having(option: string, as: "all" | "any" = "any"): string {
  return listed((model) => !model.lacks(option), as);
}

/** The families that have the option in that form. */
export function havingIn(from: Form, option: string): string {
  return listed(({ asked, lacks }) => "family" in asked && asked.from === from && !lacks(option), "any");
}

/** The families that take that whole input in that form. */
export function taking(from: Form, input: Record<string, unknown>): string {
  return listed(({ asked, judge }) => "family" in asked && asked.from === from && "input" in judge(input), "any");
}

/** The commands of their own that make such a thing and have the option, as they are typed. */
export function commandsWith(makes: Model["makes"], option: string): string {
  const having = models.filter((model) => model.makes === makes && !model.lacks(option));
  return inEnglish(anyOf(having.flatMap(({ asked }) => ("command" in asked ? `/${asked.command}` : []))));
}

/** The input as the model completes it; throws where it refuses. */
export function complete(id: string, input: Record<string, unknown>): unknown {
  const judged = modelOf(id).judge(input);
  if ("problems" in judged) throw new Error(said(judged.problems).join("\n"));
  return judged.input;
}

/** What a member reads of an input that the model refuses, as `option: sentence`. */
export function sentences(id: string, input: unknown): string[] {
  const judged = modelOf(id).judge(input);
  return "problems" in judged ? said(judged.problems) : [];
}

export function said(problems: readonly Problem[]): string[] {
  return problems.map(({ option, text }) => `${option}: ${inEnglish(text)}`);
}
