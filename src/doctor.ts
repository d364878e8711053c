import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { commands, messageCommands } from "../commands/index.ts";
import { runTrial, type TrialChannel } from "./app/chats/trial.ts";
import { type Survey, secretsOf, surveyConfig, VARIABLES } from "./app/config/config.ts";
import { rolesOf } from "./app/config/roles.ts";
import { type Clock, systemClock } from "./base/clock.ts";
import { createLog, type Logger } from "./base/log.ts";
import { plural } from "./base/words.ts";
import { type Ask, createAsk } from "./doctor/ask.ts";
import { checkBucket } from "./doctor/bucket.ts";
import { checkClock, readClocks } from "./doctor/clock.ts";
import { checkConfiguration, checkMissing } from "./doctor/configuration.ts";
import { checkDatabase } from "./doctor/database.ts";
import { checkDisk } from "./doctor/disk.ts";
import { checkEncoder } from "./doctor/encoder.ts";
import { type Finding, guarded, lineOf, withoutSecrets } from "./doctor/finding.ts";
import { checkGateway } from "./doctor/gateway.ts";
import { kindOfToken } from "./doctor/tokens.ts";
import { checkPublicUrl, checkRunning } from "./doctor/web.ts";

/** What it was started with, and what it works by. */
export interface DoctorParts {
  env: Readonly<Record<string, string | undefined>>;
  /** Whether the environment has a file `.env` in it. */
  file: boolean;
  /** Takes one line, without its end. */
  print(line: string): void;
  clock: Clock;
  ask: Ask;
  log: Logger;
  /** Called when a trial begins; aborts when whoever waits has enough. */
  interrupted(): AbortSignal;
}

const USAGE = "Usage: npm run doctor [-- --channel discord:ID | --channel slack:ID]";
/** A snowflake of Discord's; a channel, a private one or a direct message of Slack's. */
const CHANNEL = /^(?:discord:(\d{17,20})|slack:([CGD][A-Z0-9]{8,}))$/;
/** The line that says whether a trial can be made at all. */
const TOKEN_OF = { discord: "Discord token", slack: "Slack bot token" } as const;
/** As shells and most programs say that they were called wrongly. */
const EX_USAGE = 2;

/**
 * Looks at everything that Reelay needs, without changing any of it, and prints a line for each; with `--channel` it then
 * posts a trial there and deletes it. Gives the exit code: 0 when all is fine, 1 when something is wrong, 2 for
 * arguments that it doesn't know.
 */
export async function doctor(args: readonly string[], parts: DoctorParts): Promise<number> {
  const { env, print, clock, log } = parts;
  const asked = readArguments(args, print);
  if (!asked) return EX_USAGE;
  const survey = surveyConfig(env);
  const secrets = secretsOf(env);
  let wrong = 0;
  const refused = new Set<string>();
  const tell = (finding: Finding) => {
    if (finding.is === "wrong") {
      wrong += 1;
      refused.add(finding.about);
    }
    print(withoutSecrets(lineOf(finding), secrets));
  };
  for (const check of begin(survey, parts)) for (const finding of await check) tell(finding);
  if (asked.channel && refused.has(TOKEN_OF[asked.channel.platform])) {
    tell({ about: "trial", is: "note", says: "Not made: the token has to be right first." });
  } else if (asked.channel) {
    const stop = parts.interrupted();
    for await (const finding of runTrial(survey.config, asked.channel, { clock, log, stop })) tell(finding);
  }
  print(wrong === 0 ? "All is fine." : `${plural(wrong, "thing")} to mend.`);
  return wrong === 0 ? 0 : 1;
}

/** Undefined, with a line that says why, for what it doesn't know. */
function readArguments(args: readonly string[], print: (line: string) => void): { channel?: TrialChannel } | undefined {
  try {
    const { channel } = parseArgs({ args: [...args], options: { channel: { type: "string" } } }).values;
    if (channel === undefined) return {};
    const [, discord, slack] = CHANNEL.exec(channel) ?? [];
    if (discord !== undefined) return { channel: { platform: "discord", id: discord } };
    if (slack !== undefined) return { channel: { platform: "slack", id: slack } };
    print(`--channel: got “${channel}”, wants a chat and a channel's id. ${USAGE}`);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    print(`${error.message.split(".")[0]}. ${USAGE}`);
  }
  return undefined;
}

