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
const NOT_SAID = /^(sql|require|matchMedia|createHash|Symbol|RegExp|sayFault|configError|throwIfError)$/;
/** Errors of the language and of libraries. A UserError takes a text, and a text of the catalogue is no literal. */
const ERRORS = /^(?!UserError$)\w*Error$/;
/** Words for a model to read, who reads English. */
const FOR_A_MODEL = /_PROMPT$/;

/** What a program calls things, wherever it does. */
export interface Names {
  /** Values that a type lists, which tell cases apart, and names of commands, which are typed. */
  codes: ReadonlySet<string>;
  /** Our own errors, which only the log sees: what a member reads is a UserError's. */
  errors: ReadonlySet<string>;
}

/** What these sources call things. */
export function namesIn(sources: readonly { source: string; language: "ts" | "js" }[]): Names {
  const codes = new Set<string>();
  const errors = new Set<string>();
  const visit = (node: Node): void => {
    const code = codeOf(node);
    if (code !== undefined) codes.add(code);
    const base = node.type === "ClassDeclaration" ? calleeOf(node.superClass) : "";
    if (ERRORS.test(base) || errors.has(base)) errors.add(nameOf(node.id));
    for (const value of Object.values(node)) for (const child of [value].flat()) if (isNode(child)) visit(child);
  };
  const trees = sources.map(({ source, language }) => parseAst(source, { lang: language }) as unknown as Node);
  for (let before = -1; before < errors.size; ) {
    before = errors.size;
    for (const tree of trees) visit(tree);
  }
  return { codes, errors };
}

/** A value of a type, or what a command is called. */
function codeOf(node: Node): string | undefined {
  if (node.type === "TSLiteralType") return isNode(node.literal) ? saidBy(node.literal) : undefined;
  if (node.type === "TSTemplateLiteralType") return saidBy(node);
  if (node.type !== "CallExpression" || calleeOf(node.callee) !== "defineCommand") return undefined;
  const [definition] = node.arguments as Node[];
  const name = (definition?.properties as Node[] | undefined)?.find(({ key }) => nameOf(key) === "name");
  return isNode(name?.value) ? saidBy(name.value) : undefined;
}

/** All literals in the source, outside the catalogue, that a person could read. */
export function findWords(source: string, language: "ts" | "js", names: Names): Found[] {
  const found: Found[] = [];
  const visit = (node: Node, shown: boolean): void => {
    if (isForUs(node, names.errors)) return;
    const said = saidBy(node);
    if (
      said !== undefined &&
      !NO_WORDS.test(said) &&
      !isCode(said, names.codes) &&
      (readsLikeWords(said) || (shown && /^\p{Lu}\p{Ll}+/u.test(said.trim())))
    ) {
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

/** A sentence in a type would be no code. */
function isCode(said: string, codes: Names["codes"]): boolean {
  return codes.has(said) && /^[\p{Ll}\d… ]+$/u.test(said);
}

/** Written for a database, a browser or an HTTP client: operators, columns, header values, policies; what a signature
 * is bound to; names of models, which are the same in every language; and lines as a member types them, with the slash or
 * without. */
const NO_WORDS =
  /^event: |^(is not|not in|not like|double precision)$|^reelay [a-z ]+ \d\n$|^Kling [O\d.]+( Turbo)?$|^\w+ as \w+$|^(pragma|select|begin|set) |-src '|\bmax-age\b|^\w+\/[\w.+-]+;|^(noindex|no-store|private), |^Bearer …$|^[a-z]+ ([a-z]+ )?\w+:\S|^\/[a-z]+( [\p{L}\d:@#…_.-]+)*$/u;

/** Two words, or a sentence of one; of a page, outside its tags or in an attribute that is read out. */
function readsLikeWords(said: string): boolean {
  const words = said
    .replace(/<[!/\w][^>]*(?:>|$)/g, (tag) => ` ${[...tag.matchAll(SAID_IN_TAG)].map(([, value]) => value).join(" ")} `)
    .replace(/(?<=\s)…(?=\s)|\s+/g, " ")
    .replace(/ +/g, " ")
    .trim();
  return /\p{L}{2}[,.:;!?)”’'…]* [“(]?\p{L}/u.test(words) || /^\p{Lu}\p{L}+.*[.!?…]$/u.test(words);
}

/** The words of a literal; `…` stands for what a template puts in. */
function saidBy(node: Node): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral" && node.type !== "TSTemplateLiteralType") return undefined;
  const quasis = node.quasis as { value: { cooked: string } }[];
  return quasis.map(({ value }) => value.cooked).join("…");
}

function isShown(node: Node, part: string): boolean {
  return node.type === "Property" && part === "value" && SHOWN.has(nameOf(node.key));
}

/** What nobody but us reads: the catalogue itself, types, imports, the log, our own errors, SQL; and what is said to a model. */
function isForUs(node: Node, errors: Names["errors"]): boolean {
  if (/^TS(?!As|Satisfies|NonNull)/.test(node.type) || /^(Import|ExportAll)/.test(node.type)) return true;
  if (node.type === "TaggedTemplateExpression") return NOT_SAID.test(calleeOf(node.tag));
  if (node.type === "Property" && nameOf(node.key) === "example") return true;
  if (node.type === "VariableDeclarator" && FOR_A_MODEL.test(nameOf(node.id))) return true;
  if (node.type === "NewExpression") {
    const name = calleeOf(node.callee);
    return ERRORS.test(name) || errors.has(name);
  }
  // Names of an element's classes.
  if (node.type === "Property" && nameOf(node.key) === "class") return true;
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
