import type { Config, Role } from "./environment.ts";
import { type KnownPlatform, PLATFORMS } from "./platforms.ts";

/** What this process does: all that is configured, unless ROLES says which. */
export function rolesOf(config: Config): ReadonlySet<Role> {
  return new Set(config.ROLES ?? ["worker", "web", ...withToken(config).map(({ id }) => id)]);
}

/** The playground is on unless it was turned off, the server is public (the page has no login), or there is a chat. */
export function playgroundIsOn(config: Config): boolean {
  const { PLAYGROUND, PUBLIC_URL } = config;
  if (!rolesOf(config).has("web")) return false;
  return PLAYGROUND ?? (PUBLIC_URL === undefined && withToken(config).length === 0);
}

/** Whether the chat is spoken in. */
export function isConfigured({ token }: KnownPlatform, config: Config): boolean {
  return token === undefined || config[token] !== undefined;
}

/** Whether this process hears the chat's members. */
export function hears({ id, token }: KnownPlatform, config: Config): boolean {
  return token === undefined ? playgroundIsOn(config) : rolesOf(config).has(id);
}

function withToken(config: Config): KnownPlatform[] {
  return PLATFORMS.filter((one) => one.token !== undefined && isConfigured(one, config));
}
