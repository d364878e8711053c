import type { Express } from "express";
import type { Adapter, Ear } from "../../chat/adapter/adapter.ts";
import type { OpenParts } from "../../chat/adapter/platform.ts";
import type { Chat } from "../../chat/contract/chat.ts";
import type { Platform } from "../../chat/contract/invocation.ts";
import { notingWhoIsNamed } from "../../privacy/member/said-of.ts";
import type { Config } from "../config/environment.ts";
import { type KnownPlatform, PLATFORMS } from "../config/platforms.ts";
import { hears, isConfigured } from "../config/roles.ts";
import { type AllChats, allChats } from "./all-chats.ts";
import { keepPresent, type Presence } from "./presence.ts";

type Parts = Omit<OpenParts, "hears" | "noted">;

/** All chats of this process: those that are configured, and the playground. */
export interface Chats extends AllChats {
  /** Every chat that is spoken in. */
  readonly all: readonly Chat[];
  /** The chat of a platform, where this process speaks in it. */
  speaks(platform: Platform): Chat | undefined;
  /** Puts the routes on the server by which members reach us. */
  mount(app: Express): void;
}

/** The chats that are configured. Their libraries are loaded only then: each takes its time and memory. */
export async function openChats(config: Config, parts: Parts): Promise<Chats> {
  const opened: { name: string; adapter: Adapter }[] = [];
  for (const platform of PLATFORMS.filter((one) => isConfigured(one, config))) {
    opened.push({ name: platform.name, adapter: await openChat(platform, config, parts) });
  }
  const all = opened.map(({ adapter }) => adapter.chat);
  const presences = opened.flatMap(({ name, adapter }) => present(name, adapter, parts) ?? []);
  const local = opened.flatMap(({ adapter: { check, listen } }) => (check || !listen ? [] : [listen]));
  return {
    ...allChats({ presences, local }, parts.clock),
    all,
    speaks: (platform) => all.find((one) => one.platform === platform),
    mount: (app) => {
      for (const { adapter } of opened) adapter.mount?.(app);
    },
  };
}

/** One of the chats, which must be configured. */
export function openChat(platform: KnownPlatform, config: Config, parts: Parts): Promise<Adapter> {
  const { db, clock, log } = parts;
  const noted = (chat: Chat) => notingWhoIsNamed(chat, { db, clock, log });
  return platform.open(config, { ...parts, hears: hears(platform, config), noted });
}

/**
 * Keeps a chat connected that can be away; where its members aren't heard, it is only asked whether it is there.
 */
function present(
  name: string,
  { chat, check, listen }: Adapter,
  { clock, log }: Pick<Parts, "clock" | "log">,
): Presence | undefined {
  if (!check) return undefined;
  const spokenInOnly = async (): Promise<Ear> => {
    await check();
    return { problems: () => [], close: async () => undefined };
  };
  return keepPresent({
    ...{ chat: chat.platform, name, check, clock, log, random: Math.random },
    listen: (dispatch, how) => listen?.(dispatch, how) ?? spokenInOnly(),
  });
}
