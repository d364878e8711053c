import type { WebClient } from "@slack/web-api";
import { ConfigError, messageOf } from "../../base/errors.ts";
import { failureOf, isOperators, SlackFailed } from "./trouble.ts";

/** The bot of a token. */
export interface Bot {
  botId: string;
  botUser: string;
  /** The workspace that everything belongs to; undefined for a token of a whole organisation. */
  workspace: string | undefined;
}

/**
 * Asks Slack who the bot is. Throws ConfigError for a token that it doesn't take, SlackFailed when it can't be reached;
 * whoever asks tries again.
 */
export async function whoAmI(web: WebClient): Promise<Bot> {
  try {
    const found = await web.auth.test();
    return {
      botId: found.bot_id ?? "",
      botUser: found.user_id ?? "",
      workspace: found.is_enterprise_install ? undefined : found.team_id,
    };
  } catch (error) {
    throw configError(
      failureOf("auth.test", error) ?? error,
      "SLACK_BOT_TOKEN",
      "a bot token that begins with xoxb-, of an app that is installed",
    );
  }
}

/** The operator's to mend when Slack refuses the token; anything else stays what it is. */
export function configError(error: unknown, variable: string, wants: string): unknown {
  const refused = error instanceof SlackFailed && isOperators(error);
  return refused
    ? new ConfigError([`${variable}: Slack doesn't take it (${messageOf(error)}). It wants ${wants}.`])
    : error;
}
