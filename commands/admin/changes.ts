import type { Off } from "../../src/chat/command/amounts.ts";

/** What the audit says of a value that was set; nothing when it was left out. */
export function set<T extends string | number>(
  what: string,
  value: T | Off | undefined,
  say: (value: T) => string = String,
): string[] {
  if (value === undefined) return [];
  return [value === OFF ? `put ${what} back to the usual` : `set ${what} to ${say(value as T)}`];
}

/** Values without those that were left out, and with `off` as what takes a rule away. */
type Told<Values> = { [Name in keyof Values]?: Exclude<Values[Name], Off> | undefined };

/** Only what was said; `off` as what takes a rule away. */
export function told<Values extends Readonly<Record<string, unknown>>>(values: Values): Told<Values> {
  const said = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said.map(([name, value]) => [name, value === OFF ? undefined : value])) as Told<Values>;
}

const OFF: Off = "off";
