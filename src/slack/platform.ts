import { address, token } from "../base/settings.ts";
import type { Adapter, Ear, Listening } from "../chat/adapter/adapter.ts";
import { definePlatform } from "../chat/adapter/platform.ts";
import type { Dispatch } from "../chat/serve/dispatch.ts";

const WAYS = ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"] as const;

/** Slack, by Socket Mode where there is an app token, else by HTTP. */
export const slack = definePlatform({
  id: "slack",
  name: "Slack",
  settings: {
    SLACK_BOT_TOKEN: token("a bot token, which begins with xoxb-", /^xoxb-[\w-]+$/).optional(),
    SLACK_APP_TOKEN: token("an app-level token, which begins with xapp-", /^xapp-[\w-]+$/).optional(),
    SLACK_SIGNING_SECRET: token("the app's signing secret, 16 or more letters and digits", /^\w{16,}$/).optional(),
    SLACK_API_URL: address.default("https://slack.com/api"),
  },
  secrets: ["SLACK_BOT_TOKEN", ...WAYS],
  token: "SLACK_BOT_TOKEN",
  problems: (settings, { given, roles }) => {
    const problems: string[] = [];
    if (settings.SLACK_BOT_TOKEN !== undefined && WAYS.every((name) => given[name] === undefined)) {
      problems.push("SLACK_BOT_TOKEN: wants SLACK_APP_TOKEN beside it (Socket Mode), or SLACK_SIGNING_SECRET (HTTP).");
    }
    for (const name of WAYS) {
      if (given[name] === undefined || given.SLACK_BOT_TOKEN !== undefined) continue;
      problems.push(`${name}: wants SLACK_BOT_TOKEN beside it.`);
    }
    if (roles?.includes("slack") && !roles.includes("web") && settings.SLACK_APP_TOKEN === undefined) {
      problems.push("ROLES: slack by SLACK_SIGNING_SECRET wants web too: its events come to the web server.");
    }
    return problems;
  },
  open: async (settings, parts) => {
    const { SLACK_BOT_TOKEN: botToken = "", SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = settings;
    const { hears, db, commands, messageCommands, library, keyv, usual, noted, clock, log } = parts;
    const apiUrl = `${settings.SLACK_API_URL}/`;
    const [{ createSlackChat }, { createSlackClient }, { createFiles }, { createReach }, { createNaming }, { whoAmI }] =
      await Promise.all([
        import("./speak/chat.ts"),
        import("./api/client.ts"),
        import("./api/files.ts"),
        import("./api/reach.ts"),
        import("./draw/naming.ts"),
        import("./api/who-am-i.ts"),
      ]);
    const client = createSlackClient({ token: botToken, apiUrl, log });
    const chat = noted(createSlackChat({ client, library, db, naming: createNaming(commands), clock, log }));
    const adapter: Adapter = { chat, check: async () => void (await whoAmI(client)) };
    if (!hears) return adapter;
    const { createHttpReceiver } = await import("./api/receiver.ts");
    const http =
      appToken === undefined ? createHttpReceiver({ signingSecret: signingSecret ?? "", clock, log }) : undefined;
    const listen = async (dispatch: Dispatch, how: Listening): Promise<Ear> => {
      const { startSlack } = await import("./slack.ts");
      return startSlack({
        ...{ botToken, appToken, http, apiUrl, dispatch, messageCommands, chat, usual, clock, log, ...how },
        reach: createReach({ client, clock, log }),
        attachmentOf: createFiles({ client, token: botToken, apiUrl, clock, log }),
        drafts: keyv<unknown>("slack"),
      });
    };
    return { ...adapter, listen, ...(http ? { mount: http.mount } : {}) };
  },
});
