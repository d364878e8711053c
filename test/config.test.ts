import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { readConfig, VARIABLES } from "../src/app/config/config.ts";
import { ROLES } from "../src/app/config/environment.ts";
import { playgroundIsOn, rolesOf } from "../src/app/config/roles.ts";
import { ConfigError } from "../src/base/errors.ts";
import { FOR_ALL } from "./support/reelay.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const KEY = { EVOLINK_API_KEY: "sk-0123456789" };

type Env = Record<string, string | undefined>;

function problems(env: Env): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe("the environment", () => {
  it("may be empty: everything has a default or may be absent", () => {
    expect(readConfig({})).toMatchObject({
      EVOLINK_API_URL: "https://api.evolink.ai",
      EVOLINK_FILES_URL: "https://files-api.evolink.ai",
      DATA_DIR: "./data",
      HOST: "127.0.0.1",
      PORT: 3000,
      LOG_LEVEL: "info",
      DEFAULT_ALLOWANCE: 2_000_000,
      DEFAULT_PERIOD: "month",
    });
    expect(readConfig({}).EVOLINK_API_KEY).toBeUndefined();
  });

  it("counts an empty value as none, and what is not its own as nothing", () => {
    const empty = Object.fromEntries(VARIABLES.map((name) => [name, "  "]));
    expect(readConfig(empty)).toEqual(readConfig({}));
    expect(readConfig({ PATH: "/bin", PORTS: "x" })).toEqual(readConfig({}));
  });

  it.each<[Env, Record<string, unknown>]>([
    [{ PORT: " 8080 " }, { PORT: 8080 }],
    [{ PORT: "0" }, { PORT: 0 }],
    [{ EVOLINK_POLL_RPS: "0.5" }, { EVOLINK_POLL_RPS: 0.5 }],
    [{ DEFAULT_ALLOWANCE: "7.1982" }, { DEFAULT_ALLOWANCE: 71_982 }],
    [{ DEFAULT_ALLOWANCE: "0" }, { DEFAULT_ALLOWANCE: 0 }],
    [{ DEFAULT_MAX_PRICE: "50" }, { DEFAULT_MAX_PRICE: 500_000 }],
    [{ DEFAULT_PERIOD: "Week" }, { DEFAULT_PERIOD: "week" }],
    [
      { PRICE_4K: "kling-v3-text-to-video:12/18" },
      { PRICE_4K: { "kling-v3-text-to-video": { silent: 120_000, sound: 180_000 } } },
    ],
    [{ CREDIT_PRICE: "0.0139" }, { CREDIT_PRICE: { currency: "USD", digits: 139, decimals: 8 } }],
    [{ CREDIT_PRICE: "0.0129 eur" }, { CREDIT_PRICE: { currency: "EUR", digits: 129, decimals: 8 } }],
    [{ DEFAULT_TIME_ZONE: "Europe/Berlin" }, { DEFAULT_TIME_ZONE: "Europe/Berlin" }],
    [
      { DEFAULT_BUDGET: "1000", DEFAULT_APPROVE_ABOVE: "0", DEFAULT_ASK_ABOVE: "7.5", DEFAULT_WORKSPACE_JOBS: "9" },
      {
        DEFAULT_BUDGET: 10_000_000,
        DEFAULT_APPROVE_ABOVE: 0,
        DEFAULT_ASK_ABOVE: 75_000,
        DEFAULT_WORKSPACE_JOBS: 9,
      },
    ],
    [{ LOG_LEVEL: "DEBUG" }, { LOG_LEVEL: "debug" }],
    [{ PLAYGROUND: "No" }, { PLAYGROUND: false }],
    [{ ...KEY, EVOLINK_API_URL: "http://127.0.0.1:9000//" }, { EVOLINK_API_URL: "http://127.0.0.1:9000" }],
    [
      { DISCORD_TOKEN: "MTk4.CL2d.Bot-token_0123456789", DISCORD_SHARDS: "0, 2", DISCORD_SHARD_COUNT: "3" },
      { DISCORD_SHARDS: [0, 2], DISCORD_SHARD_COUNT: 3 },
    ],
    [{ DISCORD_SHARDS: "Auto" }, { DISCORD_SHARDS: "auto" }],
    [{ SLACK_API_URL: "https://slack.com/api/" }, { SLACK_API_URL: "https://slack.com/api" }],
    [{ ROLES: "Web, worker web" }, { ROLES: ["web", "worker"] }],
    [{ DATABASE_URL: "postgresql://a:b@db/reelay" }, { DATABASE_URL: "postgresql://a:b@db/reelay" }],
    [{ HOST: "::1" }, { HOST: "::1" }],
    [
      { PUBLIC_URL: "https://reelay.example/", HOST: "0.0.0.0" },
      { PUBLIC_URL: "https://reelay.example", HOST: "0.0.0.0" },
    ],
  ])("%o is read as %o", (env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });

  it.each<[Env, RegExp]>([
    [{ PORT: "80a" }, /^PORT: got “80a”, wants a port from 0 to 65,535\.$/],
    [{ PORT: "65536" }, /^PORT: got “65536”/],
    [{ PORT: "-1" }, /^PORT: got “-1”/],
    [{ PORT: "8e3" }, /^PORT: got “8e3”/],
    [{ EVOLINK_MAX_RUNNING: "0" }, /^EVOLINK_MAX_RUNNING: got “0”, wants a number of jobs from 1 to 100,000\.$/],
    [{ EVOLINK_POLL_RPS: "fast" }, /^EVOLINK_POLL_RPS: got “fast”, wants reads a second from 0\.1 to 1,000\.$/],
    [{ SANDBOX_SPEED: "Infinity" }, /^SANDBOX_SPEED: got “Infinity”/],
    [{ ...KEY, EVOLINK_API_URL: "api.evolink.ai" }, /^EVOLINK_API_URL: .*wants an address that begins with https:/],
    [{ PUBLIC_URL: "ftp://reelay.example" }, /^PUBLIC_URL: got “ftp:\/\/reelay\.example”/],
    [{ HOST: "a host" }, /^HOST: got “a host”, wants an address of this machine/],
    [{ PLAYGROUND: "maybe" }, /^PLAYGROUND: got “maybe”, wants on or off\.$/],
    [{ LOG_LEVEL: "loud" }, /^LOG_LEVEL: got “loud”, wants one of fatal, error, warn, info, debug, trace, silent\.$/],
    [
      { CREDIT_PRICE: "$0.01" },
      /^CREDIT_PRICE: got “\$0\.01”, wants what one credit costs: 0\.0139 \(US dollars\), or .* 0\.0129 EUR\.$/,
    ],
    [
      { PRICE_4K: "kling-v3-motion-control:12" },
      /^PRICE_4K: got “kling-v3-motion-control:12”, wants a model and its credits a second, such as kling-v3-text-to-video:12, /,
    ],
    [{ CREDIT_PRICE: "0.01 XQX" }, /^CREDIT_PRICE: got “0\.01 XQX”/],
    [{ DEFAULT_ALLOWANCE: "-5" }, /^DEFAULT_ALLOWANCE: got “-5”, wants credits/],
    [{ DEFAULT_ALLOWANCE: "1.00001" }, /^DEFAULT_ALLOWANCE: got “1\.00001”/],
    [{ DEFAULT_PERIOD: "year" }, /^DEFAULT_PERIOD: got “year”, wants one of day, week, month\.$/],
    [{ DEFAULT_MAX_JOBS: "1.5" }, /^DEFAULT_MAX_JOBS: got “1\.5”/],
    [{ DEFAULT_TIME_ZONE: "Berlin" }, /^DEFAULT_TIME_ZONE: got “Berlin”, wants a time zone such as Europe\/Berlin/],
    [{ DISCORD_TOKEN: "short" }, /^DISCORD_TOKEN: got a value of 5 characters, wants a bot's token/],
    [{ DISCORD_GUILD_ID: "my server" }, /^DISCORD_GUILD_ID: got “my server”/],
    [{ DISCORD_SHARDS: "0,x" }, /^DISCORD_SHARDS: got “0,x”, wants auto, or numbers/],
    [{ DISCORD_SHARDS: "0,1" }, /^DISCORD_SHARDS: got “0,1”, wants DISCORD_SHARD_COUNT above each of them\.$/],
    [{ DISCORD_SHARDS: "4", DISCORD_SHARD_COUNT: "4" }, /^DISCORD_SHARDS: got “4”/],
    [{ SLACK_BOT_TOKEN: "xoxb-1-2" }, /^SLACK_BOT_TOKEN: wants SLACK_APP_TOKEN beside it .* or SLACK_SIGNING_SECRET/],
    [{ SLACK_APP_TOKEN: "xapp-1-2" }, /^SLACK_APP_TOKEN: wants SLACK_BOT_TOKEN beside it\.$/],
    [{ SLACK_SIGNING_SECRET: "0123456789abcdef" }, /^SLACK_SIGNING_SECRET: wants SLACK_BOT_TOKEN beside it\.$/],
    [{ ROLES: "web,bot" }, new RegExp(`^ROLES: got “web,bot”, wants any of ${ROLES.join(", ")}\\.$`)],
    [{ ROLES: "discord,worker" }, /^ROLES: discord wants DISCORD_TOKEN\.$/],
    [{ ROLES: "web" }, /^ROLES: got no worker, wants DATABASE_URL/],
  ])("%o is refused, with what it got and what it wants", (env, sentence) => {
    expect(problems(env)).toEqual([expect.stringMatching(sentence)]);
  });

  it("is refused with every problem at once, those between variables included", () => {
    const env = {
      PORT: "http",
      LOG_LEVEL: "loud",
      DEFAULT_PERIOD: "year",
      EVOLINK_API_URL: "http://127.0.0.1:1",
      HOST: "0.0.0.0",
    };
    const named = problems(env).map((sentence) => sentence.split(":")[0]);
    expect(named.toSorted()).toEqual(["DEFAULT_PERIOD", "EVOLINK_API_URL", "HOST", "LOG_LEVEL", "PORT"]);
  });

  it("is refused once for each variable: one that is wrong by itself isn't judged beside others", () => {
    const env = { EVOLINK_API_KEY: "short", EVOLINK_API_URL: "http://127.0.0.1:1", PUBLIC_URL: "x", HOST: "0.0.0.0" };
    const named = problems(env).map((sentence) => sentence.split(":")[0]);
    expect(named.toSorted()).toEqual(["EVOLINK_API_KEY", "PUBLIC_URL"]);
  });

  it.each<[string, Env]>([
    ["EVOLINK_API_URL", { EVOLINK_API_URL: "https://api.evolink.ai" }],
    ["EVOLINK_FILES_URL", { EVOLINK_FILES_URL: "https://files.example" }],
  ])("wants a key beside %s", (name, env) => {
    expect(problems(env)).toEqual([expect.stringMatching(`^${name}: .*wants EVOLINK_API_KEY beside it`)]);
    expect(problems({ ...env, ...KEY })).toEqual([]);
  });

  const discord = { DISCORD_TOKEN: "MTk4.CL2d.Bot-token_0123456789" };
  const slack = { SLACK_BOT_TOKEN: "xoxb-1-2", SLACK_SIGNING_SECRET: "0123456789abcdef" };

  it("does all that is configured unless ROLES says which", () => {
    expect([...rolesOf(readConfig({}))]).toEqual(["worker", "web"]);
    expect([...rolesOf(readConfig({ ...discord, ...slack }))]).toEqual(["worker", "web", "discord", "slack"]);
    const some = { ...discord, DATABASE_URL: "postgres://db/reelay", ROLES: "discord" };
    expect([...rolesOf(readConfig(some))]).toEqual(["discord"]);
    expect(problems({ ...slack, DATABASE_URL: "postgres://db/reelay", ROLES: "slack,worker" })).toEqual([
      expect.stringMatching(/^ROLES: slack by SLACK_SIGNING_SECRET wants web too/),
    ]);
  });

  it("has no playground beside a chat unless it is asked for", () => {
    expect(playgroundIsOn(readConfig(discord))).toBe(false);
    expect(playgroundIsOn(readConfig(slack))).toBe(false);
    expect(playgroundIsOn(readConfig({ ...discord, PLAYGROUND: "on" }))).toBe(true);
  });

  it("shows the playground to this machine alone", () => {
    expect(problems({ HOST: "0.0.0.0" })).toEqual([expect.stringMatching(/^HOST: .*the page has no login/)]);
    expect(problems({ HOST: "0.0.0.0", PLAYGROUND: "off" })).toEqual([]);
    expect(problems({ PUBLIC_URL: "https://reelay.example", PLAYGROUND: "on" })).toEqual([
      expect.stringMatching(/^PLAYGROUND: got “on”, wants off while PUBLIC_URL is set/),
    ]);
    expect(playgroundIsOn(readConfig({}))).toBe(true);
    expect(playgroundIsOn(readConfig({ PLAYGROUND: "off" }))).toBe(false);
    expect(playgroundIsOn(readConfig({ PUBLIC_URL: "https://reelay.example" }))).toBe(false);
  });
});

describe("a secret", () => {
  it("is never shown, right or wrong", () => {
    const secrets = {
      EVOLINK_API_KEY: "key with spaces",
      SECRET: "too-short-secret",
      DATABASE_URL: "mysql://root:hunter2@db/reelay",
      DISCORD_TOKEN: "a token with spaces",
      SLACK_BOT_TOKEN: "xoxp-a-user-token",
      SLACK_APP_TOKEN: "xoxb-not-an-app-token",
      SLACK_SIGNING_SECRET: "not hex",
    };
    const said = problems({ ...secrets, PORT: "x" });
    expect(said).toHaveLength(8);
    for (const value of [...Object.values(secrets), "hunter2"]) expect(said.join("\n")).not.toContain(value);
    expect(said.join("\n")).toContain("SECRET: got a value of 16 characters, wants at least 32 characters.");
  });

  it.each(VARIABLES.filter((name) => name.endsWith("_URL")))("is not shown as a password in %s", (name) => {
    const said = problems({ ...KEY, [name]: "https://reelay:hunter2@gate.example/v1" }).join("\n");
    expect(said).toContain(`${name}: got`);
    expect(said).not.toMatch(/hunter2|reelay:/);
  });
});

describe("where videos are kept", () => {
  it("is a bucket, and how long and how much of them, where that is said", () => {
    const MEDIA_URL = "s3://videos/reelay?region=eu-central-1&endpoint=https://storage.example.org";
    expect(readConfig({ MEDIA_URL, KEEP_VIDEOS_DAYS: "90", KEEP_VIDEOS_GB: "2.5" })).toMatchObject({
      MEDIA_URL,
      KEEP_VIDEOS_DAYS: 90,
      KEEP_VIDEOS_GB: 2.5,
    });
    expect(readConfig({}).KEEP_VIDEOS_DAYS).toBeUndefined();
  });

  it("is refused where it can't be, without the keys that somebody has put into it", () => {
    const wants = "wants s3://bucket/prefix?region=…&endpoint=https://…, without keys.";
    expect(problems({ MEDIA_URL: "s3://key:hush@videos", KEEP_VIDEOS_DAYS: "0", KEEP_VIDEOS_GB: "lots" })).toEqual([
      `MEDIA_URL: got “s3://…@videos”, ${wants}`,
      "KEEP_VIDEOS_DAYS: got “0”, wants days from 1 to 36,500.",
      "KEEP_VIDEOS_GB: got “lots”, wants gigabytes from 0.001 to 1,000,000.",
    ]);
    expect(problems({ MEDIA_URL: "https://videos.example.org" })).toHaveLength(1);
  });
});

describe(".env.example", () => {
  const text = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
  const listed = [...text.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = "", value = ""]) => ({
    name,
    value,
  }));

  it("lists every variable, in their order, and no other", () => {
    expect(listed.map(({ name }) => name)).toEqual(VARIABLES);
  });

  it("has the real defaults, all commented out", () => {
    const defaults = readConfig({});
    const given = readConfig({ ...Object.fromEntries(listed.map(({ name, value }) => [name, value])), ...KEY });
    expect({ ...given, EVOLINK_API_KEY: undefined, PLAYGROUND: undefined }).toEqual({
      ...defaults,
      EVOLINK_API_KEY: undefined,
      PLAYGROUND: undefined,
    });
    expect(playgroundIsOn(given)).toBe(playgroundIsOn(defaults));
    for (const { name, value } of listed.filter((one) => one.name !== "PLAYGROUND")) {
      expect(name in defaults && defaults[name as keyof typeof defaults] !== undefined, name).toBe(value !== "");
    }
    expect(text).not.toMatch(/^[A-Z]/m);
  });

  it("says in a sentence what each is, or it and the one before it", () => {
    const lines = text.split("\n");
    for (const { name } of listed) {
      const at = lines.findIndex((line) => line.startsWith(`# ${name}=`));
      const [first = "", second = ""] = [lines[at - 1], lines[at - 2]];
      expect(/^# [A-Z][A-Z0-9_]*=/.test(first) ? second : first, name).toMatch(/^# .*\.$/);
    }
  });
});

