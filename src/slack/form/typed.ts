import type { Command } from "../../chat/command/command.ts";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" } as const;

/** Options whose value is somebody or something in Slack, by its id. */
const MENTION_KINDS = new Set<string>(["member", "role", "channel"]);

/** Whether what follows the command may be a mention that it needs the id of. */
export function takesMentions({ options }: Command): boolean {
  return Object.values(options).some(({ kind }) => MENTION_KINDS.has(kind));
}

/** Mentions by their ids alone, since a name may have spaces; the rest as `unwrap` has it. */
export function unwrapButMentions(text: string): string {
  const parts = text.split(/(<(?:@[\w.-]+|#[\w.-]+|!subteam\^[\w.-]+)(?:\|[^<>]*)?>)/);
  return parts.map((part, index) => (index % 2 === 0 ? unwrap(part) : part.replace(/\|.*>$/s, ">"))).join("");
}

/**
 * What a member typed, without what Slack makes of it on the way: `<@U1|ada>` is `@ada` again, `<#C1|general>` is
 * `#general`, `<!channel>` is `@channel`, and a link is its address alone.
 */
export function unwrap(text: string): string {
  return text
    .replace(/<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g, (whole, mark: string, inside: string, label?: string) => {
      if (mark === "@") return `@${label?.replace(/^@/, "") || inside}`;
      if (mark === "#") return `#${label?.replace(/^#/, "") || inside}`;
      if (mark === "!")
        return inside.startsWith("date^") ? (label ?? whole) : `@${(label || inside).replace(/^@/, "")}`;
      if (/^mailto:/i.test(inside)) return label ?? inside.slice("mailto:".length);
      return /^[a-z][a-z\d+.-]*:/i.test(inside) ? inside : whole;
    })
    .replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity as keyof typeof ENTITIES]);
}
