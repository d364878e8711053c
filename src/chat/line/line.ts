import { UserError } from "../../base/errors.ts";
import { clip } from "../../base/words.ts";
import { quoted } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import { allOf, anyOf, spaced, type Text } from "../../text/text.ts";
import { type Attachment, isAttachment, type RawValue } from "../contract/invocation.ts";
import { lastOf, readMeanings } from "./meanings.js";
import { placeFiles, placesOf, wordsOption } from "./places.js";
import { byPosition } from "./position.ts";
import { tokenize } from "./tokens.js";
import type { Meanings, Reading } from "./types.ts";
import { meaningOf, Unclear } from "./unclear.ts";

const words = sentences("lines", {
  unknown: "There is no option --{name} here.",
  beyond: "Leave {name} out: {last} is the last one here.",
  unvalued: "--{name} needs a value after it.",
  twice: "You gave {option} twice. Keep one of them.",
  asWords: "To keep {said} as words, put all your words in quotes.",
  tooMuch: "This command doesn't take “{said}”.",
  takes: "It takes {names}.",
  takesNone: "It takes no options.",
  noFiles: "This command takes no files. Send it again without the attachment.",
  tooManyFiles:
    "That's {files, plural, one {# file} other {# files}}; this command has room for {free, number} ({options}). Leave the others out.",
});

/** What the parts of a line mean by these options. */
export function readLine(line: string, options: Meanings): Reading[] {
  return readMeanings(tokenize(line), options);
}

/**
 * Reads a typed line by a command's options: what `readMeanings` takes for an option is
 * that one's, and the rest is the option marked `rest`. Attachments fill the command's attachment options in order, but for those named by their file
 * (`reference1:coat.png`). `elsewhere` is what was given beside the line: it counts where both give an option, and its
 * places are taken. What words may mean is asked, by an Unclear, unless `unclear` says that the first of them is meant or
 * that all are words. Throws UserError for an option that the command doesn't have or that stands twice.
 */
export function parseLine(
  line: string,
  options: Meanings,
  attachments: readonly Attachment[],
  elsewhere: Readonly<Record<string, RawValue>> = {},
  unclear: "ask" | "meant" | "words" = "ask",
): Record<string, RawValue> {
  const found = new Map<string, RawValue>();
  const restOption = wordsOption(options);
  const rest: { said: string; value: string }[] = [];
  const named = new Set<string>();
  let asking = unclear !== "words";
  const readings = readLine(line, options);
  const hasPrompt = restOption !== undefined && options[restOption]?.kind !== "choice";
  for (const part of hasPrompt ? readings : byPosition(readings, options)) {
    const may = asking && part.is === "words" ? meaningOf(part, options) : undefined;
    if (may && unclear === "ask") throw new Unclear(may, part.token.text);
    // Of one line one thing is asked.
    if (may) asking = false;
    const reading: Reading = may ? { ...part, is: "given", ...may, valueFrom: part.from } : part;
    if (reading.is === "words") {
      rest.push({ said: reading.token.space + reading.token.text, value: reading.value });
      continue;
    }
    if (reading.is === "unknown") {
      const last = lastOf(reading.name, options);
      if (last !== undefined) throw new UserError(words.beyond({ name: reading.name, last }));
      throw new UserError(spaced(words.unknown({ name: clip(reading.name) }), say(options)));
    }
    const { option } = reading;
    const refusal = options[option]?.refusal;
    if (refusal !== undefined) throw new UserError(refusal, { option });
    if (reading.is === "unvalued")
      throw new UserError(words.unvalued({ name: reading.token.name ?? option }), { option });
    if (named.has(option)) throw new UserError(words.twice({ option }), { option });
    named.add(option);
    const { value } = reading;
    if (option === restOption) rest.push({ said: ` ${value}`, value: String(value) });
    else found.set(option, value);
  }

  // Quotes around all of it only hold it together; those around a part of it are words of it, as in: he says "wait".
  const [only] = rest;
  const typed = (rest.length === 1 && only ? only.value : rest.map(({ said }) => said).join("")).trim();
  if (typed !== "" && restOption === undefined) {
    throw new UserError(spaced(words.tooMuch({ said: clip(typed) }), say(options)));
  }
  if (typed !== "" && restOption !== undefined) found.set(restOption, typed);
  const given = { ...Object.fromEntries(found), ...elsewhere };
  return { ...given, ...placed(attachments, options, given) };
}

/**
 * The sentence about an option of a line; where the line may have meant words by it (`4k`, `voice:`), it says how to keep
 * them.
 */
export function sayAbout({ text, option }: UserError, line: string, options: Meanings): Text {
  if (option === undefined || wordsOption(options) === undefined) return text;
  const refused = options[option]?.refusal !== undefined;
  const meant = readLine(line, options).find((one) => {
    if (one.is !== "given" || one.option !== option || one.token.quoted) return false;
    return one.token.name === undefined || (refused && one.token.sign === ":");
  });
  return meant ? spaced(text, words.asWords({ said: quoted(clip(meant.token.text)) })) : text;
}

/** The attachments by the options that they go to. Throws UserError when there is no room for one. */
function placed(
  attachments: readonly Attachment[],
  options: Meanings,
  given: Readonly<Record<string, RawValue>>,
): Record<string, RawValue> {
  const names = attachments.map(({ name }) => name);
  const places = placeFiles(names, options, given);
  if (places.includes(undefined)) {
    const takers = placesOf(options, given);
    const free = takers.filter((name) => !Object.hasOwn(given, name)).length;
    const files = places.filter((name) => name === undefined || !Object.hasOwn(given, name)).length;
    throw new UserError(
      takers.length === 0 ? words.noFiles : words.tooManyFiles({ files, free, options: anyOf(takers) }),
    );
  }
  return Object.fromEntries(
    attachments.flatMap((file, index) => {
      const name = places[index];
      return name === undefined ? [] : [[name, file]];
    }),
  );
}

/** Writes a line, without the slash, that reads back as the same options; files are left out. */
export function formatLine(command: string, values: Readonly<Record<string, RawValue>>): string {
  const parts = Object.entries(values).flatMap(([name, value]) => {
    if (isAttachment(value)) return [];
    const said = String(value);
    return [`${name}:${/^[^\s"“”„‟«»「」『』\\]+$/.test(said) ? said : `"${said.replace(/[\\"]/g, "\\$&")}"`}`];
  });
  return [command, ...parts].join(" ");
}

function say(options: Meanings): Text {
  const names = Object.keys(options).filter((name) => options[name]?.refusal === undefined);
  return names.length === 0 ? words.takesNone : words.takes({ names: allOf(names) });
}
