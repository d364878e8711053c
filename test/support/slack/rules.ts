import type { Json } from "./types.ts";

/** Says what is wrong, and where: a JSON pointer as Slack's own messages have it. */
export type Say = (at: string, problem: string) => void;
export type Rule = (value: unknown, at: string, say: Say) => void;
export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function string(most: number, least = 1): Rule {
  return (value, at, say) => {
    if (typeof value !== "string") return say(at, "must be a string");
    if (value.length > most) say(at, `must be at most ${most} characters, has ${value.length}`);
    if (value.length < least) say(at, `must be more than ${least - 1} characters`);
  };
}

export function number(least: number, most: number): Rule {
  return (value, at, say) => {
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
      say(at, `must be a whole number from ${least} to ${most}`);
    }
  };
}

export const boolean: Rule = (value, at, say) => {
  if (typeof value !== "boolean") say(at, "must be true or false");
};

export function oneOf(...values: readonly unknown[]): Rule {
  return (value, at, say) => {
    if (!values.includes(value)) say(at, `must be one of ${values.join(", ")}`);
  };
}

export function list(most: number, each: Rule, least = 1): Rule {
  return (value, at, say) => {
    if (!Array.isArray(value)) return say(at, "must be an array");
    if (value.length > most) say(at, `must have at most ${most} items, has ${value.length}`);
    if (value.length < least) say(at, `must have at least ${least} items`);
    value.forEach((one, index) => {
      each(one, `${at}/${index}`, say);
    });
  };
}

/** Names with a `!` must be there; names that are not listed must not. */
export function shape(properties: Readonly<Record<string, Rule>>): Rule {
  const rules = new Map(Object.entries(properties).map(([name, rule]) => [name.replace("!", ""), rule]));
  const needed = Object.keys(properties).flatMap((name) => (name.endsWith("!") ? [name.slice(0, -1)] : []));
  return (value, at, say) => {
    if (!isJson(value)) return say(at, "must be an object");
    for (const name of needed) if (value[name] === undefined) say(at, `missing required field: ${name}`);
    for (const [name, one] of Object.entries(value)) {
      if (one === undefined) continue;
      const rule = rules.get(name);
      if (rule) rule(one, `${at}/${name}`, say);
      else say(at, `invalid additional property: ${name}`);
    }
  };
}

/** By its `type`, one of these. */
export function kinds(rules: Readonly<Record<string, Rule>>): Rule {
  return (value, at, say) => {
    const type = isJson(value) ? String(value.type) : "";
    const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
    if (rule) rule(value, at, say);
    else say(at, `unsupported type: ${type}`);
  };
}

export const anything: Rule = () => undefined;

/** Besides the rule, exactly one of these names. */
export function exclusive(rule: Rule, ...names: readonly string[]): Rule {
  return (value, at, say) => {
    rule(value, at, say);
    if (isJson(value) && names.filter((name) => value[name] !== undefined).length !== 1) {
      say(at, `needs exactly one of ${names.join(", ")}`);
    }
  };
}
