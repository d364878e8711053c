import type { AuthTestResponse, WebClient } from "@slack/web-api";
import type { Clock } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { andList } from "../base/words.ts";
import type { Finding } from "../doctor/finding.ts";
import { type Call, createCall } from "./api/calls.ts";
import { createSlackClient } from "./api/client.ts";
import { SlackFailed } from "./api/trouble.ts";
import { SCOPES } from "./manifest/scopes.ts";

export interface SlackCheckup {
  botToken: string;
  /** Socket Mode, where there is one; else HTTP mode with the signing secret. */
  appToken: string | undefined;
  signingSecret: string | undefined;
  apiUrl: string;
  publicUrl: string | undefined;
  clock: Clock;
  log: Logger;
}

const fine = (about: string, says: string): Finding => ({ about, is: "fine", says });
const wrong = (about: string, says: string): Finding => ({ about, is: "wrong", says });
const note = (about: string, says: string): Finding => ({ about, is: "note", says });

const TOKEN = "Slack bot token";

/** Looks at the bot's two tokens and their scopes at Slack, by reads alone. */
export async function examineSlack(parts: SlackCheckup): Promise<Finding[]> {
  const { botToken, appToken, apiUrl, clock, log } = parts;
  const call = createCall({ clock, log });
  const web = createSlackClient({ token: botToken, apiUrl, log });
  const events = await checkEvents(parts, call);
  try {
    const who = await call("auth.test", "drop", () => web.auth.test());
    const ofApp = appToken === undefined ? [] : await checkSameApp(web, call, who, appToken);
    return [...judge(who), ...checkScopes(who), ...ofApp, ...events];
  } catch (error) {
    return [wrong(TOKEN, sayFailure("SLACK_BOT_TOKEN", error, apiUrl)), ...events];
  }
}

function judge(who: AuthTestResponse): Finding[] {
  if (!who.bot_id) {
    return [
      wrong(
        TOKEN,
        "It acts for a member, not for a bot: take the Bot User OAuth Token of Install App, which begins with xoxb-.",
      ),
    ];
  }
  if (who.is_enterprise_install) {
    return [
      note(TOKEN, `It acts as @${who.user} in every workspace of the organization that the app is installed in.`),
    ];
  }
  return [fine(TOKEN, `It acts as @${who.user} in the workspace “${who.team}” (${who.team_id}).`)];
}

/** Slack names a token's scopes in a header of every answer, which its library gives with the rest. */
function checkScopes({ response_metadata: meta }: AuthTestResponse): Finding[] {
  const about = "Slack scopes";
  const has = meta?.scopes;
  if (has === undefined) return [note(about, "Slack didn't say which the token has.")];
  const needed = Object.keys(SCOPES);
  const lacks = needed.filter((scope) => !has.includes(scope));
  if (lacks.length > 0) {
    return [
      wrong(
        about,
        `The token lacks ${andList(lacks)}: paste the manifest anew (npm run slack:manifest) reinstall the app, and copy the token again if it is another one.`,
      ),
    ];
  }
  const spare = has.filter((scope) => !needed.includes(scope));
  if (spare.length > 0)
    return [note(about, `It has all ${needed.length}, and ${andList(spare)} besides, which Reelay doesn't use.`)];
  return [fine(about, `It has the ${needed.length} that Reelay uses, and no other.`)];
}

/** How Slack reaches us. Where neither is set, the configuration has a line about it. */
async function checkEvents(parts: SlackCheckup, call: Call): Promise<Finding[]> {
  const { appToken, signingSecret } = parts;
  if (appToken !== undefined) return [await checkAppToken(appToken, parts, call)];
  return signingSecret === undefined ? [] : [checkSecret(signingSecret, parts.publicUrl)];
}

/** Asks for the address of a connection and opens none: the address ends unused within a minute. */
async function checkAppToken(appToken: string, { apiUrl, log }: SlackCheckup, call: Call): Promise<Finding> {
  const about = "Slack app token";
  const web = createSlackClient({ token: appToken, apiUrl, log });
  try {
    await call("apps.connections.open", "drop", () => web.apps.connections.open());
    return fine(about, "Socket Mode: Slack gives an address to connect to. Connecting isn't tried.");
  } catch (error) {
    return wrong(about, sayFailure("SLACK_APP_TOKEN", error, apiUrl));
  }
}

/** An app-level token has its app's id in it: `xapp-1-A0123456789-…`. */
async function checkSameApp(web: WebClient, call: Call, who: AuthTestResponse, appToken: string): Promise<Finding[]> {
  const [, ofToken] = /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken) ?? [];
  const { bot_id: bot } = who;
  if (ofToken === undefined || bot === undefined) return [];
  try {
    const { bot: about } = await call("bots.info", "drop", () => web.bots.info({ bot }));
    const ofBot = about?.app_id;
    if (ofBot === undefined || ofBot === ofToken) return [];
    return [
      wrong(
        "Slack app",
        `The two tokens are of different apps: SLACK_BOT_TOKEN of ${ofBot}, SLACK_APP_TOKEN of ${ofToken}. Take both from the same one.`,
      ),
    ];
  } catch (error) {
    // That the scope for it is missing has a line of its own.
    if (error instanceof SlackFailed && error.code === "missing_scope") return [];
    throw error;
  }
}

/** Only a request of Slack's own can prove it. */
function checkSecret(signingSecret: string, publicUrl: string | undefined): Finding {
  const about = "Slack signing secret";
  if (!/^[0-9a-z]{32}$/i.test(signingSecret)) {
    return wrong(
      about,
      "Slack's have 32 letters and digits, and this one doesn't: copy it from Basic Information → App Credentials.",
    );
  }
  if (publicUrl === undefined)
    return wrong(about, "HTTP mode needs PUBLIC_URL: Slack sends to PUBLIC_URL/slack/events.");
  return fine(
    about,
    `HTTP mode: it has the right form. Whether it is the right one shows when Slack sends to ${publicUrl}/slack/events.`,
  );
}

const REVOKED = new Set<string | undefined>(["token_revoked", "account_inactive", "token_expired", "invalid_auth"]);

function sayFailure(variable: "SLACK_BOT_TOKEN" | "SLACK_APP_TOKEN", error: unknown, apiUrl: string): string {
  const failed = error instanceof Error && error.cause instanceof SlackFailed ? error.cause : error;
  if (!(failed instanceof SlackFailed)) return `${variable} could not be checked: ${messageOf(error)}.`;
  const where = variable === "SLACK_BOT_TOKEN" ? "Install App" : "Basic Information → App-Level Tokens";
  const { code, how } = failed;
  if (how === "lost") return `${apiUrl} can't be reached: ${failed.message}.`;
  if (how === "limited") return "Slack has been asked too often: try again in a minute.";
  if (code === "missing_scope" || code === "no_permission")
    return `${variable} lacks connections:write: make a token with it at ${where}.`;
  if (code === "not_allowed_token_type") return `${variable} is a token of another kind: copy the one at ${where}.`;
  if (REVOKED.has(code))
    return `Slack doesn't take ${variable} (${code}): it was revoked, or copied in part. Copy it again at ${where}.`;
  return `Slack refuses ${variable} (${code ?? failed.message}).`;
}