/** Begins all checks at once, in the order in which they are told. */
function begin(survey: Survey, parts: DoctorParts): Promise<readonly Finding[]>[] {
  const { config, problems, wrong } = survey;
  const { env, file, clock, ask, log } = parts;
  const given = Object.fromEntries(VARIABLES.flatMap((name) => (env[name]?.trim() ? [[name, env[name].trim()]] : [])));
  const right = (...names: string[]) => !names.some((name) => wrong.has(name));
  const check = (about: string, look: () => Promise<Finding | readonly Finding[]>) => guarded(about, look, clock);
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, EVOLINK_API_KEY: apiKey, MEDIA_URL: mediaUrl } = config;

  const checks: Promise<readonly Finding[]>[] = [];
  checks.push(Promise.resolve(checkConfiguration({ problems, given, wrong, roles: [...rolesOf(config)], file })));
  if (right("DATA_DIR")) checks.push(check("disk", () => checkDisk(dataDir)));
  const database = right("DATA_DIR", "DATABASE_URL") ? checkDatabase({ databaseUrl, dataDir }, clock.now) : undefined;
  if (database) checks.push(check("database", async () => (await database).finding));
  checks.push(
    check("clock", async () => {
      const theirs = await readClocks(clocksOf(survey), ask);
      const its = (await database?.catch(() => undefined))?.clock;
      return checkClock(its ? [...theirs, its] : theirs);
    }),
  );
  checks.push(check("encoder", () => checkEncoder(clock)));
  if (mediaUrl !== undefined) checks.push(check("media bucket", () => checkBucket(mediaUrl, { clock, log })));
  if (right("EVOLINK_API_KEY", "EVOLINK_API_URL", "EVOLINK_FILES_URL")) {
    const { EVOLINK_API_URL: apiUrl, EVOLINK_FILES_URL: filesUrl } = config;
    checks.push(check("EvoLink", () => checkGateway({ apiKey, apiUrl, filesUrl }, { clock, log })));
  }
  if (right("PUBLIC_URL")) checks.push(check("PUBLIC_URL", () => checkPublicUrl(config.PUBLIC_URL, ask)));
  if (right("HOST", "PORT")) {
    checks.push(check("running Reelay", () => checkRunning({ host: config.HOST, port: config.PORT }, ask)));
  }
  checks.push(Promise.resolve(checkMissing(given)));
  return [...checks, ...beginChats(survey, parts, check)];
}

type Check = (about: string, look: () => Promise<Finding | readonly Finding[]>) => Promise<readonly Finding[]>;

/** The chats that are set up. Their libraries are loaded only then. */
function beginChats({ config, wrong }: Survey, { clock, log }: DoctorParts, check: Check) {
  const { DISCORD_TOKEN: token, SLACK_BOT_TOKEN: botToken } = config;
  const checks: Promise<readonly Finding[]>[] = [];
  if (token !== undefined && !wrong.has("DISCORD_API_URL")) {
    checks.push(
      check("Discord", async () => {
        const { examineDiscord } = await import("./discord/checkup.ts");
        const { DISCORD_API_URL: apiUrl, DISCORD_GUILD_ID: guildId, DISCORD_SHARD_COUNT: shardCount } = config;
        const looksLike = kindOfToken(token);
        return examineDiscord({ token, apiUrl, guildId, shardCount, looksLike, commands, messageCommands });
      }),
    );
  }
  if (botToken !== undefined && !wrong.has("SLACK_API_URL")) {
    checks.push(
      check("Slack", async () => {
        const { examineSlack } = await import("./slack/checkup.ts");
        const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret, PUBLIC_URL: publicUrl } = config;
        const apiUrl = `${config.SLACK_API_URL}/`;
        return examineSlack({ botToken, appToken, signingSecret, apiUrl, publicUrl, clock, log });
      }),
    );
  }
  return checks;
}

/** Addresses that answer anybody, of what is set up; their answers say the time. */
function clocksOf({ config, wrong }: Survey): string[] {
  const { DISCORD_TOKEN, DISCORD_API_URL, SLACK_BOT_TOKEN, SLACK_API_URL, EVOLINK_API_KEY, EVOLINK_API_URL } = config;
  return [
    ...(DISCORD_TOKEN && !wrong.has("DISCORD_API_URL") ? [`${DISCORD_API_URL}/v10/gateway`] : []),
    ...(SLACK_BOT_TOKEN && !wrong.has("SLACK_API_URL") ? [`${SLACK_API_URL}/api.test`] : []),
    ...(EVOLINK_API_KEY && !wrong.has("EVOLINK_API_URL") ? [`${EVOLINK_API_URL}/v1/credits`] : []),
  ];
}

/** The first Ctrl+C ends a trial in order; a second one ends the process the system's way. */
function interrupted(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      process.stderr.write("Stopping: what the trial has posted is deleted first.\n");
      stopping.abort();
    });
  }
  return stopping.signal;
}

async function main(): Promise<void> {
  const file = existsSync(".env");
  if (file) process.loadEnvFile();
  process.exitCode = await doctor(process.argv.slice(2), {
    env: process.env,
    file,
    print: (line) => process.stdout.write(`${line}\n`),
    clock: systemClock,
    ask: createAsk(systemClock.now),
    log: createLog("silent"),
    interrupted,
  });
}

if (import.meta.main) await main();
