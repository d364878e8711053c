import { UserError } from "../../base/errors.ts";
import { clip, orList, plural, quote } from "../../base/words.ts";
import type { Command } from "../command/command.ts";
import { findCommand } from "../command/find.ts";
import type { OptionMap } from "../command/option.ts";
import { type Attachment, isAttachment, type RawValue } from "../contract/invocation.ts";

/** What stands between two spaces of a typed line, a quoted part being one piece. */
interface Piece {
  /** The white space before it. */
  space: string;
  /** As it was typed. */
  raw: string;
  /** What stands before a value: `duration` of `duration:5`, `turbo` of `--turbo`. */
  name?: string;
  /** Whether the name was written with dashes. */
  dashed?: boolean;
  /** Without name and quotes. */
  value: string;
  quoted: boolean;
}

/** Kinds of options that a file fills. */
const FILE_KINDS = new Set<string>(["image", "video"]);

/**
 * Reads a typed line by a command's options: `name:value`, `--name value`, `--name` for yes, a value alone where only
 * one option can mean it (`8s`, `9:16`; in the first line), `--value` of a choice (`--turbo`), and the rest is the
 * option marked `rest`. Attachments fill the command's attachment options in order, but for those named by their file
 * (`reference1:coat.png`). Throws UserError for an option that the command doesn't have or that stands twice.
 */
export function parseLine(
  line: string,
  options: OptionMap,
  attachments: readonly Attachment[],
): Record<string, RawValue> {
  const found = new Map<string, RawValue>();
  const restOption = Object.keys(options).find((name) => options[name]?.rest);
  const rest: Pick<Piece, "space" | "raw" | "value">[] = [];
  const named = new Set<string>();
  const put = (name: string, value: RawValue) => {
    if (named.has(name)) throw new UserError(`${name} stands there twice. Keep one of them.`, { option: name });
    named.add(name);
    if (name === restOption) rest.push({ space: " ", raw: String(value), value: String(value) });
    else found.set(name, value);
  };

  // The last piece is the next one: taking from the end costs the same however long the line is.
  const pieces = scan(line, options).reverse();
  let firstLine = true;
  for (let piece = pieces.pop(); piece; piece = pieces.pop()) {
    firstLine &&= !piece.space.includes("\n");
    if (piece.name === undefined) {
      const claimed = firstLine && !piece.quoted ? claimants(piece.value, options) : [];
      if (claimed.length === 1 && claimed[0] !== undefined) put(claimed[0], piece.value);
      else rest.push(piece);
    } else if (piece.dashed) {
      const { name, value } = readDashed(piece, pieces, options);
      put(name, value);
    } else {
      // `duration: 5`, as people type it; what follows a bare `prompt:` is the rest anyway.
      const bare = piece.value === "" && !piece.quoted && piece.name !== restOption;
      put(piece.name, (bare ? takeValue(pieces) : undefined) ?? piece.value);
    }
  }

  // Quotes around all of it only hold it together; those around a part of it are words of it, as in: he says "wait".
  const [only] = rest;
  const words = (rest.length === 1 && only ? only.value : rest.map(({ space, raw }) => space + raw).join("")).trim();
  if (words !== "" && restOption === undefined) {
    throw new UserError(`${quote(words)} is more than this command takes. ${say(options)}`);
  }
  if (words !== "" && restOption !== undefined) found.set(restOption, words);
  fillAttachments(found, options, takeNamed(found, options, attachments));
  return Object.fromEntries(found);
}

/** The line with some options set anew, for the same command; one that no command reads stays as it is. */
export function changeLine(
  line: string,
  commands: readonly Command[],
  change: Readonly<Record<string, RawValue>>,
): string {
  const { command, rest } = findCommand(commands, line);
  if (!command) return line;
  const options = parseLine(rest, command.options, []);
  return formatLine(command.name, { ...options, ...change });
}

/** Writes a line, without the slash, that reads back as the same options; files are left out. */
export function formatLine(command: string, values: Readonly<Record<string, RawValue>>): string {
  const parts = Object.entries(values).flatMap(([name, value]) => {
    if (isAttachment(value)) return [];
    const said = String(value);
    return [`${name}:${/^[^\s"“”„\\]+$/.test(said) ? said : `"${said.replace(/[\\"]/g, "\\$&")}"`}`];
  });
  return [command, ...parts].join(" ");
}

