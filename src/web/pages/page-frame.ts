import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readerOf } from "../../text/languages.ts";
import type { Text } from "../../text/text.ts";
import { type Html, html } from "./html.ts";
import { type Visitor, words } from "./words.ts";

/** What all pages that are shown to the outside have in common. */

const STYLE = readFileSync(new URL("./pages.css", import.meta.url), "utf8");
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** Pages load pictures and videos of ours and their own style, run nothing, and send nothing. */
const POLICY = `default-src 'none'; img-src 'self'; media-src 'self'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

const TYPE = { "Content-Type": "text/html; charset=utf-8" };
/** Kept by nobody without asking again whether it still holds. */
const COMMON = { ...TYPE, "Cache-Control": "private, no-cache" };

/** Of a page that says what went wrong: how long it holds is for whoever sends it to say. */
export const NOTE_HEADERS = { ...TYPE, "Content-Security-Policy": `${POLICY}; frame-ancestors 'none'` };
export const PAGE_HEADERS = { ...COMMON, ...NOTE_HEADERS };
/** The player alone may stand in others' pages: that is what it is for. */
export const PLAYER_HEADERS = { ...COMMON, "Content-Security-Policy": `${POLICY}; frame-ancestors *` };

// Written as it is hashed: what a template leaves unescaped here is ours.
const style: Html = { html: `<style>${STYLE}</style>` };

const mark = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
<defs><linearGradient id="glow" x1="0" x2="1" y1="0" y2="1"><stop stop-color="#ff8a5c"/><stop offset="1" stop-color="#e0457b"/></linearGradient></defs>
<rect width="32" height="32" rx="9" fill="url(#glow)"/>
<g fill="#fff" stroke="#fff" stroke-width="2" stroke-linejoin="round"><path d="M8.5 10.5v11l6.5-5.5z" opacity=".62"/><path d="M17 10.5v11l6.5-5.5z"/></g>
</svg>`;

export interface Frame {
  title: string;
  /** For the head, beside what all pages have. */
  tags?: Html;
  main: Html;
}

/** A whole page with the bar that says whose it is. */
export function framed({ title, tags, main }: Frame, visitor: Visitor): string {
  const page = {
    title,
    ...(tags ? { tags } : {}),
    main: html`<header class="bar">${mark}<span>Reelay</span></header>
<main>
${main}
</main>
<footer class="end">${visitor.say(words.madeIn)}</footer>`,
  };
  return bare(page, visitor);
}

/** A page that is nothing but what it shows. */
export function bare({ title, tags, main }: Frame, { locale }: Visitor): string {
  return html`<!doctype html>
<html lang="${readerOf(locale).locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<title>${title} · Reelay</title>
${tags}
${style}
</head>
<body>
${main}
</body>
</html>
`.html;
}

/** A short page: a heading and a paragraph. */
export function notePage(title: Text, text: Text, visitor: Visitor): string {
  const said = visitor.say(title);
  const main = html`<div class="note"><h1>${said}</h1><p>${visitor.say(text)}</p></div>`;
  return framed({ title: said, main }, visitor);
}
