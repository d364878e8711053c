import type { Config, Role } from "./environment.ts";
import { playgroundIsOn, rolesOf } from "./roles.ts";

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

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
export function crossChecks(
  config: Config,
  given: Record<string, string | undefined>,
  wrong: ReadonlySet<string>,
): string[] {
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
