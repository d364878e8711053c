import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { examineSlack, type SlackCheckup } from "../../src/slack/checkup.ts";
import { SCOPES } from "../contract/slack.ts";
import { localSlack } from "../support/slack/slack.ts";
import type { SlackOptions } from "../support/slack/types.ts";

async function slackWith(options: SlackOptions = {}) {
  const slack = await localSlack({ scopes: SCOPES, ...options });
  onTestFinished(slack.close);
  const examine = async (more: Partial<SlackCheckup> = {}) => {
    const findings = await examineSlack({
      ...{ botToken: slack.team.botToken, appToken: slack.appToken, signingSecret: undefined, apiUrl: slack.apiUrl },
      ...{ publicUrl: undefined, clock: systemClock, log: createLog("silent"), ...more },
    });
    return findings.map(({ about, is, says }) => `${is} ${about}: ${says}`);
  };
  return { slack, examine };
}

test("names the workspace, the scopes and Socket Mode", async () => {
  const { examine } = await slackWith();
  expect(await examine()).toEqual([
    expect.stringMatching(/^fine Slack bot token: It acts as @reelay in the workspace “harbour”/),
    `fine Slack scopes: It has the ${SCOPES.length} that Reelay uses, and no other.`,
    expect.stringMatching(/^fine Slack app token: Socket Mode/),
  ]);
});

test("names the scopes that the token lacks, and those that nobody needs", async () => {
  const less = await slackWith({ scopes: SCOPES.filter((scope) => scope !== "files:write") });
  expect((await less.examine())[1]).toMatch(/^wrong Slack scopes: The token lacks files:write: .*reinstall/);
  const more = await slackWith({ scopes: [...SCOPES, "chat:write.public"] });
  expect((await more.examine())[1]).toMatch(/^note Slack scopes: .*chat:write\.public besides/);
});

test.each([
  ["token_revoked", /Slack doesn't take SLACK_BOT_TOKEN \(token_revoked\).*Copy it again at Install App/],
  ["account_inactive", /Slack doesn't take SLACK_BOT_TOKEN \(account_inactive\)/],
  ["not_allowed_token_type", /SLACK_BOT_TOKEN is a token of another kind/],
  ["team_access_not_granted", /Slack refuses SLACK_BOT_TOKEN \(.*\)/],
  ["fatal_error", /can't be reached: .*fault of Slack's/],
])("says of %s what to do, and still looks at the other token", async (error, words) => {
  const { slack, examine } = await slackWith();
  slack.fail({ method: "auth.test", error });
  const lines = await examine();
  expect(lines).toEqual([expect.stringMatching(words), expect.stringMatching(/^fine Slack app token/)]);
});

test("tells an app token of another kind, without its scope, and of another app", async () => {
  const { slack, examine } = await slackWith();
  expect((await examine({ appToken: slack.team.botToken })).at(-1)).toMatch(/^wrong Slack app token: .*another kind/);
  slack.fail({ method: "apps.connections.open", error: "missing_scope" });
  expect((await examine()).at(-1)).toMatch(/^wrong Slack app token: .*lacks connections:write/);
  const other = await examine({ appToken: "xapp-1-A0ANOTHER-1-of" });
  expect(other).toContainEqual(
    expect.stringMatching(/^wrong Slack app: .*different apps: SLACK_BOT_TOKEN of A0LOCAL001/),
  );
});

test("judges a signing secret by its form, and wants an address for it", async () => {
  const { slack, examine } = await slackWith();
  const http = { appToken: undefined, signingSecret: slack.signingSecret, publicUrl: "https://reelay.example" };
  expect((await examine(http)).at(-1)).toMatch(
    /^fine Slack signing secret: .*https:\/\/reelay\.example\/slack\/events/,
  );
  expect((await examine({ ...http, publicUrl: undefined })).at(-1)).toMatch(/^wrong .*needs PUBLIC_URL/);
  expect((await examine({ ...http, signingSecret: "aVerificationToken24char" })).at(-1)).toMatch(
    /^wrong .*32 letters and digits/,
  );
});

test("says that Slack can't be reached", async () => {
  const { examine } = await slackWith();
  const lines = await examine({ apiUrl: "http://127.0.0.1:1/api/" });
  expect(lines).toEqual([
    expect.stringMatching(/^wrong Slack bot token: http:\/\/127\.0\.0\.1:1\/api\/ can't be reached/),
    expect.stringMatching(/^wrong Slack app token: .*can't be reached/),
  ]);
});
