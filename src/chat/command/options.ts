import { UserError } from "../../base/errors.ts";
import { clip } from "../../base/words.ts";
import { quoted } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import { anyOf, type Text } from "../../text/text.ts";
import { type FileSource, isAttachment, readFileSource } from "../contract/invocation.ts";
import { choiceOf } from "../line/meanings.js";
import type { Meant } from "../line/types.ts";
import { type Option, written } from "./option.ts";

const words = sentences("options", {
  seconds: "{name} takes whole seconds from {min, number} to {max, number}, not {said}. Try {name}:{instead, number}.",
  integer: "{name} takes a whole number from {min, number} to {max, number}, not {said}.",
  choice: "{name} can be {choices}, not {said}.",
  flag: "{name} can be yes or no, not {said}.",
  picture: "Attach the picture for {name} to the command, or give its link: {name}:https://…",
  video: "Attach the video for {name} to the command, or give its link: {name}:https://…",
});

/** What is suggested to somebody whose number of seconds was none. */
const USUAL_SECONDS = 5;

/** The option under other names too, for those who type them: `aspect_ratio`, as the gateway calls `aspect`. */
export function typedAlso<T>(option: Option<T>, ...also: readonly string[]): Option<T> {
  return { ...option, also };
}

/** Free text. `rest` makes it the option that a typed line's words go to. */
export function text(
  description: Text,
  settings: Pick<Option<string>, "rest" | "bare" | "maxLength" | "completes" | "label" | "lines"> = {},
): Option<string> {
  return { kind: "text", description, ...settings, read: written((said) => said) };
}

/** A whole number of seconds; `8s` means 8 in a typed line. */
export function seconds(description: Text, settings: { min: number; max: number; standard?: string }): Option<number> {
  const { min, max } = settings;
  return {
    kind: "integer",
    description,
    unit: "s",
    atEnds: ["sec", "secs", "second", "seconds"],
    ...settings,
    read: written((said, name) => {
      const match = /^(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?)?$/i.exec(said);
      const value = match ? Number(match[1]) : Number.NaN;
      if (!Number.isInteger(value) || value < min || value > max) {
        const near = Number.isNaN(value) ? USUAL_SECONDS : Math.round(value);
        const instead = Math.min(max, Math.max(min, near));
        throw new UserError(words.seconds({ ...sayWrong(name, said), min, max, instead }), { option: name });
      }
      return value;
    }),
  };
}

/** A whole number within bounds. */
export function integer(description: Text, bounds: { min: number; max: number }): Option<number> {
  const { min, max } = bounds;
  return {
    kind: "integer",
    description,
    ...bounds,
    read: written((said, name) => {
      const value = /^-?\d+$/.test(said) ? Number(said) : Number.NaN;
      if (value >= min && value <= max) return value;
      throw new UserError(words.integer({ ...sayWrong(name, said), min, max }), { option: name });
    }),
  };
}

/**
 * One of a few values. `aliases` are other ways to type them, by what is typed; `atEnds` and `filesGo` are as a typed line
 * means them.
 */
export function choice<const Value extends string>(
  description: Text,
  choices: readonly Value[],
  settings: {
    aliases?: Readonly<Record<string, Value>>;
    spellings?: Readonly<Record<string, Value>>;
    standard?: Value;
  } & Pick<Meant, "atEnds" | "filesGo" | "plain"> = {},
): Option<Value> {
  const meant = { kind: "choice", choices, ...settings } as const;
  return {
    ...meant,
    description,
    read: written((said, name) => {
      const value = choiceOf(meant, said);
      const found = choices.find((one) => one === value);
      if (found !== undefined) return found;
      throw new UserError(words.choice({ ...sayWrong(name, said), choices: anyOf(choices) }), { option: name });
    }),
  };
}

const YES = new Set(["yes", "y", "true", "on", "1"]);
const NO = new Set(["no", "n", "false", "off", "0"]);

/** Yes or no. */
export function flag(description: Text, settings: Pick<Meant, "plain"> = {}): Option<boolean> {
  return {
    kind: "flag",
    description,
    ...settings,
    read: written((said, name) => {
      if (YES.has(said.toLowerCase())) return true;
      if (NO.has(said.toLowerCase())) return false;
      throw new UserError(words.flag(sayWrong(name, said)), { option: name });
    }),
  };
}

/** A picture or a video: attached, a link, or a part of an earlier job. What it really is, the probe says. */
export function attachment(
  description: Text,
  { accept, ...settings }: { accept: "image" | "video" } & Pick<Option<FileSource>, "mark">,
): Option<FileSource> {
  const missing = accept === "image" ? words.picture : words.video;
  return {
    kind: accept,
    description,
    ...settings,
    read: (raw, name) => {
      const source = isAttachment(raw) ? raw : readFileSource(String(raw).trim());
      if (source !== undefined) return source;
      throw new UserError(missing({ name }), { option: name });
    },
  };
}

function sayWrong(name: string, said: string) {
  return { name, said: quoted(clip(said)) };
}
