/** The forms of what an operator copies from the developer portals, the surest first. */
const KINDS: readonly (readonly [form: RegExp, kind: string])[] = [
  [/^xoxb-/, "a Slack bot token"],
  [/^xapp-/, "a Slack app-level token"],
  [/^xoxp-/, "a Slack user token"],
  [/^xoxe[.-]/, "a Slack token of token rotation, which ends within hours"],
  [/^xox[a-z]-/, "a Slack token of another kind"],
  [/^bot\s/i, "a token with “Bot” in front of it"],
  [/^[\w-]{23,30}\.[\w-]{6}\.[\w-]{27,}$/, "a Discord bot's token"],
  [/^[0-9a-f]{64}$/i, "the public key of a Discord application"],
  [/^\d{17,20}$/, "an id at Discord"],
  [/^[0-9a-f]{32}$/, "a Slack signing secret or client secret"],
  [/^[\w-]{32}$/, "the client secret of a Discord application"],
];

/** What a secret is by its form: `a Slack user token`. Undefined for what has none of the known ones. */
export function kindOfToken(text: string): string | undefined {
  return KINDS.find(([form]) => form.test(text))?.[1];
}
