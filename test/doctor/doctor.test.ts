import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { consult, documented, lasting, surroundings } from "./stage.ts";

test("finds all fine beside a running Reelay, and touches nothing", async () => {
  await using around = await surroundings();
  const reelay = await around.open();
  try {
    const { discord, slack } = around;
    const before = {
      files: await readdir(reelay.env.DATA_DIR),
      asked: discord.requests.length,
      called: slack.calls.length,
    };
    const { code, lines, about } = await consult(reelay.env, { ask: reelay.ask });
    expect(lines.filter((line) => !line.startsWith("fine"))).toEqual(["All is fine."]);
    expect(code).toBe(0);
    expect(documented("All is fine")).toEqual(lines.map(lasting));
    expect(about("database")[0]).toContain("A running Reelay holds it.");
    expect(about("PUBLIC_URL")[0]).toContain("not the outside");
    expect(about("running Reelay")[0]).toContain("It is ready");
    expect(await readdir(reelay.env.DATA_DIR)).toEqual(before.files);
    expect(discord.requests.slice(before.asked).map(({ method }) => method)).not.toContain("POST");
    expect([...new Set(discord.requests.slice(before.asked).map(({ method }) => method))]).toEqual(["GET"]);
    const called = slack.calls.slice(before.called).map(({ method }) => method);
    expect(new Set(called)).toEqual(new Set(["api.test", "apps.connections.open", "auth.test", "bots.info"]));
    expect([discord.violations, slack.violations]).toEqual([[], []]);
  } finally {
    await reelay.stop();
  }
});

test("says which tokens are missing, checks the rest, and ends with 1", async () => {
  await using around = await surroundings();
  const { DATA_DIR, PORT } = around.env;
  const { code, lines, about } = await consult({ DATA_DIR, PORT });
  expect(code).toBe(1);
  expect(about("Discord")).toEqual([expect.stringMatching(/^wrong Not set up: DISCORD_TOKEN is missing/)]);
  expect(about("Slack")).toEqual([expect.stringMatching(/^wrong Not set up: SLACK_BOT_TOKEN is missing/)]);
  expect(about("EvoLink")[0]).toMatch(/^note EVOLINK_API_KEY is missing/);
  for (const name of ["disk", "database", "encoder"]) expect(about(name)[0], name).toMatch(/^fine /);
  expect(lines.at(-1)).toBe("2 things to mend.");
});

test("takes one chat for enough", async () => {
  await using around = await surroundings();
  const { SLACK_BOT_TOKEN: _, SLACK_APP_TOKEN: __, ...env } = around.env;
  const { about } = await consult(env);
  expect(about("Slack")).toEqual([expect.stringMatching(/^note Not set up/)]);
});

test("makes no trial with a token that is refused", async () => {
  await using around = await surroundings();
  const { DISCORD_API_URL, DATA_DIR, PORT } = around.env;
  const env = { DISCORD_TOKEN: "a-token-that-was-reset", DISCORD_API_URL, DATA_DIR, PORT };
  const { code, about } = await consult(env, { args: ["--channel", "discord:100000000000000001"] });
  expect(code).toBe(1);
  expect(about("Discord token")).toEqual([expect.stringMatching(/^wrong /)]);
  expect(about("trial")).toEqual(["note Not made: the token has to be right first."]);
});

test.each([["--frob"], ["--channel"], ["in the air"]])("answers %s with a line of usage and 2", async (...args) => {
  const { code, lines } = await consult({}, { args });
  expect(code).toBe(2);
  expect(lines).toEqual([expect.stringMatching(/Usage: npm run doctor/)]);
});

test("says six things that are wrong, each in a line, and shows no secret", async () => {
  await using around = await surroundings();
  const env = {
    ...around.env,
    DISCORD_TOKEN: "0123456789abcdef0123456789ABCDEF",
    SLACK_BOT_TOKEN: "xoxb-1-revoked",
    SLACK_APP_TOKEN: "xoxb-put-in-the-wrong-line",
    EVOLINK_API_KEY: "a key with spaces",
    DATABASE_URL: "postgres://reelay:let-me-in@127.0.0.1:1/reelay",
    PUBLIC_URL: "http://localhost:3000",
  };
  const { code, lines, about } = await consult(env);
  expect(code).toBe(1);
  expect(about("configuration")).toEqual([
    expect.stringMatching(/^wrong EVOLINK_API_KEY: got a value of 17 characters/),
    expect.stringMatching(/^wrong SLACK_APP_TOKEN: .* This one looks like a Slack bot token\.$/),
  ]);
  expect(about("Discord token")).toEqual([expect.stringMatching(/^wrong Discord doesn't know .* client secret/)]);
  expect(about("Slack bot token")).toEqual([expect.stringMatching(/^wrong Slack doesn't take SLACK_BOT_TOKEN/)]);
  expect(about("database")).toEqual([expect.stringMatching(/^wrong Postgres can't be opened: .*ECONNREFUSED/)]);
  expect(about("PUBLIC_URL")).toEqual([expect.stringMatching(/^wrong .*name of this machine/)]);
  expect(lines.at(-1)).toBe("6 things to mend.");
  expect(documented("Six things are wrong")).toEqual(lines.map(lasting));
  const secrets = [env.DISCORD_TOKEN, env.SLACK_BOT_TOKEN, env.SLACK_APP_TOKEN, env.EVOLINK_API_KEY, "let-me-in"];
  for (const secret of secrets) expect(lines.join("\n")).not.toContain(secret);
});
