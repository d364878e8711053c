import { REST } from "discord.js";

/** Long enough for the largest upload on a slow line: the time counts until the answer begins. */
const TIMEOUT_MS = 120_000;

/**
 * Discord's REST with discord.js's own patience: it waits out what the rate limits say, and repeats a request three
 * times after a 5xx or a broken connection. `api` is the address without the version: `https://discord.com/api`.
 */
export function createRest({ token, api }: { token: string; api: string }): REST {
  return new REST({ version: "10", api, retries: 3, timeout: TIMEOUT_MS }).setToken(token);
}
