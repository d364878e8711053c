import { isIP } from "node:net";
import { z } from "zod";
import { ConfigError } from "../base/errors.ts";
import { isTimeZone } from "../credits/period.ts";
import { parseCredits, type Units } from "../credits/units.ts";
import { isBucketAddress } from "../media/keep/bucket-address.ts";

/** Variables whose value is never shown, not even in a problem. */
const SECRET = new Set([
  ...["EVOLINK_API_KEY", "SECRET", "DATABASE_URL", "DISCORD_TOKEN"],
  ...["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"],
]);

/** EvoLink's own address. At any other, the operator's word counts, private networks included. */
export const PUBLIC_GATEWAY = "https://api.evolink.ai";

/** What a process does. */
export const ROLES = ["discord", "slack", "worker", "web"] as const;
export type Role = (typeof ROLES)[number];

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** A value that `read` understands; `wants` ends the sentence of a problem. */
function value<T>(wants: string, read: (text: string) => T | undefined) {
  return z.string().transform((text, context) => {
    const result = read(text.trim());
    if (result !== undefined) return result;
    context.addIssue({ code: "custom", message: wants });
    return z.NEVER;
  });
}

function whole(least: number, most: number, wants: string) {
  return value(`${wants} from ${least} to ${most.toLocaleString("en-GB")}`, (text) => {
    const number = Number(text);
    return /^\d+$/.test(text) && number >= least && number <= most ? number : undefined;
  });
}

function decimal(least: number, most: number, wants: string) {
  return value(`${wants} from ${least} to ${most.toLocaleString("en-GB")}`, (text) => {
    const number = Number(text);
    return /^\d+(\.\d+)?$/.test(text) && number >= least && number <= most ? number : undefined;
  });
}

function oneOf<const T extends string>(words: readonly T[]) {
  return value(`one of ${words.join(", ")}`, (text) => words.find((word) => word === text.toLowerCase()));
}

const address = value("an address that begins with https:// or http://", (text) => {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username + password === "" ? text.replace(/\/+$/, "") : undefined;
});

const credits = value("credits, zero or more, with at most four decimals", parseCredits);

function someOf<const T extends string>(words: readonly T[]) {
  return value(`any of ${words.join(", ")}`, (text) => {
    const said = list(text);
    const found = said.flatMap((one) => words.find((word) => word === one.toLowerCase()) ?? []);
    return found.length === said.length && found.length > 0 ? [...new Set(found)] : undefined;
  });
}

function list(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== "");
}

/** A chat's token: one word that begins as they do. */
function token(wants: string, form: RegExp) {
  return value(wants, (text) => (form.test(text) ? text : undefined));
}

const YES_NO: Readonly<Record<string, boolean>> = {
  on: true,
  yes: true,
  true: true,
  off: false,
  no: false,
  false: false,
};
const switched = value("on or off", (text) => YES_NO[text.toLowerCase()]);

