import type { Config } from "./environment.ts";
import { PLATFORMS } from "./platforms.ts";
import { playgroundIsOn } from "./roles.ts";

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** What a chat needs beside its token, and a role beside its name. */
function chatChecks(config: Config, given: Record<string, string | undefined>, wrong: ReadonlySet<string>): string[] {
  const { DATABASE_URL, ROLES: roles } = config;
  const problems = PLATFORMS.flatMap((one) => one.problems?.(config, { given, wrong, roles }) ?? []);
  for (const { id, token } of PLATFORMS) {
    if (token !== undefined && roles?.includes(id) && given[token] === undefined) {
      problems.push(`ROLES: ${id} wants ${token}.`);
    }
  }
  if (roles && !roles.includes("worker") && DATABASE_URL === undefined && !wrong.has("DATABASE_URL")) {
    problems.push(
      "ROLES: got no worker, wants DATABASE_URL: only one process can use the SQLite file, so it must run the jobs.",
    );
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
