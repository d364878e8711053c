import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readConfig } from "../../src/app/config/config.ts";
import { start } from "../../src/app/start.ts";
import { ConfigError } from "../../src/base/errors.ts";
import { createLog } from "../../src/base/log.ts";
import { until } from "../contract/chat.ts";
import { type Mode, PATIENCE_MS, SCOPES, slackEnv } from "../contract/slack.ts";
import { leapingClock } from "../support/clock.ts";
import { startDiscord } from "../support/discord/discord.ts";
import { texts as wordsOf } from "../support/discord/types.ts";
import { texts } from "../support/slack/looks.ts";
import { localSlack } from "../support/slack/slack.ts";

const MINUTE_MS = 60_000;

interface Readiness {
  ready: boolean;
  degraded: { what: string; since: string; why: string }[];
}

/** Both chats on this machine, and what starts a Reelay that is to be in them. */
async function bothChats(mode: Mode) {
  const clock = leapingClock();
  const dir = await mkdtemp(join(tmpdir(), "reelay-chats-"));
  const slack = await localSlack({
    scopes: SCOPES,
    rates: Number.POSITIVE_INFINITY,
    now: clock.now,
    triggerMs: PATIENCE_MS,
  });
  const discord = await startDiscord({ patienceMs: 120_000 });
  const lines: { level: number; chat?: string; msg: string }[] = [];
  const log = createLog("info", { write: (line) => lines.push(JSON.parse(line)) });
  onTestFinished(async () => {
    await slack.close();
    await discord.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });
  const open = async (env: Readonly<Record<string, string>> = {}) => {
    const config = readConfig({
      ...slackEnv(slack, mode),
      ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.api },
      ...{ DATA_DIR: dir, PORT: "0", SANDBOX_SPEED: "2000", ...env },
    });
    const reelay = await start(config, { log, clock });
    onTestFinished(() => reelay.stop());
    if (mode === "http") slack.toHttp(`${reelay.address}/slack/events`);
    const get = (path: string) => fetch(`${reelay.address}${path}`);
    const ready = async () => {
      const answer = await get("/readyz");
      return { status: answer.status, ...((await answer.json()) as Readiness) };
    };
    return {
      ...reelay,
      ready,
      up: async (chat: string) =>
        new RegExp(`^reelay_chat_up{chat="${chat}"} (\\d)$`, "m").exec(await (await get("/metrics")).text())?.[1],
    };
  };
  const ada = slack.member({ name: "ada" });
  const harbour = slack.channel({ members: [ada.id] });
  const deck = discord.channel(discord.guild());
  const ben = discord.user({ name: "Ben", admin: true });
  return {
    ...{ clock, slack, discord, open },
    /** What is logged of a chat being there or not, in the order in which it was. */
    told: (chat: string) => lines.filter((line) => line.chat === chat).map(({ level, msg }) => `${level} ${msg}`),
    onDiscord: async (name: string, subcommand?: string) => {
      const act = discord.slash({ channel: deck, user: ben, name, ...(subcommand ? { subcommand } : {}) });
      return wordsOf(await act.response());
    },
    typedInSlack: () => slack.slash({ user: ada.id, channel: harbour.id, command: "/reelay", text: "help" }),
    inSlack: async () => {
      const act = slack.slash({ user: ada.id, channel: harbour.id, command: "/reelay", text: "credits" });
      const [answer] = await slack.until(
        () => (act.ephemerals().length > 0 ? act.ephemerals() : undefined),
        "an answer",
      );
      return answer ? texts(answer).join("\n") : "";
    },
  };
}

