import { discord } from "../../discord/platform.ts";
import { playground } from "../../playground/platform.ts";
import { slack } from "../../slack/platform.ts";

/** Every chat that Reelay can be in. A new one is its folder and its line here. */
export const PLATFORMS = [discord, slack, playground] as const;

/** One of them. */
export type KnownPlatform = (typeof PLATFORMS)[number];

/** The settings of all of them, in their order. */
export const chatSettings = Object.assign({}, ...PLATFORMS.map(({ settings }) => settings)) as SettingsOf<
  typeof PLATFORMS
>;

type SettingsOf<List> = List extends readonly [infer First extends { settings: object }, ...infer Rest]
  ? First["settings"] & SettingsOf<Rest>
  : unknown;

/** The variables of all of them whose value is never shown. */
export const CHAT_SECRETS: readonly string[] = PLATFORMS.flatMap(({ secrets }) => [...secrets]);

/** Those that need a token, and are roles of a process. */
export const CHAT_ROLES = PLATFORMS.filter(({ token }) => token !== undefined).map(({ id }) => id);
