import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../src/app/config/config.ts";
import { start } from "../../src/app/start.ts";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { type Ask, createAsk } from "../../src/doctor/ask.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import { doctor } from "../../src/doctor.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { SCOPES } from "../contract/slack.ts";
import { startDiscord } from "../support/discord/discord.ts";
import type { DiscordOptions } from "../support/discord/local-discord.ts";
import { localSlack } from "../support/slack/slack.ts";

export const PUBLIC_URL = "https://reelay.example";

/** What the doctor said, and the code it ended with. */
export interface Said {
  code: number;
  lines: readonly string[];
  /** The lines about something, without its name: `wrong It was reset…`. */
  about(name: string): string[];
}

/** Runs the doctor as `npm run doctor -- …args` does, with just this environment. */
export async function consult(
  env: Readonly<Record<string, string | undefined>>,
  {
    args = [],
    ask = createAsk(systemClock.now),
    stop = new AbortController().signal,
  }: { args?: readonly string[]; ask?: Ask; stop?: AbortSignal } = {},
): Promise<Said> {
  const lines: string[] = [];
  const parts = {
    print: (line: string) => lines.push(line),
    clock: systemClock,
    ask,
    log: createLog("silent"),
    interrupted: () => stop,
  };
  const code = await doctor(args, { env, file: true, ...parts });
  const about = (name: string) =>
    lines
      .filter((line) => line.slice(7, 29).trim() === name)
      .map((line) => `${line.slice(0, 7).trim()} ${line.slice(29)}`);
  return { code, lines, about };
}

/** A Discord and a Slack with the bot in each, a gateway, and an environment in which all of it is right. */
export async function surroundings(options: DiscordOptions = {}) {
  const dir = await mkdtemp(join(tmpdir(), "reelay-doctor-"));
  const discord = await startDiscord({ application: { bot_public: false }, ...options });
  discord.channel(discord.guild({ name: "Harbour" }));
  const slack = await localSlack({ scopes: SCOPES });
  const gateway = await startSandbox({
    ...{ dataDir: join(dir, "gateway"), speed: 1_000, clock: systemClock, log: createLog("silent") },
    render: "clips",
  });
  const env = {
    ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.api },
    ...{ SLACK_BOT_TOKEN: slack.team.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl },
    ...{ EVOLINK_API_KEY: "a-key-for-tests", EVOLINK_API_URL: gateway.url, EVOLINK_FILES_URL: gateway.filesUrl },
    ...{ DATA_DIR: join(dir, "data"), PORT: "0", PUBLIC_URL },
  };
  /** Starts a Reelay there; gives a way to ask for it by its public name too. */
  const open = async () => {
    const reelay = await start(readConfig(env), { log: createLog("silent") });
    const plain = createAsk(systemClock.now);
    const ask: Ask = (url) => plain(url.replace(PUBLIC_URL, reelay.address));
    return { ask, env: { ...env, PORT: new URL(reelay.address).port }, stop: reelay.stop };
  };
  return {
    ...{ discord, slack, gateway, dir, env, open },
    [Symbol.asyncDispose]: async () => {
      await gateway.close();
      await slack.close();
      await discord.close();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What a trial says, a line each. */
export async function linesOf(findings: AsyncIterable<Finding>): Promise<string[]> {
  return Array.fromAsync(findings, ({ about, is, says }) => `${is} ${about}: ${says}`);
}

/** The output that docs/operations.md shows under a heading, without what differs from one run to the next. */
export function documented(heading: string): string[] {
  const text = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const [, section = ""] = text.split(`#### ${heading}\n`);
  const [, block = ""] = /```\n([\s\S]*?)\n```/.exec(section) ?? [];
  return block.split("\n").map(lasting);
}

/** A line without numbers, folders and ids. */
export function lasting(line: string): string {
  return line
    .replace(/\/\S*reelay-doctor-\w+\/|\/srv\/reelay\//g, "/…/")
    .replace(/\b[TCF]0[0-9A-Z]{7,}\b/g, "ID")
    .replace(/\d+(?:[.×]\d+)*/g, "0");
}
