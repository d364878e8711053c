import { readFile } from "node:fs/promises";
import { readerOf } from "../../text/languages.ts";
import { render } from "../../text/render.ts";
import type { Text } from "../../text/text.ts";
import { escapeHtml } from "../../web/pages/html.ts";
import { shown, spoken } from "./page.words.ts";

const INDEX = new URL("../page/index.html", import.meta.url);

/** Every parameter that a sentence of the page's scripts takes, as the scripts find it in there. */
const PLACES = {
  name: "{name}",
  size: "{size}",
  most: "{most}",
  status: "{status}",
  time: "{time}",
  percent: "{percent}",
  label: "{label}",
  slash: "{slash}",
  tab: "{tab}",
};

/**
 * The page as somebody reads it under that locale: what `index.html` says, and in its body's `data-words` what its
 * scripts will say, as JSON by key.
 */
export async function pageIn(locale: string): Promise<string> {
  const said = (texts: Readonly<Record<string, Text>>) =>
    Object.entries(texts).map(([key, text]) => [key, render(text, locale)] as const);
  const templates = Object.entries(spoken).map(([key, one]) => {
    return [key, typeof one === "function" ? one(PLACES) : one] as const;
  });
  const values = new Map([
    ...said(shown),
    ["lang", readerOf(locale).locale],
    ["words", JSON.stringify(Object.fromEntries(said(Object.fromEntries(templates))))],
  ]);
  const html = await readFile(INDEX, "utf8");
  return html.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values.get(key);
    if (value === undefined) throw new Error(`The playground's page has no words for ${key}`);
    return escapeHtml(value);
  });
}
