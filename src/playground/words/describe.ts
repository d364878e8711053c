import type { Command } from "../../chat/command/command.ts";
import type { Option } from "../../chat/command/option.ts";
import { render } from "../../text/render.ts";
import { sentences } from "../../text/sentences.ts";
import { dotted, type Text } from "../../text/text.ts";

const words = sentences("playground-options", {
  between: "{min} to {max}",
  longest: "at most {most, plural, one {# character} other {# characters}}",
  standard: "{value} by default",
});

/** A command as the page completes it: its options without what reads them, and its words as that locale reads them. */
export function describe({ name, description, adminOnly = false, options, lacks = {} }: Command, locale: string) {
  const described = Object.entries(options).map(([name, option]) => [name, describeOption(name, option, locale)]);
  const refused = Object.entries(lacks).map(([one, { refusal = "", ...meant }]) => {
    return [one, { ...meant, refusal: render(refusal, locale) }];
  });
  return {
    ...{ name, description: render(description, locale), adminOnly },
    ...{ options: Object.fromEntries(described), lacks: Object.fromEntries(refused) },
  };
}

function describeOption(name: string, { read: _read, ...option }: Option<unknown>, locale: string) {
  const values = valuesOf(option);
  const [description, bounds] = [option.description, boundsOf(option, values)].map((text) => render(text, locale));
  return { name, ...option, description, values, bounds };
}

/** The values that an option offers. */
function valuesOf({ kind, choices, completes }: Omit<Option<unknown>, "read">): readonly string[] {
  if (kind === "flag") return ["yes", "no"];
  return choices ?? (typeof completes === "object" ? completes : []);
}

/** What an option takes, in a few notes. */
function boundsOf(option: Omit<Option<unknown>, "read">, values: readonly string[]): Text {
  const { min, max, maxLength, standard, aliases = {} } = option;
  return dotted(
    min !== undefined && max !== undefined && words.between({ min, max }),
    values.length > 0 && [...values, ...Object.keys(aliases)].join(", "),
    maxLength !== undefined && words.longest({ most: maxLength }),
    standard !== undefined && words.standard({ value: standard }),
  );
}
