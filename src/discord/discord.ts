import type { Keyv } from "keyv";
import type { Clock } from "../base/clock.ts";
import { ConfigError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import type { MessageCommand } from "../chat/command/message-command.ts";
import type { Chat } from "../chat/contract/chat.ts";
import type { Dispatch } from "../chat/serve/dispatch.ts";
import { createFiles } from "./api/attachments.ts";
import { inviteUrl } from "./api/invite.ts";
import { createReach } from "./api/reach.ts";
import { createRest } from "./api/rest.ts";
import { whoAmI } from "./api/who-am-i.ts";
import { drawCommands } from "./commands/draw.ts";
import { registerCommands } from "./commands/register.ts";
import { outlinesOf } from "./gateway/deferral.ts";
import { openListener } from "./gateway/listener.ts";
import { CLOSED } from "./gateway/shards.ts";
import { createAnswers } from "./hear/answers.ts";
import { createHomes } from "./hear/homes.ts";
import { createHearing } from "./hear/interactions.ts";
import { createKept } from "./speak/kept.ts";
import type { Library } from "./speak/upload.ts";
import type { UploadLimits } from "./speak/upload-limits.ts";

export interface DiscordParts {
  token: string;
  /** Without the version: `https://discord.com/api`. */
  apiUrl: string;
  /** Registers the commands in this server alone. */
  guildId?: string | undefined;
  /** The shards that this process takes; all of them unless it is said. */
  shards?: readonly number[] | undefined;
  /** How many there are in all; as many as Discord recommends unless it is said. */
  shardCount?: number | undefined;
  dispatch: Dispatch;
  messageCommands: readonly MessageCommand[];
  chat: Pick<Chat, "post">;
  library: Library;
  limits: Pick<UploadLimits, "of">;
  /** What forms and buttons have no room for: it may be lost. */
  drafts: Keyv<unknown>;
  /** Told when `problems` may be others. */
  changed?: () => void;
  /** Aborts when nobody wants to hear it any more: the start then waits for the gateway no longer. */
  signal?: AbortSignal;
  clock: Clock;
  log: Logger;
}

export interface Discord {
  /** Where an admin of a server adds the bot. */
  invite: string;
  /** What keeps it from hearing its members, one sentence each. */
  problems(): readonly string[];
  /** Whether it hears nobody at all now; discord.js goes on connecting. */
  deaf(): boolean;
  /** Resolves when it hears nothing any more and won't by itself: Discord closed a shard for good, its thread died. */
  ended: Promise<unknown>;
  /** Hears nothing more, and waits until what was heard is answered. */
  close(): Promise<void>;
}

/** A video that its member alone is shown takes longest. */
const UPLOAD_MS = 60_000;

/**
 * Connects to Discord, registers the commands, and answers members. Throws ConfigError for a token, a server or shards
 * that Discord refuses, and discord.js's own error when Discord can't be reached by REST. After that discord.js
 * reconnects and resumes by itself, until it has `ended`.
 */
export async function startDiscord(parts: DiscordParts): Promise<Discord> {
  const { token, apiUrl, guildId, dispatch, messageCommands, chat, library, limits, drafts, clock, log } = parts;
  const { changed = () => undefined, signal } = parts;
  // Interactions' own endpoints don't count for the bot's 50 requests a second, and little else is asked here.
  const patience = { globalRequestsPerSecond: Number.POSITIVE_INFINITY, timeout: UPLOAD_MS };
  const rest = createRest({ token, api: apiUrl, clock, more: patience });
  const { id: applicationId, bot } = await whoAmI(rest);
  const invite = inviteUrl(applicationId);
  const commands = drawCommands(dispatch.commands, messageCommands);
  await registerCommands({ rest, applicationId, guildId, commands, log });

  const kept = createKept(drafts);
  const answers = createAnswers({ rest, chat, keep: kept.keepLine, library, log });
  const homes = createHomes({ drafts, rest, clock });
  const reach = createReach({ rest, botId: bot?.id ?? applicationId, clock });
  const attachmentOf = createFiles({ log });
  const hear = createHearing({
    dispatch,
    messageCommands,
    answers,
    kept,
    homes,
    reach,
    limits,
    attachmentOf,
    clock,
    log,
  });

  const underWay = new Set<Promise<void>>();
  const { shards, shardCount } = parts;
  const listener = openListener(
    { token, apiUrl, shards, shardCount, outlines: outlinesOf(dispatch.commands) },
    {
      hear: (interaction, how) => {
        const work = hear(interaction, how).finally(() => underWay.delete(work));
        underWay.add(work);
      },
      changed,
      signal,
      clock,
      log,
    },
  );
  const close = async () => {
    await listener.close();
    await Promise.all(underWay);
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  };
  try {
    await listener.connected;
    refuse(listener.closedWith());
  } catch (error) {
    await close();
    refuse(listener.closedWith());
    throw error;
  }
  return { invite, problems: listener.problems, deaf: listener.deaf, ended: listener.ended, close };
}

/** Throws ConfigError for what of the settings Discord has refused. */
function refuse(codes: readonly number[]): void {
  const problems = new Set(codes.flatMap((code) => CLOSED[code] ?? []));
  if (problems.size > 0) throw new ConfigError([...problems]);
}
