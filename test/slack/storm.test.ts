import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { openGateway } from "../contract/gateway.ts";
import { connect, MANIFEST, PATIENCE_MS, slackEnv } from "../contract/slack.ts";
import { checkLedger } from "../support/ledger.ts";
import { spawnReelay } from "../support/reelay.ts";
import { localSlack } from "../support/slack/slack.ts";
import { labelsIn, openLive, wordsIn } from "./live.ts";

const TEN = Array.from({ length: 10 }, (_, index) => `storm ${index} of ten`);

it("has each of ten videos once, beside its card, though Slack refuses, fails, loses answers and drops the socket", async () => {
  await using live = await openLive("socket");
  const { slack, ada, ben } = live;
  const channel = live.room();
  const burst = () => {
    for (const method of ["chat.postMessage", "chat.update", "files.completeUploadExternal"]) {
      slack.fail({ method, status: 429, retryAfter: 1, times: 2 });
      slack.fail({ method, status: 503, times: 2 });
      slack.fail({ method, status: "lose" });
    }
    slack.fail({ method: "upload", status: 500 });
    slack.fail({ method: "conversations.history", status: 500, times: 2 });
    slack.fail({ method: "files.info", status: 503 });
  };
  burst();
  for (const [index, words] of TEN.entries()) {
    if (index === 5) {
      slack.drop();
      await slack.until(() => slack.connections === 0, "the socket gone");
      // What a member does while there is no connection, Slack doesn't keep.
      await slack.connected();
    }
    live.type(`video ${words}`, channel, index % 2 ? ada : ben);
  }
  const announced = () =>
    live.by(channel).filter(({ threadTs, blocks }) => threadTs === undefined && blocks.length > 0);
  await slack.until(() => announced().length >= 4, "some announcements");
  burst();
  slack.drop();
  await slack.until(
    () => announced().filter((card) => live.videos(card).length > 0).length === TEN.length,
    "ten videos",
  );
  await slack.until(() => live.by(channel).length === 3 * TEN.length, "ten shares and ten notices");
  expect(live.shares(channel)).toHaveLength(TEN.length);
  for (const words of TEN) expect(announced().filter((message) => wordsIn(message).includes(words))).toHaveLength(1);
  expect(announced().map((card) => live.videos(card).length)).toEqual(TEN.map(() => 1));
  expect(slack.pinged.map(({ by }) => by)).toEqual(TEN.map(() => "post"));
  expect(await live.tasks()).toHaveLength(TEN.length);
  await checkLedger(live.reelay.db);
  expect(slack.violations).toEqual([]);
});

it("goes on in the same message after the process was killed, shares its video once, and its old buttons work", async () => {
  const dir = await mkdtemp(join(tmpdir(), "reelay-slack-"));
  // Slow enough that the process is killed in the middle of the job.
  const gateway = await openGateway(systemClock, { speed: 20 });
  const slack = await localSlack({ manifest: MANIFEST, triggerMs: PATIENCE_MS });
  const open = async () => {
    const reelay = await spawnReelay({
      ...slackEnv(slack, "socket"),
      ...gateway.env,
      DATA_DIR: dir,
      PORT: "0",
      LOG_LEVEL: "error",
    });
    await connect(slack, "socket", reelay.address);
    return reelay;
  };
  let reelay = await open();
  try {
    const ada = slack.member({ name: "ada" });
    const ben = slack.member({ name: "ben" });
    const channel = slack.channel({ members: [ada.id, ben.id] });
    slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text: "video a night train --turbo" });
    const message = await slack.until(() => slack.messages(channel.id)[0], "the announcement");
    await slack.until(() => wordsIn(message).includes("making the video"), "the job under way");
    await reelay.end("SIGKILL");
    reelay = await open();
    // Slack has what it needs to share the video, and does it while nobody is there.
    await slack.until(() => slack.calls.some(({ method }) => method === "files.completeUploadExternal"), "the share");
    await reelay.end("SIGKILL");
    slack.later(60_000);
    reelay = await open();
    await slack.until(() => slack.seen(message, ben.id).length > 0, "the video");
    expect(labelsIn(message)).toContain("Again");
    await slack.until(() => slack.thread(message).length === 1, "the notice");
    await reelay.end("SIGKILL");
    reelay = await open();
    const credits = slack.press({ user: ada.id, on: message, label: "Another model" });
    await slack.until(() => credits.ephemerals().length === 1, "the answer");
    slack.later(60_000);
    expect(slack.messages(channel.id)).toHaveLength(3);
    expect(slack.messages(channel.id).filter(({ files }) => files.length > 0)).toHaveLength(1);
    expect(slack.violations).toEqual([]);
  } finally {
    await reelay.end("SIGKILL");
    await gateway.close();
    await slack.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
});
