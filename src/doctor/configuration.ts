import { andList, plural } from "../base/words.ts";
import type { Finding } from "./finding.ts";
import { kindOfToken } from "./tokens.ts";

/** What has been read of the environment. */
export interface Read {
  problems: readonly string[];
  /** The variables that have a value, right or wrong. */
  given: Readonly<Record<string, string>>;
  /** The variables whose value can't be read. */
  wrong: ReadonlySet<string>;
  roles: readonly string[];
  /** Whether there is a file `.env` where the doctor was started. */
  file: boolean;
}

/** Those whose value is a secret with a form of its own. */
const TOKENS = ["DISCORD_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "EVOLINK_API_KEY"];

/** A line for each problem of the environment, or one that says what is set. */
export function checkConfiguration({ problems, given, wrong, roles, file }: Read): Finding[] {
  const about = "configuration";
  if (problems.length > 0) {
    const kinds = new Map(
      TOKENS.filter((name) => wrong.has(name)).map((name) => [name, kindOfToken(given[name] ?? "")]),
    );
    return problems.map((problem) => {
      const kind = kinds.get(problem.slice(0, problem.indexOf(":")));
      return { about, is: "wrong", says: kind === undefined ? problem : `${problem} This one looks like ${kind}.` };
    });
  }
  const count = Object.keys(given).length;
  const set =
    count === 0
      ? "Nothing is set, so the defaults hold"
      : `${plural(count, "variable")} ${count === 1 ? "is" : "are"} set`;
  const from = file ? "" : " (there is no .env in this folder)";
  return [{ about, is: "fine", says: `${set}${from}. This process does ${andList(roles)}.` }];
}

/** Lines for the chats and the key that are not set up. With no chat at all, that is what is wrong. */
export function checkMissing(given: Readonly<Record<string, string>>): Finding[] {
  const chats = [
    { name: "DISCORD_TOKEN", about: "Discord", how: "docs/discord.md says where the token comes from" },
    { name: "SLACK_BOT_TOKEN", about: "Slack", how: "docs/slack.md says where its two tokens come from" },
  ];
  const missing = chats.filter(({ name }) => given[name] === undefined);
  const is = missing.length === chats.length ? "wrong" : "note";
  return missing.map(({ name, about, how }) => ({ about, is, says: `Not set up: ${name} is missing; ${how}.` }));
}