describe("a start", () => {
  it("with wrong values ends with 78 and a sentence for each, without a stack trace", async () => {
    const env = { ...FOR_ALL, PORT: "http", SECRET: "too-short-secret" };
    const { code, stdout, stderr } = await start(env);
    expect(stderr).toBe(
      "Reelay can't start:\n  PORT: got “http”, wants a port from 0 to 65,535.\n  SECRET: got a value of 16 characters, wants at least 32 characters.\n",
    );
    expect([code, stdout]).toEqual([78, ""]);
  });

  it("with a folder that can't be used does the same", async () => {
    const { code, stderr } = await start({ ...FOR_ALL, PORT: "0", DATA_DIR: "package.json" });
    expect(stderr).toMatch(/^Reelay can't start:\n {2}DATA_DIR: package\.json can't be used: .*\n$/);
    expect(code).toBe(78);
  });
});

/** Runs `src/main.ts` to its end with just this environment. */
async function start(env: Env): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const run = promisify(execFile)(process.execPath, ["src/main.ts"], { cwd: ROOT, env });
  const ended = await run.then(
    (out) => ({ ...out, code: 0 }),
    (error: Error & { code: unknown; stdout: string; stderr: string }) => error,
  );
  const { code, stdout, stderr } = ended;
  return { code, stdout, stderr };
}
