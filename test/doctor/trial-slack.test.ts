import { expect, onTestFinished, test } from "vitest";
import { runTrial } from "../../src/app/chats/trial.ts";
import { readConfig } from "../../src/app/config/config.ts";
import { createLog } from "../../src/base/log.ts";
import { SCOPES } from "../contract/slack.ts";
import { hastyClock } from "../slack/stage.ts";
import { TURNABLE } from "../support/slack/otherwise.ts";
import { localSlack } from "../support/slack/slack.ts";
import type { SlackOptions } from "../support/slack/types.ts";
import { documented, lasting, linesOf } from "./stage.ts";

async function workspace(options: SlackOptions = {}) {
  const clock = hastyClock();
  const slack = await localSlack({
    ...{ scopes: SCOPES, rates: Number.POSITIVE_INFINITY, now: clock.now },
    ...options,
  });
  onTestFinished(slack.close);
  const ada = slack.member({ name: "ada" });
  const channel = slack.channel({ name: "harbour", members: [ada.id] });
  const config = readConfig({
    SLACK_BOT_TOKEN: slack.team.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
  });
  const stopping = new AbortController();
  const attempt = (id = channel.id) =>
    linesOf(runTrial(config, { platform: "slack", id }, { clock, log: createLog("silent"), stop: stopping.signal }));
  const left = () => slack.messages(channel.id).filter(({ user }) => user === slack.team.botUser);
  const uploads = () => slack.calls.filter(({ method }) => method === "upload").length;
  return { slack, ada, channel, attempt, left, uploads, stopping };
}

test("goes once through a job, is seen by members, uploads once, and leaves nothing", async () => {
  const { slack, channel, attempt, left, uploads } = await workspace();
  const lines = await attempt();
  expect(lines).toEqual([
    "fine trial: announced: A card is in the channel.",
    "fine trial: progress: Its progress is edited.",
    expect.stringMatching(
      /^fine trial: video: The clip is delivered\. Members see the video: Slack shares F\w+ as message [\d.]+\.$/,
    ),
    expect.stringMatching(/^fine trial: edited again: .*Members see the video/),
    "fine trial: deleted: All that the trial posted is deleted.",
    `fine trial: beliefs: ${TURNABLE.length} rows of docs/platforms.md hold here: ${heldIn(lines)}.`,
  ]);
  const shown = documented("A trial in Slack");
  expect(lines.map(lasting)).toEqual(
    shown.map((line) => `${line.slice(0, 7).trim()} ${line.slice(7, 29).trim()}: ${line.slice(29)}`),
  );
  expect(heldIn(lines).split(", ").toSorted()).toEqual(TURNABLE.toSorted());
  expect(left()).toEqual([]);
  expect(uploads()).toBe(1);
  expect(slack.calls.filter(({ method }) => method === "chat.update").length).toBeGreaterThan(2);
  expect([slack.violations, slack.messages(channel.id)]).toEqual([[], []]);
});

test.each(TURNABLE)("says so where %s doesn't hold, and still cleans up", async (row) => {
  const { attempt, left } = await workspace({ otherwise: [row] });
  const lines = await attempt();
  expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^wrong trial: beliefs: ${row} of docs/platforms.md`)));
  const others = lines.filter((line) => line.startsWith("wrong trial: beliefs"));
  expect(others).toHaveLength(1);
  // What Slack doesn't let the bot delete stays, without its file.
  expect(left().flatMap(({ files }) => files.filter(({ state }) => state === "ready"))).toEqual([]);
  if (row !== "slack-share-delete") expect(left()).toEqual([]);
});

test.each<[string, RegExp]>([
  ["C0NOWHERE01", /^wrong trial: Slack has no channel C0NOWHERE01, or a private one/],
  ["archived", /^wrong trial: #archived is archived/],
  ["without", /^wrong trial: The bot isn't in #without: type \/invite/],
  ["restricted", /^wrong trial: The platform doesn't let the bot do this there: chat\.postMessage: restricted_action/],
])("says in one line why it can't be made in %s", async (where, said) => {
  const { slack, attempt, left } = await workspace();
  const made = {
    archived: () => slack.channel({ name: "archived", archived: true }),
    without: () => slack.channel({ name: "without", bot: false }),
    restricted: () => slack.channel({ name: "restricted", restricted: true }),
  };
  const id = where in made ? made[where as keyof typeof made]().id : where;
  expect(await attempt(id)).toEqual([expect.stringMatching(said)]);
  expect(left()).toEqual([]);
});

test("says what a full workspace says, and cleans up", async () => {
  const { slack, attempt, left } = await workspace();
  slack.team.storageFull = true;
  const lines = await attempt();
  expect(lines).toContainEqual(
    expect.stringMatching(/^wrong trial: video: Slack has not taken the video\. The card says why: “.+”/),
  );
  expect(left()).toEqual([]);
});

test.each(["chat.postMessage", "chat.update", "files.completeUploadExternal", "files.info"])(
  "cleans up after a failure of %s",
  async (method) => {
    const { slack, attempt, left } = await workspace();
    slack.fail({ method, error: "not_allowed_token_type", times: 1 });
    const lines = await attempt();
    expect(lines.some((line) => line.startsWith("wrong trial"))).toBe(true);
    expect(left()).toEqual([]);
  },
);

test("cleans up when whoever waits has enough", async () => {
  const { slack, attempt, left, stopping } = await workspace();
  const trying = attempt();
  await slack.until(() => left().length > 0, "the card");
  stopping.abort();
  expect(await trying).toContainEqual("wrong trial: Stopped before its end, as you asked.");
  expect(left()).toEqual([]);
});

/** The ids in the line about the rows that hold. */
function heldIn(lines: readonly string[]): string {
  return /hold here: (.*)\.$/.exec(lines.at(-1) ?? "")?.[1] ?? "";
}
