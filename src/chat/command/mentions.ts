import { UserError } from "../../base/errors.ts";
import { clip } from "../../base/words.ts";
import { quoted } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import { type Option, written } from "./option.ts";

const words = sentences("mentions", {
  member: "{name} takes a member, as @name, not {said}.",
  role: "{name} takes a role, as @name, not {said}.",
  channel: "{name} takes a channel, as #name, not {said}.",
});

/** How the chats write a mention, by what is mentioned: `<@123>`, `<@U1|ada>`, `<@&9>`, `<!subteam^S1|@team>`, `<#C1>`. */
const MENTIONS = {
  member: /^<@!?([\w.-]+)(?:\|[^>]*)?>$/,
  role: /^<(?:@&|!subteam\^)([\w.-]+)(?:\|[^>]*)?>$/,
  channel: /^<#([\w.-]+)(?:\|[^>]*)?>$/,
} as const;

type Kind = keyof typeof MENTIONS;

/** Signs that people put before a name. */
const SIGN = { member: "@", role: "@", channel: "#" } as const satisfies Record<Kind, string>;

/** The platform's id of a member of the workspace. Whether there is such a one, the chat knows. */
export const member = (description: Text) => mention("member", description);
/** The platform's id of a role, or of a group of members. */
export const role = (description: Text) => mention("role", description);
/** The platform's id of a channel. */
export const channel = (description: Text) => mention("channel", description);

function mention(kind: Kind, description: Text): Option<string> {
  return {
    kind,
    description,
    read: written((said, name) => {
      const bare = said.startsWith(SIGN[kind]) ? said.slice(1) : said;
      const id = MENTIONS[kind].exec(said)?.[1] ?? (/^[\w.-]{1,64}$/.test(bare) ? bare : undefined);
      if (id !== undefined) return id;
      throw new UserError(words[kind]({ name, said: quoted(clip(said)) }), { option: name });
    }),
  };
}
