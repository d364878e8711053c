import { UserError } from "../../base/errors.ts";
import { clip } from "../../base/words.ts";
import { quoted } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import { ANSWER, choiceOf, namesOf } from "./meanings.js";
import { nearestOf } from "./nearest.ts";
import type { Meanings, Meant, Words } from "./types.ts";

const words = sentences("unclear", {
  meant: "Did you mean {meant}? If so, write it that way. To keep {said} as words, put all your words in quotes.",
});

/** Words of a line that may mean an option. Only the member can tell, and nothing is held before they have. */
export class Unclear extends UserError {
  /** As it would be written: `duration:5`. */
  readonly meant: string;
  /** As it was typed. */
  readonly said: string;

  constructor({ option, value }: NonNullable<Words["may"]>, typed: string) {
    const meant = `${option}:${value}`;
    const said = clip(typed);
    super(words.meant({ meant, said: quoted(said) }), { option });
    this.meant = meant;
    this.said = said;
  }
}

/** Shorter names are too near to words of everyday. */
const SHORTEST_NAME = 4;
const LONGEST_NAME = 24;
/** From so many letters on, two of them may be wrong. */
const LONG_NAME = 5;
/** Any words can be a text's value, so its name must be nearer to be meant. */
const TEXT_NAME = 6;

/** What words may mean: what an end of the line says, or `durration:5` anywhere, where what stands behind it can be its value. */
export function meaningOf({ token, may }: Words, options: Meanings): Words["may"] {
  if (may) return may;
  const { name = "", sign, value } = token;
  if (sign !== ":" || value === "" || name.length < SHORTEST_NAME || name.length > LONGEST_NAME) return undefined;
  const most = name.length < LONG_NAME ? 1 : 2;
  const names = namesOf(options);
  const near: string[] = [];
  for (const [one, option] of names) {
    if (Math.abs(one.length - name.length) > most) continue;
    const meant = options[option];
    if (!meant?.rest && meant?.refusal === undefined && canBe(meant, value, name)) near.push(one);
  }
  const option = names.get(nearestOf(name, near, most) ?? "");
  return option === undefined ? undefined : { option, value };
}

/** Whether what stands behind a misspelt name looks like a value of that option. */
function canBe(option: Meant | undefined, value: string, name: string): boolean {
  switch (option?.kind) {
    case "choice":
      return choiceOf(option, value) !== undefined || (option.atEnds?.includes(value.toLowerCase()) ?? false);
    case "integer":
      return /^\d+(?:\.\d+)?[a-z]*$/i.test(value);
    case "flag":
      return ANSWER.test(value);
    case "image":
    case "video":
      return /^https?:\/\/|\.[a-z\d]{2,4}$/i.test(value);
    case "text":
      return name.length >= TEXT_NAME;
    default:
      return false;
  }
}