/** One line for each variable of `.env.example`, in its order; a test holds the two together. */
const environment = z.object({
  EVOLINK_API_KEY: value("EvoLink's API key: at least 8 letters, digits and signs, no spaces", (text) =>
    /^[\x21-\x7e]{8,}$/.test(text) ? text : undefined,
  ).optional(),
  EVOLINK_API_URL: address.default(PUBLIC_GATEWAY),
  EVOLINK_FILES_URL: address.default("https://files-api.evolink.ai"),
  EVOLINK_MAX_RUNNING: whole(1, 100_000, "a number of jobs").default(20),
  EVOLINK_POLL_RPS: decimal(0.1, 1000, "reads a second").default(10),
  SANDBOX_SPEED: decimal(0.1, 10_000, "a factor").default(10),
  DISCORD_TOKEN: token("a bot's token from Discord's developer portal", /^[\w.-]{20,}$/).optional(),
  DISCORD_GUILD_ID: token("a server's id, 17 to 20 digits", /^\d{17,20}$/).optional(),
  DISCORD_SHARDS: value("auto, or numbers of shards such as 0,1", (text) => {
    if (text.toLowerCase() === "auto") return "auto";
    const shards = list(text).map(Number);
    return shards.length > 0 && shards.every((one) => Number.isInteger(one) && one >= 0) ? shards : undefined;
  }).default("auto"),
  DISCORD_SHARD_COUNT: whole(1, 10_000, "a number of shards").optional(),
  DISCORD_API_URL: address.default("https://discord.com/api"),
  SLACK_BOT_TOKEN: token("a bot token, which begins with xoxb-", /^xoxb-[\w-]+$/).optional(),
  SLACK_APP_TOKEN: token("an app-level token, which begins with xapp-", /^xapp-[\w-]+$/).optional(),
  SLACK_SIGNING_SECRET: token("the app's signing secret, 16 or more letters and digits", /^\w{16,}$/).optional(),
  SLACK_API_URL: address.default("https://slack.com/api"),
  ROLES: someOf(ROLES).optional(),
  DATABASE_URL: value("an address that begins with postgres://", (text) =>
    /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) ? text : undefined,
  ).optional(),
  DATA_DIR: value("a folder", (text) => (text.includes("\0") ? undefined : text)).default("./data"),
  MEDIA_URL: value("s3://bucket/prefix?region=…&endpoint=https://…, without keys", (text) =>
    isBucketAddress(text) ? text : undefined,
  ).optional(),
  KEEP_INPUTS_DAYS: decimal(0, 36_500, "days").default(30),
  KEEP_VIDEOS_DAYS: whole(1, 36_500, "days").optional(),
  KEEP_VIDEOS_GB: decimal(0.001, 1_000_000, "gigabytes").optional(),
  HOST: value("an address of this machine, such as 127.0.0.1 or 0.0.0.0", (text) =>
    isIP(text) !== 0 || /^[a-z0-9.-]+$/i.test(text) ? text : undefined,
  ).default("127.0.0.1"),
  PORT: whole(0, 65_535, "a port").default(3000),
  PUBLIC_URL: address.optional(),
  ALLOW_FOREIGN_LINKS: switched.default(false),
  PLAYGROUND: switched.optional(),
  SECRET: value("at least 32 characters", (text) => (text.length >= 32 ? text : undefined)).optional(),
  LOG_LEVEL: oneOf(LOG_LEVELS).default("info"),
  DEFAULT_ALLOWANCE: credits.default(parseCredits("200") as Units),
  DEFAULT_PERIOD: oneOf(["day", "week", "month"]).default("month"),
  DEFAULT_TIME_ZONE: value("a time zone such as Europe/Berlin or UTC", (text) =>
    isTimeZone(text) ? text : undefined,
  ).default("UTC"),
  DEFAULT_MAX_JOBS: whole(1, 10_000, "a number of jobs").default(5),
  DEFAULT_WORKSPACE_JOBS: whole(1, 10_000, "a number of jobs").optional(),
  DEFAULT_MAX_PRICE: credits.optional(),
  DEFAULT_BUDGET: credits.optional(),
  DEFAULT_APPROVE_ABOVE: credits.optional(),
  DEFAULT_ASK_ABOVE: credits.optional(),
});

/** Every variable that Reelay reads. */
export const VARIABLES = Object.keys(environment.shape);

/** What must never be shown of an environment: each secret's value, and passwords that stand in addresses. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  const values = [...SECRET, "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"].flatMap((name) => env[name]?.trim() || []);
  const passwords = values.flatMap((value) => URL.parse(value)?.password || []);
  return [...values, ...passwords, ...passwords.map(decodeURIComponent)];
}

/** The environment, read and checked. Names are those of `.env.example`; money is Units. */
export type Config = z.output<typeof environment>;

/** The environment with all that is wrong in it. */
export interface Survey {
  /** What can be read; what is wrong is as if it were unset. */
  config: Config;
  /** A sentence for each problem: the variable, what it got and what it wants; a secret's value is not shown. */
  problems: readonly string[];
  /** The variables whose value can't be read. */
  wrong: ReadonlySet<string>;
}

/** Reads the environment. An empty value counts as unset. */
export function surveyConfig(env: Readonly<Record<string, string | undefined>>): Survey {
  const given = Object.fromEntries(
    VARIABLES.flatMap((name) => {
      const text = env[name];
      return text === undefined || text.trim() === "" ? [] : [[name, text]];
    }),
  );
  const parsed = environment.safeParse(given);
  const issues = parsed.error?.issues ?? [];
  const wrong = new Set(issues.map(({ path }) => String(path[0])));
  const right = Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name)));
  const config = parsed.data ?? environment.parse(right);
  return {
    config,
    problems: [...issues.map((issue) => say(issue, given)), ...crossChecks(config, given, wrong)],
    wrong,
  };
}