describe.each(["socket", "http"] as const)("Slack that is away for a minute, by %s", (mode) => {
  it("comes without a restart, while Discord serves from the start", async () => {
    const both = await bothChats(mode);
    both.slack.away();
    const began = both.clock.now();
    const reelay = await both.open();
    expect(reelay.notices).toEqual([
      expect.stringMatching(/^Discord: add Reelay/),
      expect.stringMatching(/^Slack can't be reached/),
    ]);
    expect(await both.onDiscord("credits")).toContain("credits");

    const { degraded, ...rest } = await reelay.ready();
    expect(rest).toEqual({ status: 200, ready: true });
    expect(degraded).toEqual([{ what: "slack", since: expect.any(String), why: expect.stringMatching(/^Slack /) }]);
    expect(Date.parse(degraded[0]?.since ?? "")).toBeGreaterThanOrEqual(began);
    expect([await reelay.up("slack"), await reelay.up("discord")]).toEqual(["0", "1"]);
    expect(await both.onDiscord("admin", "status")).toContain("Slack can't be reached");
    if (mode === "http") expect(await both.typedInSlack().acked).toMatchObject({ status: 503 });

    both.clock.leap(MINUTE_MS);
    expect(await both.onDiscord("credits")).toContain("credits");
    expect(both.told("slack")).toHaveLength(1);
    both.slack.back();
    both.clock.leap(MINUTE_MS);
    await until("Slack", async () => (await reelay.up("slack")) === "1");
    expect(await reelay.ready()).toEqual({ status: 200, ready: true, degraded: [] });
    expect(await both.inSlack()).toContain("credits");
    expect(await both.onDiscord("admin", "status")).not.toContain("Slack can't be reached");
    expect(both.told("slack")).toEqual(["40 the chat can't be reached; it is tried again", "30 the chat is connected"]);
  });
});

describe("Discord that goes away later", () => {
  it("is found out, takes nothing else with it, and comes back by itself", async () => {
    const both = await bothChats("socket");
    const reelay = await both.open();
    expect(await both.onDiscord("credits")).toContain("credits");
    both.discord.away();
    await until("the loss", async () => (await reelay.up("discord")) === "0");
    const why = expect.stringContaining("Discord");
    expect(await reelay.ready()).toMatchObject({ status: 200, ready: true, degraded: [{ what: "discord", why }] });
    expect(await both.inSlack()).toContain("credits");
    both.clock.leap(2 * MINUTE_MS);
    expect(await both.inSlack()).toContain("credits");
    both.discord.back();
    await until("Discord", async () => (await reelay.up("discord")) === "1");
    expect(await both.onDiscord("credits")).toContain("credits");
    expect(both.told("discord")).toEqual([
      "30 the chat is connected",
      "40 the chat can't be reached; it is tried again",
      "30 the chat is connected",
    ]);
  });
});

describe("a token that is wrong", () => {
  it.each([
    ["slack", "SLACK_BOT_TOKEN", { SLACK_BOT_TOKEN: "xoxb-wrong" }],
    ["slack", "SLACK_APP_TOKEN", { SLACK_APP_TOKEN: "xapp-wrong" }],
    ["discord", "DISCORD_TOKEN", { DISCORD_TOKEN: "not-the-token-of-anybody" }],
  ])("stops %s alone, and says that it is %s", async (chat, variable, env) => {
    const both = await bothChats("socket");
    const reelay = await both.open(env);
    const why = expect.stringMatching(new RegExp(`^${variable}: .+ restart`));
    expect(reelay.notices).toContainEqual(why);
    expect(await reelay.ready()).toMatchObject({ status: 200, ready: true, degraded: [{ what: chat, why }] });
    expect(await reelay.up(chat)).toBe("0");
    expect(chat === "slack" ? await both.onDiscord("credits") : await both.inSlack()).toContain("credits");
    expect(both.told(chat)).toEqual(["50 the chat refuses the settings; it stays out until they are right"]);
  });

  it("ends the start where it is every chat's, with a line for each", async () => {
    const both = await bothChats("socket");
    const failed = await both
      .open({ DISCORD_TOKEN: "not-the-token-of-anybody", SLACK_BOT_TOKEN: "xoxb-wrong" })
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ConfigError);
    expect((failed as ConfigError).problems.map((line) => line.split(":")[0])).toEqual([
      "DISCORD_TOKEN",
      "SLACK_BOT_TOKEN",
    ]);
  });
});
