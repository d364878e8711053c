import { RESTJSONErrorCodes as Code, DiscordAPIError, HTTPError } from "discord.js";
import type { Logger } from "../../base/log.ts";
import { MessageGone } from "../../chat/contract/chat.ts";
import { TokenRefused } from "./token.ts";

/** Discord refused a request or failed at it. Unlike discord.js's own errors it doesn't hold the request, which has members' words. */
export class DiscordFailed extends Error {
  override readonly name = "DiscordFailed";
  readonly status: number;
  /** Discord's own code, where it gave one. */
  readonly code: number | undefined;

  constructor(error: DiscordAPIError | HTTPError) {
    super(`Discord answered ${error.status}: ${error.message}`);
    this.status = error.status;
    this.code = codeOf(error);
  }
}

/** Answers with another status than 403 and 404 after which the same request can never succeed. */
const FOR_GOOD = new Set<number | undefined>([
  Code.CannotSendMessagesToThisUser,
  Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
  Code.CannotSendMessagesInNonTextChannel,
  Code.CannotSendAMessageInAForumChannel,
  Code.CannotExecuteActionOnThisChannelType,
  Code.InvalidActionOnArchivedThread,
  Code.ThreadLocked,
  Code.MessageWasBlockedByAutomaticModeration,
  Code.MessageBlockedByHarmfulLinksFilter,
]);

/** The thread sleeps; it can be woken unless it is locked. */
export function isArchived(error: unknown): boolean {
  return codeOf(error) === Code.InvalidActionOnArchivedThread;
}

/** A reply needs Read Message History, which a message that is none doesn't. */
export function cannotReply(error: unknown): boolean {
  return codeOf(error) === Code.CannotReplyWithoutPermissionToReadMessageHistory;
}

/** By Discord, or by the proxy before it, which says no code. */
export function isTooLarge(error: unknown): boolean {
  return statusOf(error) === 413 || codeOf(error) === Code.RequestEntityTooLarge;
}

/** Discord doesn't take the request's body as it is. */
export function isBadForm(error: unknown): boolean {
  return codeOf(error) === Code.InvalidFormBodyOrContentType;
}

export function lacksPermission(error: unknown): boolean {
  return codeOf(error) === Code.MissingPermissions;
}

/** The bot may not see the channel, or not do that in it. */
export function isForbidden(error: unknown): boolean {
  return lacksPermission(error) || codeOf(error) === Code.MissingAccess;
}

/** Discord said no, and not because it was out of order or the token is. */
export function isDenied(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status !== 401;
}

/** A refusal that Discord means, with a code. A proxy's 403 or an unknown route's 404 has none, and may pass. */
function isRefused(error: unknown): boolean {
  const code = codeOf(error);
  if (code === undefined || code === Code.GeneralError) return false;
  const status = statusOf(error);
  return status === 403 || status === 404 || FOR_GOOD.has(code);
}

/**
 * Lets a request's trouble be told apart by the rest of the house: MessageGone for what never will succeed, and
 * DiscordFailed or TokenRefused for what is worth another try.
 */
export function createTroubles(log: Logger): <T>(asking: Promise<T>) => Promise<T> {
  let told: number | undefined;
  return async (asking) => {
    try {
      return await asking;
    } catch (error) {
      if (error instanceof TokenRefused && told !== error.since) {
        told = error.since;
        log.error(
          { err: error },
          "Discord doesn't take DISCORD_TOKEN: nothing can be told there until it is set right",
        );
      }
      if (!(error instanceof DiscordAPIError || error instanceof HTTPError)) throw error;
      const failed = new DiscordFailed(error);
      if (isRefused(error)) throw new MessageGone("Discord refuses it for good", { cause: failed });
      throw failed;
    }
  };
}

function codeOf(error: unknown): number | undefined {
  return error instanceof DiscordAPIError && typeof error.code === "number" ? error.code : undefined;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof DiscordAPIError || error instanceof HTTPError ? error.status : undefined;
}
