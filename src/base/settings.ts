import { z } from "zod";

/** How single values of the environment are read. What can't be read is told by what the variable wants. */

/** A value that `read` understands; `wants` ends the sentence of a problem. */
export function value<T>(wants: string, read: (text: string) => T | undefined) {
  return z.string().transform((text, context) => {
    const result = read(text.trim());
    if (result !== undefined) return result;
    context.addIssue({ code: "custom", message: wants });
    return z.NEVER;
  });
}

export function whole(least: number, most: number, wants: string) {
  return value(`${wants} from ${least} to ${most.toLocaleString("en-GB")}`, (text) => {
    const number = Number(text);
    return /^\d+$/.test(text) && number >= least && number <= most ? number : undefined;
  });
}

export function decimal(least: number, most: number, wants: string) {
  return value(`${wants} from ${least} to ${most.toLocaleString("en-GB")}`, (text) => {
    const number = Number(text);
    return /^\d+(\.\d+)?$/.test(text) && number >= least && number <= most ? number : undefined;
  });
}

export function oneOf<const T extends string>(words: readonly T[]) {
  return value(`one of ${words.join(", ")}`, (text) => words.find((word) => word === text.toLowerCase()));
}

export const address = value("an address that begins with https:// or http://", (text) => {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username + password === "" ? text.replace(/\/+$/, "") : undefined;
});

export function someOf<const T extends string>(words: readonly T[]) {
  return value(`any of ${words.join(", ")}`, (text) => {
    const said = list(text);
    const found = said.flatMap((one) => words.find((word) => word === one.toLowerCase()) ?? []);
    return found.length === said.length && found.length > 0 ? [...new Set(found)] : undefined;
  });
}

export function list(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== "");
}

/** A chat's token: one word that begins as they do. */
export function token(wants: string, form: RegExp) {
  return value(wants, (text) => (form.test(text) ? text : undefined));
}

const YES_NO: Readonly<Record<string, boolean>> = {
  on: true,
  yes: true,
  true: true,
  off: false,
  no: false,
  false: false,
};
export const switched = value("on or off", (text) => YES_NO[text.toLowerCase()]);
