import Keyv from "keyv";
import { commands, messageCommands } from "../../commands/index.ts";
import { systemClock } from "../../src/base/clock.ts";
import { UserError } from "../../src/base/errors.ts";
import { createLog } from "../../src/base/log.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import type { Invocation, Place } from "../../src/chat/contract/invocation.ts";
import type { Completion, Dispatch, Suggestion } from "../../src/chat/serve/dispatch.ts";
import { createRest } from "../../src/discord/api/rest.ts";
import { type Discord, type DiscordParts, startDiscord } from "../../src/discord/discord.ts";
import { createDiscordChat } from "../../src/discord/speak/chat.ts";
import { createKept } from "../../src/discord/speak/kept.ts";
import { createUploadLimits } from "../../src/discord/speak/upload-limits.ts";
import { inEnglish } from "../../src/text/render.ts";
import { startDiscord as startLocal } from "../support/discord/discord.ts";
import type { DiscordOptions, LocalDiscord } from "../support/discord/local-discord.ts";

export const answer = privately("Done", "As you said.");

/** Why the bot can't post, as an English reader has it. */
export function whyBlocked({ blocked }: Place): string | undefined {
  return blocked && inEnglish(blocked);
}

/** What the stage's dispatch is to do; each part may be changed while it runs. */
export interface Play {
  run(invocation: Invocation): Promise<readonly Card[]>;
  complete(asked: Completion): Promise<readonly Suggestion[]>;
  lineOf: Dispatch["lineOf"];
}

export interface Incoming {
  local: LocalDiscord;
  discord: Discord;
  play: Play;
  /** What was run so far. */
  ran: Invocation[];
  logged: Record<string, unknown>[];
  drafts: Keyv<unknown>;
  /** A second one on the same Discord and drafts, as after a restart. */
  again(more?: Partial<DiscordParts>): Promise<Discord>;
  close(): Promise<void>;
}

/** The incoming half on a Discord of this machine, with the real commands and a dispatch that notes what it is given. */
export async function openIncoming(
  options: DiscordOptions = {},
  more: Partial<DiscordParts> = {},
  before: (local: LocalDiscord) => void = () => undefined,
): Promise<Incoming> {
  const local = await startLocal(options);
  before(local);
  const ran: Invocation[] = [];
  const logged: Record<string, unknown>[] = [];
  const log = createLog("debug", { write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>) });
  const drafts = new Keyv<unknown>();
  const play: Play = {
    run: async () => [answer],
    complete: async () => [],
    lineOf: async () => {
      throw new UserError("There is no such job.");
    },
  };
  const dispatch: Dispatch = {
    commands,
    run: (invocation) => {
      ran.push(invocation);
      return play.run(invocation);
    },
    complete: (asked) => play.complete(asked),
    lineOf: (by, job) => play.lineOf(by, job),
    shown: async () => undefined,
  };
  const library = { pathOf: (hash: string) => `/nowhere/${hash}` };
  const rest = createRest({ token: local.token, api: local.api });
  const limits = createUploadLimits({ rest, drafts, clock: systemClock, log });
  const chat = createDiscordChat({ rest, library, keep: createKept(drafts).keepLine, limits, clock: systemClock, log });
  const opened: Discord[] = [];
  const again = async (given: Partial<DiscordParts> = {}) => {
    const discord = await startDiscord({
      token: local.token,
      apiUrl: local.api,
      dispatch,
      messageCommands,
      chat,
      library,
      limits,
      drafts,
      clock: systemClock,
      log,
      ...more,
      ...given,
    });
    opened.push(discord);
    return discord;
  };
  const close = async () => {
    for (const discord of opened) await discord.close();
    await local.close();
  };
  try {
    return { local, discord: await again(), play, ran, logged, drafts, again, close };
  } catch (error) {
    await close();
    throw error;
  }
}