/** `--name value`, `--name=value`, `--name` for yes, or `--value` of the one choice that has it. */
function readDashed(piece: Piece, pieces: Piece[], options: OptionMap): { name: string; value: RawValue } {
  const said = piece.name ?? "";
  const name = optionOf(said, options);
  if (name === undefined) {
    const value = piece.raw.replace(DASHES, "");
    const [only, ...more] = choicesOf(value, options);
    if (only !== undefined && more.length === 0) return { name: only, value };
    throw new UserError(`There is no option --${clip(said)} here. ${say(options)}`);
  }
  if (piece.value !== "" || piece.quoted) return { name, value: piece.value };
  const next = pieces.at(-1);
  const answer = next?.name === undefined && /^(yes|no|on|off|true|false)$/i.test(next?.value ?? "");
  if (options[name]?.kind === "flag" && !answer) return { name, value: true };
  const value = takeValue(pieces);
  if (value === undefined) throw new UserError(`--${said} needs a value after it.`, { option: name });
  return { name, value };
}

/** Takes the next piece as a value, unless it names an option of its own. */
function takeValue(pieces: Piece[]): string | undefined {
  return pieces.at(-1)?.name === undefined ? pieces.pop()?.value : undefined;
}

/** The option that `--said` names; `--end-image` is as good as `--end_image`. */
function optionOf(said: string, options: OptionMap): string | undefined {
  return [said, said.replaceAll("-", "_")].find((name) => Object.hasOwn(options, name));
}

/** The options that have a value of that name. */
function choicesOf(value: string, options: OptionMap): string[] {
  return Object.keys(options).filter((name) => options[name]?.names(value));
}

function claimants(word: string, options: OptionMap): string[] {
  return Object.keys(options).filter((name) => options[name]?.claims(word));
}

/** Puts the attachments that the line names by their file into their options, and gives the others. */
function takeNamed(
  found: Map<string, RawValue>,
  options: OptionMap,
  attachments: readonly Attachment[],
): readonly Attachment[] {
  const left = [...attachments];
  for (const [name, value] of found) {
    if (typeof value !== "string" || !FILE_KINDS.has(options[name]?.kind ?? "")) continue;
    const index = left.findIndex((file) => file.name.toLowerCase() === value.toLowerCase());
    const [file] = index < 0 ? [] : left.splice(index, 1);
    if (file) found.set(name, file);
  }
  return left;
}

function fillAttachments(found: Map<string, RawValue>, options: OptionMap, attachments: readonly Attachment[]): void {
  const takers = Object.keys(options).filter((name) => FILE_KINDS.has(options[name]?.kind ?? ""));
  const free = takers.filter((name) => !found.has(name));
  if (attachments.length > free.length) {
    throw new UserError(
      takers.length === 0
        ? "This command takes no files. Send it again without the attachment."
        : `That is ${plural(attachments.length, "file")}; this command has room for ${free.length} (${orList(takers)}). Leave the others out.`,
    );
  }
  for (const file of attachments) {
    // A file's name says enough to choose between a picture's place and a video's; what it really is, the probe says.
    const kind = /\.(mp4|m4v|mov|webm|mkv|avi)$/i.test(file.name) ? "video" : "image";
    const open = takers.filter((name) => !found.has(name));
    const name = open.find((one) => options[one]?.kind === kind) ?? open[0];
    if (name !== undefined) found.set(name, file);
  }
}

function say(options: OptionMap): string {
  const names = Object.keys(options);
  return names.length === 0 ? "It takes no options." : `It takes ${names.join(", ")}.`;
}

/** Phones make one long dash of two. */
const DASHES = /^(?:--|[—–])/;

/**
 * White space, a name if there is one, and a value: quoted, straight or as phones and word processors curl it, or up
 * to the next white space. The mark after a closing quote belongs to the sentence around it.
 */
const PIECE =
  /(\s*)((?:(?:--(?=[a-z\d])|[—–](?=[a-z]))([\w-]+)[:=]?|([a-z]\w*):)?((?:"(?:[^"\\]|\\.)*"|[“”„](?:[^“”„\\]|\\.)*[“”„])(?=[\s.,;:!?]|$)|\S*))/gisy;

function scan(line: string, options: OptionMap): Piece[] {
  const pieces: Piece[] = [];
  for (const [, space = "", raw = "", dashed, before, tail = ""] of line.matchAll(PIECE)) {
    if (raw === "") break;
    const quoted = /^["“”„].*["“”„]$/s.test(tail);
    const value = quoted ? tail.slice(1, -1).replace(/\\(.)/gs, "$1") : tail;
    const name = (dashed ?? before)?.toLowerCase();
    if (name !== undefined && means(raw, name, options)) {
      pieces.push({ space, raw, name, dashed: dashed !== undefined, value, quoted });
    } else {
      pieces.push({ space, raw, value: quoted && before === undefined ? value : raw, quoted });
    }
  }
  return pieces;
}

/** Whether the name is meant as one. Only two real dashes say so by themselves: a long one may be part of a sentence. */
function means(raw: string, name: string, options: OptionMap): boolean {
  if (raw.startsWith("--")) return true;
  if (!DASHES.test(raw)) return Object.hasOwn(options, name);
  return optionOf(name, options) !== undefined || choicesOf(name, options).length > 0;
}