/** The same for a start: throws ConfigError with every problem at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const { config, problems } = surveyConfig(env);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function say(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0]);
  const text = given[name] ?? "";
  // An address may have a password in it.
  const shown = text.replace(/\/\/.*@/s, "//…@");
  const got = SECRET.has(name) ? `a value of ${text.length} characters` : `“${shown}”`;
  return `${name}: got ${got}, wants ${issue.message}.`;
}

/** What this process does: all that is configured, unless ROLES says which. */
export function rolesOf(config: Config): ReadonlySet<Role> {
  const configured: Role[] = ["worker", "web"];
  if (config.DISCORD_TOKEN !== undefined) configured.push("discord");
  if (config.SLACK_BOT_TOKEN !== undefined) configured.push("slack");
  return new Set(config.ROLES ?? configured);
}

/** The playground is on unless it was turned off, the server is public (the page has no login), or there is a chat. */
export function playgroundIsOn(config: Config): boolean {
  const { PLAYGROUND, PUBLIC_URL, DISCORD_TOKEN, SLACK_BOT_TOKEN } = config;
  if (!rolesOf(config).has("web")) return false;
  return PLAYGROUND ?? [PUBLIC_URL, DISCORD_TOKEN, SLACK_BOT_TOKEN].every((one) => one === undefined);
}

/** What a chat needs beside its token, and a role beside its name. */
function chatChecks(config: Config, given: Record<string, string | undefined>, wrong: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  const { DISCORD_SHARDS: shards, DISCORD_SHARD_COUNT: count, DATABASE_URL, ROLES: roles } = config;
  const slackWays = ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"];
  if (config.SLACK_BOT_TOKEN !== undefined && slackWays.every((name) => given[name] === undefined)) {
    problems.push("SLACK_BOT_TOKEN: wants SLACK_APP_TOKEN beside it (Socket Mode), or SLACK_SIGNING_SECRET (HTTP).");
  }
  for (const name of slackWays) {
    if (given[name] === undefined || given.SLACK_BOT_TOKEN !== undefined) continue;
    problems.push(`${name}: wants SLACK_BOT_TOKEN beside it.`);
  }
  if (shards !== "auto" && !wrong.has("DISCORD_SHARD_COUNT") && shards.some((one) => one >= (count ?? 0))) {
    problems.push(`DISCORD_SHARDS: got “${given.DISCORD_SHARDS}”, wants DISCORD_SHARD_COUNT above each of them.`);
  }
  if (roles === undefined) return problems;
  const tokens = { discord: "DISCORD_TOKEN", slack: "SLACK_BOT_TOKEN" } as const;
  for (const [role, name] of Object.entries(tokens)) {
    if (rolesOf(config).has(role as Role) && given[name] === undefined) problems.push(`ROLES: ${role} wants ${name}.`);
  }
  if (!roles.includes("worker") && DATABASE_URL === undefined && !wrong.has("DATABASE_URL")) {
    problems.push(
      "ROLES: got no worker, wants DATABASE_URL: only one process can use the SQLite file, so it must run the jobs.",
    );
  }
  if (roles.includes("slack") && !roles.includes("web") && config.SLACK_APP_TOKEN === undefined) {
    problems.push("ROLES: slack by SLACK_SIGNING_SECRET wants web too: its events come to the web server.");
  }
  return problems;
}

/** What decides together who can see the playground. */
const PAGE = ["PLAYGROUND", "PUBLIC_URL", "HOST", "ROLES"];

/** What single variables can't know. Of those that are wrong by themselves there is nothing more to say. */
function crossChecks(config: Config, given: Record<string, string | undefined>, wrong: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  if (given.EVOLINK_API_KEY === undefined) {
    for (const name of ["EVOLINK_API_URL", "EVOLINK_FILES_URL"]) {
      if (given[name] === undefined || wrong.has(name)) continue;
      problems.push(`${name}: got “${given[name]}”, wants EVOLINK_API_KEY beside it, or to be unset for the sandbox.`);
    }
  }
  problems.push(...chatChecks(config, given, wrong));
  if (PAGE.some((name) => wrong.has(name))) return problems;
  if (config.PLAYGROUND && config.PUBLIC_URL !== undefined) {
    problems.push("PLAYGROUND: got “on”, wants off while PUBLIC_URL is set: the page has no login.");
  }
  if (playgroundIsOn(config) && !LOOPBACK.has(config.HOST)) {
    problems.push(`HOST: got “${config.HOST}”, wants 127.0.0.1 while the playground is on: the page has no login.`);
  }
  return problems;
}
