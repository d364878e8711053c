import { App } from "@slack/bolt";
import type { WebClientOptions } from "@slack/web-api";
import { createTurns } from "../chat/serve/turns.ts";
import { boltLog } from "./api/bolt-log.ts";
import { createCall } from "./api/calls.ts";
import { createSlackClient } from "./api/client.ts";
import { createSocketReceiver } from "./api/socket.ts";
import { configError, whoAmI } from "./api/who-am-i.ts";
import { createKept } from "./form/keep.ts";
import { createAnswers } from "./hear/answers.ts";
import { listenToButtons } from "./hear/buttons.ts";
import { listenToCommands } from "./hear/commands.ts";
import { createHome, listenToHome } from "./hear/home.ts";
import { createOnce } from "./hear/once.ts";
import type { Desk, SlackParts } from "./hear/parts.ts";
import { listenToShortcuts } from "./hear/shortcuts.ts";
import { listenToForms } from "./hear/submissions.ts";
import { listenToThreads } from "./hear/threads.ts";
import { createNaming } from "./speak/naming.ts";
import { createPeople } from "./speak/people.ts";

/** A call that hasn't been answered by then is given up. */
const CALL_MS = 15_000;

/**
 * Commands that are followed at the same time. So many more may wait that the last of them is still answered at Slack's
 * address for it, which lives for half an hour. One member has a small part of both.
 */
const TURNS = { atOnce: 50, waiting: 10_000, atOnceOfOne: 8, waitingOfOne: 500 };

export interface Slack {
  /** What keeps it from hearing members, one sentence each. */
  problems(): readonly string[];
  /** Whether Slack can't reach us now; the connection is opened again. */
  deaf(): boolean;
  /** Hears nothing more, and ends what was begun. */
  close(): Promise<void>;
}

/**
 * Listens to Slack: by Socket Mode where there is an app token, else by HTTP. Throws ConfigError for a token that Slack
 * doesn't take, SlackFailed when it can't be reached.
 */
export async function startSlack(parts: SlackParts): Promise<Slack> {
  const { botToken, appToken, http, apiUrl, drafts, changed = () => undefined, ...shared } = parts;
  const { clock, log, chat } = shared;
  const logger = boltLog(log);
  const clientOptions: WebClientOptions = { slackApiUrl: apiUrl, logger, timeout: CALL_MS };
  // Not the one that posts: a form must be opened within seconds, whatever waits there.
  const web = createSlackClient({ token: botToken, apiUrl, log });
  const call = createCall({ clock, log });
  const bot = await whoAmI(web);

  const socket =
    appToken === undefined ? undefined : createSocketReceiver({ appToken, clientOptions, logger, changed, clock, log });
  const receiver = socket ?? http;
  if (!receiver) throw new RangeError("Slack is reached neither way");
  const underway = new Set<Promise<unknown>>();
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

  const kept = createKept(drafts);
  const naming = createNaming(shared.dispatch.commands);
  const desk: Desk = {
    ...shared,
    web,
    call,
    kept,
    naming,
    people: createPeople({ web, call, clock, log }),
    answers: createAnswers({ web, call, chat, kept, naming, log }),
    once: createOnce(clock),
    turns: createTurns(TURNS),
    workspace: bot.workspace,
    acted: (asker) => home.touched(asker),
  };
  const home = createHome(desk);
  listenToCommands(app, desk);
  listenToShortcuts(app, desk);
  listenToThreads(app, desk);
  listenToForms(app, desk);
  listenToButtons(app, desk, home);
  listenToHome(app, desk, home);

  await connect(app);
  return {
    deaf: () => socket?.connected() === false,
    problems: () =>
      socket && !socket.connected() ? ["The connection to Slack is down; it is being opened again."] : [],
    close: async () => {
      await app.stop();
      await Promise.allSettled(underway);
      await home.close();
    },
  };
}

async function connect(app: App): Promise<void> {
  try {
    await app.start();
  } catch (error) {
    throw configError(error, "SLACK_APP_TOKEN", "an app-level token that begins with xapp-, with connections:write");
  }
}
