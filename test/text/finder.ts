import { parseAst } from "rolldown/parseAst";

/** A literal that reads like words for people, where it stands. */
export interface Found {
  line: number;
  said: string;
}

interface Node {
  type: string;
  start: number;
  [part: string]: unknown;
}

/** Parts of a card, a form or a page that are shown as they are, a single word included. */
const SHOWN = new Set(["label", "title", "footer", "alt", "placeholder", "hint", "description", "advice", "happened"]);

/** `aria-label="Play"`. */
const SAID_IN_TAG = /\b(?:aria-label|alt|title|placeholder)="([^"]*)"/g;

/** What these are called with is for us: they name a file, a column, what failed, or a part of the program's own text. */
const NOT_SAID = /^(sql|require|createHash|Symbol|RegExp|sayFault)$/;
/** Errors that only the log sees. A UserError takes a text, and a text of the catalogue is no literal. */
const OUR_ERRORS = /^(?!UserError$)\w*(Error|Gone|Failed|Lost|Refused|Violation)$/;

/** All literals in the source, outside the catalogue, that a person could read. */
export function findWords(source: string, language: "ts" | "js"): Found[] {
  const found: Found[] = [];
  const visit = (node: Node, shown: boolean): void => {
    if (isForUs(node)) return;
    const said = saidBy(node);
    if (said !== undefined && (readsLikeWords(said) || (shown && /^\p{Lu}\p{Ll}+/u.test(said.trim())))) {
      found.push({ line: source.slice(0, node.start).split("\n").length, said });
    }
    for (const [part, value] of Object.entries(node)) {
      if (part === "key" || part === "source") continue;
      for (const child of [value].flat()) if (isNode(child)) visit(child, isShown(node, part));
    }
  };
  visit(parseAst(source, { lang: language }) as unknown as Node, false);
  return found;
}

/** Written for a database, a browser or an HTTP client: operators, columns, header values, policies; and
 * lines as a member types them. */
const NO_WORDS =
  /^(is not|not in|double precision)$|^\w+ as \w+$|^(pragma|select|begin|set) |-src '|\bmax-age\b|^\w+\/[\w.+-]+;|^(noindex|no-store|private), |^Bearer …$|^[a-z]+ ([a-z]+ )?\w+:\S/;

/** Two words, or a sentence of one; of a page, outside its tags or in an attribute that is read out. */
function readsLikeWords(said: string): boolean {
  if (NO_WORDS.test(said)) return false;
  const words = said
    .replace(/<[^>]*>/g, (tag) => ` ${[...tag.matchAll(SAID_IN_TAG)].map(([, value]) => value).join(" ")} `)
    .replace(/(?<=\s)…(?=\s)|\s+/g, " ")
    .replace(/ +/g, " ")
    .trim();
  return /\p{L}{2}[,.:;!?)”’'…]* [“(]?\p{L}/u.test(words) || /^\p{Lu}\p{L}+.*[.!?…]$/u.test(words);
}

/** The words of a literal; `…` stands for what a template puts in. */
function saidBy(node: Node): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral") return undefined;
  const quasis = node.quasis as { value: { cooked: string } }[];
  return quasis.map(({ value }) => value.cooked).join("…");
}

function isShown(node: Node, part: string): boolean {
  return node.type === "Property" && part === "value" && SHOWN.has(nameOf(node.key));
}

/** What nobody but us reads: the catalogue itself, types, imports, the log, our own errors, SQL. */
function isForUs(node: Node): boolean {
  if (/^TS(?!As|Satisfies|NonNull)/.test(node.type) || /^(Import|ExportAll)/.test(node.type)) return true;
  if (node.type === "TaggedTemplateExpression") return NOT_SAID.test(calleeOf(node.tag));
  if (node.type === "NewExpression") return OUR_ERRORS.test(calleeOf(node.callee));
  if (node.type !== "CallExpression") return false;
  const callee = node.callee as Node;
  if (callee.type === "Super") return true;
  const name = calleeOf(callee);
  return name === "sentences" || NOT_SAID.test(name) || isLog(callee);
}

/** `log.warn(…)`, `log[level](…)`, `desk.log.error(…)`. */
function isLog(callee: Node): boolean {
  return callee.type === "MemberExpression" && /^log(ger)?$/.test(calleeOf(callee.object));
}

/** The last name of what is called: `b` of `a.b`. */
function calleeOf(node: unknown): string {
  if (!isNode(node)) return "";
  return node.type === "MemberExpression" ? nameOf(node.property) : nameOf(node);
}

function nameOf(node: unknown): string {
  return isNode(node) ? String(node.name ?? node.value ?? "") : "";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
