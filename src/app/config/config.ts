import type { z } from "zod";
import { ConfigError } from "../../base/errors.ts";
import { crossChecks } from "./checks.ts";
import { type Config, environment } from "./environment.ts";
import { CHAT_SECRETS } from "./platforms.ts";

/** Variables whose value is never shown, not even in a problem. */
const SECRET = new Set(["EVOLINK_API_KEY", "SECRET", "DATABASE_URL", ...CHAT_SECRETS]);

/** Every variable that Reelay reads. */
export const VARIABLES = Object.keys(environment.shape);

/** What must never be shown of an environment: each secret's value, and passwords that stand in addresses. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  const values = [...SECRET, "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"].flatMap((name) => env[name]?.trim() || []);
  const passwords = values.flatMap((value) => URL.parse(value)?.password || []);
  return [...values, ...passwords, ...passwords.map(decodeURIComponent)];
}

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
