import { DiscordAPIError, HTTPError } from "discord.js";
import { DiscordFailed } from "./trouble.ts";

/** An error without the request that it came of: that holds members' words, and a token in its address. */
export function forLog(error: unknown): unknown {
  return error instanceof DiscordAPIError || error instanceof HTTPError ? new DiscordFailed(error) : error;
}
