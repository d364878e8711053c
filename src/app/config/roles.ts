import type { Config, Role } from "./environment.ts";

/** What this process does: all that is configured, unless ROLES says which. */
export function rolesOf(config: Config): ReadonlySet<Role> {
  const configured: Role[] = ["worker", "web"];
  if (config.DISCORD_TOKEN !== undefined) configured.push("discord");
  if (config.SLACK_BOT_TOKEN !== undefined) configured.push("slack");
  return new Set(config.ROLES ?? configured);
}

/** The playground is on unless it was turned off, the server is public (the page has no login), or there is a chat. */
export function playgroundIsOn(config: Config): boolean {
  const { PLAYGROUND, PUBLIC_URL, DISCORD_TOKEN, SLACK_BOT_TOKEN } = config;
  if (!rolesOf(config).has("web")) return false;
  return PLAYGROUND ?? [PUBLIC_URL, DISCORD_TOKEN, SLACK_BOT_TOKEN].every((one) => one === undefined);
}
