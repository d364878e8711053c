import { UserError } from "../errors.ts";
import type { OptionMap } from "./command.ts";
import { type Attachment, isAttachment, type RawValue } from "./invocation.ts";
import { clip, list } from "./options.ts";

/** What stands between two spaces of a typed line, a quoted part being one piece. */
interface Piece {
  /** The white space before it. */
  space: string;
  /** What stands before a value: `duration` of `duration:5`, `turbo` of `--turbo`. */
  name?: string;
  /** Whether the name was written with dashes. */
  dashed?: boolean;
  value: string;
  quoted: boolean;
}

/**
 * Reads a typed line by a command's options: `name:value`, `--name value`, `--name` for yes, a value alone where only
 * one option can mean it (`8s`, `9:16`; in the first line), `--value` of a choice (`--turbo`), and the rest is the
 * option marked `rest`. Attachments fill the command's attachment options in order. Throws UserError for an option
 * that the command doesn't have or that stands twice.
 */
export function parseLine(
  line: string,
  options: OptionMap,
  attachments: readonly Attachment[],
): Record<string, RawValue> {
  const found = new Map<string, RawValue>();
  const restOption = Object.keys(options).find((name) => options[name]?.rest);
  const rest: string[] = [];
  const named = new Set<string>();
  const put = (name: string, value: RawValue) => {
    if (named.has(name)) throw new UserError(`${name} stands there twice. Keep one of them.`, { option: name });
    named.add(name);
    if (name === restOption) rest.push(` ${value}`);
    else found.set(name, value);
  };

  const pieces = scan(line, options);
  let firstLine = true;
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
    firstLine &&= !piece.space.includes("\n");
    if (piece.name === undefined) {
      const claimed = firstLine && !piece.quoted ? claimants(piece.value, options) : [];
      if (claimed.length === 1 && claimed[0] !== undefined) put(claimed[0], piece.value);
      else rest.push(piece.space + piece.value);
    } else if (piece.dashed) {
      const { name, value } = readDashed(piece.name, piece.value, pieces, options);
      put(name, value);
    } else {
      // `duration: 5`, as people type it; what follows a bare `prompt:` is the rest anyway.
      const next = piece.value === "" && piece.name !== restOption ? pieces.shift()?.value : undefined;
      put(piece.name, next ?? piece.value);
    }
  }

  const words = rest.join("").trim();
  if (words !== "" && restOption === undefined) {
    throw new UserError(`“${clip(words)}” is more than this command takes. ${say(options)}`);
  }
  if (words !== "" && restOption !== undefined) found.set(restOption, words);
  fillAttachments(found, options, attachments);
  return Object.fromEntries(found);
}

/** Writes a line, without the slash, that reads back as the same options; files are left out. */
export function formatLine(command: string, values: Readonly<Record<string, RawValue>>): string {
  const parts = Object.entries(values).flatMap(([name, value]) => {
    if (isAttachment(value)) return [];
    const said = String(value);
    return [`${name}:${/^[^\s"\\]+$/.test(said) ? said : `"${said.replace(/[\\"]/g, "\\$&")}"`}`];
  });
  return [command, ...parts].join(" ");
}

/** `--name value`, `--name=value`, `--name` for yes, or `--value` of the one choice that has it. */
function readDashed(
  said: string,
  given: string,
  pieces: Piece[],
  options: OptionMap,
): { name: string; value: RawValue } {
  const option = options[said];
  if (!option) {
    const choices = Object.keys(options).filter((name) => options[name]?.names(said));
    const [only] = choices;
    if (given === "" && choices.length === 1 && only !== undefined) return { name: only, value: said };
    throw new UserError(`There is no option --${clip(said)} here. ${say(options)}`);
  }
  if (given !== "") return { name: said, value: given };
  const next = pieces[0]?.name === undefined ? pieces[0]?.value : undefined;
  if (option.kind === "flag" && !(next !== undefined && /^(yes|no|on|off|true|false)$/i.test(next))) {
    return { name: said, value: true };
  }
  if (next === undefined) throw new UserError(`--${said} needs a value after it.`, { option: said });
  pieces.shift();
  return { name: said, value: next };
}

function claimants(word: string, options: OptionMap): string[] {
  return Object.keys(options).filter((name) => options[name]?.claims(word));
}

function fillAttachments(found: Map<string, RawValue>, options: OptionMap, attachments: readonly Attachment[]): void {
  const takers = Object.keys(options).filter((name) => ["image", "video"].includes(options[name]?.kind ?? ""));
  const free = takers.filter((name) => !found.has(name));
  if (attachments.length > free.length) {
    throw new UserError(
      takers.length === 0
        ? "This command takes no files. Send it again without the attachment."
        : `That is ${attachments.length} files; this command has room for ${free.length} (${list(takers)}). Leave the others out.`,
    );
  }
  attachments.forEach((file, i) => {
    const name = free[i];
    if (name !== undefined) found.set(name, file);
  });
}

function say(options: OptionMap): string {
  const names = Object.keys(options);
  return names.length === 0 ? "It takes no options." : `It takes ${names.join(", ")}.`;
}

function scan(line: string, options: OptionMap): Piece[] {
  // Phones and word processors make curly quotes and long dashes of what was typed.
  const text = line.replace(/[“”„]/g, '"').replace(/(^|\s)[—–](?=[a-z])/gi, "$1--");
  const pieces: Piece[] = [];
  const pattern = /(\s*)((?:--([\w-]+)[:=]?|([a-z]\w*):)?("(?:[^"\\]|\\.)*"(?=\s|$)|\S*))/giy;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) break;
    const [, space = "", raw = "", dashed, before, tail = ""] = match;
    if (raw === "") break;
    const quoted = tail.length > 1 && tail.startsWith('"') && tail.endsWith('"');
    const value = quoted ? tail.slice(1, -1).replace(/\\(.)/gs, "$1") : tail;
    const name = (dashed ?? before)?.toLowerCase();
    if (name !== undefined && (dashed !== undefined || Object.hasOwn(options, name))) {
      pieces.push({ space, name, dashed: dashed !== undefined, value, quoted });
    } else {
      pieces.push({ space, value: quoted && before === undefined ? value : raw, quoted });
    }
  }
  return pieces;
}
