import { App } from "@slack/bolt";
import type { WebClientOptions } from "@slack/web-api";
import type Keyv from "keyv";
import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import type { MessageCommand } from "../chat/command/message-command.ts";
import type { Chat } from "../chat/contract/chat.ts";
import type { Attachment } from "../chat/contract/invocation.ts";
import type { Dispatch } from "../chat/serve/dispatch.ts";
import { createTurns } from "../chat/serve/turns.ts";
import { boltLog } from "./api/bolt-log.ts";
import { createCall } from "./api/calls.ts";
import { createSlackClient } from "./api/client.ts";
import { createProfiles } from "./api/profiles.ts";
import type { HttpReceiver } from "./api/receiver.ts";
import { createSocketReceiver } from "./api/socket.ts";
import { type Bot, configError, whoAmI } from "./api/who-am-i.ts";
import { createNaming } from "./draw/naming.ts";
import type { FormFile } from "./form/files.ts";
import { createForms } from "./form/forms.ts";
import type { Usual } from "./form/view.ts";
import { listenToButtons } from "./hear/buttons.ts";
import { listenToCommands } from "./hear/commands.ts";
import { createGuard } from "./hear/guard.ts";
import { createHome, listenToHome } from "./hear/home.ts";
import { createOnce } from "./hear/once.ts";
import { createCardsOf, createRun } from "./hear/run.ts";
import { listenToShortcuts } from "./hear/shortcuts.ts";
import { listenToForms } from "./hear/submissions.ts";
import { listenToTyping } from "./hear/suggestions.ts";
import { listenToThreads } from "./hear/threads.ts";
import { createAnswers } from "./speak/answers.ts";
import { createKept } from "./speak/kept.ts";

/** What the adapter is given by whoever puts Reelay together. */
export interface SlackParts {
  botToken: string;
  /** With it Socket Mode, else by what Slack sends to our own server. */
  appToken?: string | undefined;
  http?: HttpReceiver | undefined;
  /** Slack's Web API, with or without a slash at its end. */
  apiUrl: string;
  dispatch: Dispatch;
  messageCommands: readonly MessageCommand[];
  chat: Chat;
  /** Gets the bot into the channel where it may; else says why it can't post there. */
  reach(channel: string): Promise<"not invited" | undefined>;
  /** A file in Slack as a command takes it. Of one that is known by its id alone, Slack is asked when it is read. */
  attachmentOf(file: FormFile): Attachment;
  /** What a member usually wants, for a form to begin with. */
  usual(owner: { workspace: string; member: string }): Promise<Usual>;
  /** Holds what may be lost: lines and files of buttons. */
  drafts: Keyv<unknown>;
  /** Told when Slack can or can't reach us any more. */
  changed?: () => void;
  clock: Clock;
  log: Logger;
}

export interface Slack {
  /** What keeps it from hearing members, one sentence each. */
  problems(): readonly string[];
  /** Whether Slack can't reach us now; the connection is opened again. */
  deaf(): boolean;
  /** Hears nothing more, and ends what was begun. */
  close(): Promise<void>;
}

/** A call that hasn't been answered by then is given up. */
const CALL_MS = 15_000;

/**
 * Commands that are followed at the same time. So many more may wait that the last of them is still answered at Slack's
 * address for it, which lives for half an hour. One member has a small part of both.
 */
const TURNS = { atOnce: 50, waiting: 10_000, atOnceOfOne: 8, waitingOfOne: 500 };

/**
 * Listens to Slack: by Socket Mode where there is an app token, else by HTTP. Throws ConfigError for a token that Slack
 * doesn't take, SlackFailed when it can't be reached.
 */
export async function startSlack(parts: SlackParts): Promise<Slack> {
  const { botToken, apiUrl, dispatch, messageCommands, chat, reach, attachmentOf, usual, drafts, clock, log } = parts;
  const { commands } = dispatch;

  // Not the one that posts: a form must be opened within seconds, whatever waits there.
  const web = createSlackClient({ token: botToken, apiUrl, log });
  const bot = await whoAmI(web);
  const { app, deaf, settled } = openApp(parts, bot);

  const call = createCall({ clock, log });
  const profiles = createProfiles({ web, call, clock, log });
  const languages = profiles;
  const naming = createNaming(commands);
  const kept = createKept(drafts);
  const answers = createAnswers({ languages, web, call, chat, kept, naming, log });
  const forms = createForms({ web, call, languages, answers, naming, usual, log });

  const once = createOnce(clock);
  const guard = createGuard({ answers, log });
  const turns = createTurns(TURNS);
  const cardsOf = createCardsOf({ dispatch, profiles, reach, turns, workspace: bot.workspace, log });
  const home = createHome({ languages, dispatch, cardsOf, answers, guard, web, call, clock });
  const run = createRun({ cardsOf, guard, answers, dispatch, acted: home.touched, log });

  listenToCommands(app, { commands, forms, answers, once, guard, run });
  listenToShortcuts(app, { commands, messageCommands, forms, answers, attachmentOf, web, call, once, guard, log });
  listenToThreads(app, { commands, forms, languages, naming, once, guard, run });
  listenToForms(app, { commands, attachmentOf, languages, naming, once, run });
  listenToTyping(app, { dispatch, languages });
  listenToButtons(app, { dispatch, profiles, forms, answers, kept, attachmentOf, home, once, guard, run });
  listenToHome(app, { home, once, guard });

  await connect(app);
  return {
    deaf,
    problems: () => (deaf() ? ["The connection to Slack is down; it is being opened again."] : []),
    close: async () => {
      await app.stop();
      await settled();
      await home.close();
    },
  };
}

/** Bolt over one of the two ways in. `settled` resolves when all that has come is dealt with. */
function openApp({ botToken, appToken, http, apiUrl, changed = () => undefined, clock, log }: SlackParts, bot: Bot) {
  const logger = boltLog(log);
  const clientOptions: WebClientOptions = { slackApiUrl: apiUrl, logger, timeout: CALL_MS };
  const socket =
    appToken === undefined ? undefined : createSocketReceiver({ appToken, clientOptions, logger, changed, clock, log });
  const receiver = socket ?? http;
  if (!receiver) throw new RangeError("Slack is reached neither way");
  const app = new App({
    receiver,
    logger,
    clientOptions,
    convoStore: false,
    authorize: async ({ teamId, enterpriseId }) => ({
      botToken,
      botId: bot.botId,
      botUserId: bot.botUser,
      ...(teamId === undefined ? {} : { teamId }),
      ...(enterpriseId === undefined ? {} : { enterpriseId }),
    }),
  });
  // What is begun is ended before we close, whichever way it came.
  const underway = new Set<Promise<unknown>>();
  app.use(async ({ next }) => {
    const work = next();
    underway.add(work);
    try {
      await work;
    } finally {
      underway.delete(work);
    }
  });
  app.error(async (error) => {
    log.error({ err: error }, "something from Slack could not be dealt with");
  });
  return { app, deaf: () => socket?.connected() === false, settled: () => Promise.allSettled(underway) };
}

async function connect(app: App): Promise<void> {
  try {
    await app.start();
  } catch (error) {
    throw configError(error, "SLACK_APP_TOKEN", "an app-level token that begins with xapp-, with connections:write");
  }
}
