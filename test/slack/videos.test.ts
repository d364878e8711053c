import { truncateSync } from "node:fs";
import type { WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";
import type { Card } from "../../src/chat/contract/card.ts";
import { MessageGone } from "../../src/chat/contract/chat.ts";
import { FILES } from "../../src/slack/api/limits.ts";
import { SlackFailed } from "../../src/slack/api/trouble.ts";
import { texts } from "../support/slack/looks.ts";
import { card, done, slackStage } from "./stage.ts";

type Stage = Awaited<ReturnType<typeof slackStage>>;
type Where = "a channel" | "a thread" | "a direct message";

const BYTES = "a video's bytes";
const PLACES: readonly Where[] = ["a channel", "a thread", "a direct message"];
const deleted: Card = card("Deleted", { tone: "info" });

/** An announced job in a conversation of its own, and what another member (in a direct message, its member) sees of it. */
async function announced(stage: Stage, where: Where = "a channel") {
  const { slack, chat, ben } = stage;
  const ada = slack.member({ name: "ada" });
  const channel = where === "a direct message" ? slack.dm(ada.id) : slack.channel({ members: [ada.id, ben.id] });
  const root = where === "a thread" ? slack.say({ user: ada.id, channel: channel.id, text: "here" }) : undefined;
  const reader = where === "a direct message" ? ada : ben;
  const ref = await chat.post(stage.placeIn(channel, root?.ts), { key: stage.key(), again: false }, card("Queued"));
  const cardMessage = () => slack.messages(channel.id).find(({ blocks }) => blocks.length > 0) ?? expect.unreachable();
  /** The bot's messages that have files or had them. */
  const fileMessages = () => slack.messages(channel.id).filter(({ files }) => files.length > 0);
  /** What each of them shows to the reader. */
  const showing = () =>
    fileMessages().map((message) => slack.seen(message, reader.id).map(({ bytes }) => bytes.toString()));
  const words = () => texts(cardMessage()).join("\n");
  /** It is seen once, in a message that the finished card leads to, however long one waits for another. */
  const isSeenOnce = () => {
    slack.later(10 * 60_000);
    expect(showing()).toEqual([[BYTES]]);
    expect(texts(cardMessage())[0]).toBe("✅ Done");
    expect(slack.linked(cardMessage(), reader.id)).toMatchObject([{ threadTs: root?.ts }]);
    expect(words()).toContain("|Watch the video>");
    expect(slack.violations).toEqual([]);
  };
  return { channel, ref, reader, fileMessages, showing, words, cardMessage, isSeenOnce };
}

/** As the job engine does: what failed for now is tried again. */
async function insist(act: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof SlackFailed) || tries === 5) throw error;
    }
  }
}

const STEPS = [
  ["chat.getPermalink", "before"],
  ["files.getUploadURLExternal", "after"],
  ["files.completeUploadExternal", "before"],
  ["files.completeUploadExternal", "after"],
  ["files.info", "after"],
  ["chat.update", "before"],
  ["chat.update", "after"],
] as const;

const CALLS = [...new Set<string>(STEPS.map(([method]) => method)), "upload"];

/** Slack's client in a process that ends with a call: right before it is made, or right after it was done. */
function dying(web: WebClient, [method, when]: readonly [string, "before" | "after"]) {
  const { promise: died, resolve } = Promise.withResolvers<void>();
  const [group, name] = method.split(".") as ["chat" | "files", string];
  const methods = web[group] as unknown as Record<string, (args: object) => Promise<unknown>>;
  const real = methods[name];
  methods[name] = async (args) => {
    if (when === "after") await real?.(args);
    resolve();
    return new Promise(() => undefined);
  };
  return { web, died };
}

describe.each(PLACES)("a finished video in %s", (where) => {
  it("is seen by another member, once, beside its card, by whichever process it is shown again", async () => {
    await using stage = await slackStage();
    const video = stage.video();
    const { ref, isSeenOnce } = await announced(stage, where);
    for (const chat of [stage.chat, stage.chat, stage.begin()]) await chat.edit(ref, done(video));
    isSeenOnce();
    expect(stage.callsOf("upload")).toHaveLength(1);
    expect(stage.callsOf("conversations.history")).toEqual([]);
    expect(stage.callsOf("conversations.replies")).toEqual([]);
  });

  it("is seen once when the answer to any call on the way is lost", async () => {
    await using stage = await slackStage();
    for (const method of CALLS) {
      const { ref, isSeenOnce } = await announced(stage, where);
      stage.slack.fail({ method, status: "lose" });
      await insist(() => stage.chat.edit(ref, done(stage.video())));
      isSeenOnce();
    }
  });

  it("is seen once though the process died at any step", async () => {
    await using stage = await slackStage();
    for (const step of STEPS) {
      const { ref, isSeenOnce } = await announced(stage, where);
      const { web, died } = dying(stage.connect(), step);
      void stage.begin(web).edit(ref, done(stage.video()));
      await died;
      await stage.begin().edit(ref, done(stage.video()));
      isSeenOnce();
    }
  });

  it("stays when we keep it no longer, and the card still leads to it", async () => {
    await using stage = await slackStage();
    const { ref, isSeenOnce } = await announced(stage, where);
    await stage.chat.edit(ref, done(stage.video()));
    await stage.chat.edit(ref, card("Done", { tone: "done", stays: "boat.mp4" }));
    isSeenOnce();
  });

  it("goes with its message when it is deleted, and that is safe to repeat", async () => {
    await using stage = await slackStage();
    const { ref, showing, cardMessage, words } = await announced(stage, where);
    await stage.chat.edit(ref, done(stage.video()));
    await stage.chat.edit(ref, deleted);
    await stage.begin().edit(ref, deleted);
    expect(showing()).toEqual([]);
    expect(texts(cardMessage())).toEqual(["💬 Deleted"]);
    expect(words()).not.toContain("Watch the video");
    expect(await stage.db.selectFrom("slack_files").selectAll().execute()).toEqual([]);
  });
});

describe("the share of a video in Slack", () => {
  it.each(["cut", 500, 429] as const)("happens once when any call on the way is answered with: %s", async (status) => {
    await using stage = await slackStage();
    for (const [index, method] of CALLS.entries()) {
      // What is sent to Slack's upload address has no rate limit.
      if (method === "upload" && status === 429) continue;
      const { ref, isSeenOnce } = await announced(stage, PLACES[index % PLACES.length]);
      stage.slack.fail({ method, status });
      await insist(() => stage.chat.edit(ref, done(stage.video())));
      isSeenOnce();
    }
  });

  it("is waited for, with longer and longer pauses", async () => {
    await using stage = await slackStage({ shareMs: 14_000 });
    const { ref, isSeenOnce } = await announced(stage);
    await stage.chat.edit(ref, done(stage.video()));
    isSeenOnce();
    expect(stage.clock.waited()).toBeLessThan(20_000);
    expect(stage.callsOf("files.info").length).toBeLessThan(8);
  });

  it("that never happens leaves a link in the card, and the reason in the log", async () => {
    await using stage = await slackStage();
    const link = { url: "https://reelay.example/watch/x", until: Date.UTC(2026, 11, 1) };
    const { ref, showing, words } = await announced(stage);
    stage.slack.dropShares(1);
    for (const chat of [stage.chat, stage.begin()]) await chat.edit(ref, done(stage.video(undefined, { link })));
    expect(showing()).toEqual([]);
    expect(words()).toMatch(
      /hasn't appeared in this channel\. <https:\/\/reelay\.example\/watch\/x\|Watch it here> until/,
    );
    expect(stage.callsOf("files.completeUploadExternal")).toHaveLength(1);
    expect(stage.logged.filter((line) => line.includes("doesn't share them"))).toHaveLength(1);
    await stage.chat.edit(ref, done(stage.video()));
    expect(words()).toContain("An admin can find out why in my log.");
  });

  it("that comes after all is found by the next edit, which uploads nothing", async () => {
    await using stage = await slackStage({ shareMs: 5 * 60_000 });
    const { ref, words, isSeenOnce } = await announced(stage);
    await stage.chat.edit(ref, done(stage.video()));
    expect(words()).toContain("hasn't appeared");
    stage.slack.later(5 * 60_000);
    await stage.chat.edit(ref, done(stage.video()));
    isSeenOnce();
    expect(stage.callsOf("upload")).toHaveLength(1);
  });

  it("begins anew when Slack no longer has what was uploaded", async () => {
    await using stage = await slackStage();
    const { ref, isSeenOnce } = await announced(stage);
    stage.slack.fail({ method: "files.completeUploadExternal", error: "file_not_found" });
    await stage.chat.edit(ref, done(stage.video()));
    isSeenOnce();
    expect(stage.callsOf("upload")).toHaveLength(2);
  });

  it("becomes a link when Slack never has what was uploaded, which is uploaded twice and no more", async () => {
    await using stage = await slackStage();
    const { ref, words, showing } = await announced(stage);
    stage.slack.fail({ method: "files.completeUploadExternal", error: "file_not_found", times: 9 });
    const link = { url: "https://reelay.example/watch/x", until: Date.UTC(2026, 11, 1) };
    await stage.chat.edit(ref, done(stage.video(undefined, { link })));
    expect(words()).toContain("|Watch it here>");
    expect(showing()).toEqual([]);
    expect(stage.callsOf("upload")).toHaveLength(2);
  });

  it("is tried again later when Slack answers none of the requests for it", async () => {
    await using stage = await slackStage();
    const { ref, isSeenOnce } = await announced(stage);
    // As often as it is asked while the first edit waits.
    stage.slack.fail({ method: "files.completeUploadExternal", status: 503, times: 3 });
    await expect(stage.chat.edit(ref, done(stage.video()))).rejects.toMatchObject({ name: "SlackFailed", how: "lost" });
    await insist(() => stage.begin().edit(ref, done(stage.video())));
    isSeenOnce();
    expect(stage.callsOf("upload")).toHaveLength(1);
  });

  it("is of one file alone when two processes are at it", async () => {
    await using stage = await slackStage();
    const { ref, isSeenOnce } = await announced(stage);
    const { web, died } = dying(stage.connect(), ["files.getUploadURLExternal", "after"]);
    void stage.begin(web).edit(ref, done(stage.video()));
    await died;
    await Promise.all([stage.begin(), stage.begin()].map((chat) => chat.edit(ref, done(stage.video()))));
    isSeenOnce();
  });

  it("isn't begun for a card that is gone", async () => {
    await using stage = await slackStage();
    const { ref, cardMessage } = await announced(stage);
    stage.slack.deleteMessage(cardMessage());
    await expect(stage.chat.edit(ref, done(stage.video()))).rejects.toBeInstanceOf(MessageGone);
    expect(stage.callsOf("upload")).toEqual([]);
  });

  it("says that it is of no use where the bot is no longer let in, and leaves nothing noted", async () => {
    await using stage = await slackStage();
    const { slack, chat } = stage;
    const { ref, channel } = await announced(stage);
    channel.restricted = true;
    await expect(chat.edit(ref, done(stage.video()))).rejects.toBeInstanceOf(MessageGone);
    expect(await stage.db.selectFrom("slack_files").selectAll().execute()).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  it.each([
    ["too large", /too large for this channel/],
    ["not allowed", /attach files/],
    ["storage full", /file storage is full/],
  ] as const)("becomes a link with its time where it is %s", async (why, sentence) => {
    await using stage = await slackStage();
    const { slack, chat } = stage;
    const { ref, words, showing } = await announced(stage);
    const link = { url: "https://reelay.example/media/x?y=1&z=2", until: Date.UTC(2026, 11, 1) };
    const video = stage.video(undefined, { link });
    // A file with a hole in it: a gigabyte that takes no room on the disk.
    if (why === "too large") truncateSync(stage.pathOf(video.hash), FILES.upload + 1);
    if (why === "not allowed") slack.fail({ method: "files.getUploadURLExternal", error: "file_uploads_disabled" });
    slack.team.storageFull = why === "storage full";
    await chat.edit(ref, done(video));
    expect(words()).toContain("<https://reelay.example/media/x?y=1&amp;z=2|Watch it here> until <!date^1796083200^");
    expect(words()).toMatch(sentence);
    expect(showing()).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  it("streams large files with their exact length", async () => {
    await using stage = await slackStage();
    const bytes = Buffer.alloc(9_000_001, "reel");
    const { ref, cardMessage, reader } = await announced(stage);
    await stage.chat.edit(ref, done(stage.video(bytes)));
    const [file] = stage.slack.seen(cardMessage(), reader.id);
    expect(file?.bytes.equals(bytes)).toBe(true);
    expect(stage.slack.violations).toEqual([]);
  });
});

describe("deleting a video in Slack", () => {
  /** A video that is shown, with its card. */
  const shown = async (stage: Stage) => {
    const job = await announced(stage);
    await stage.chat.edit(job.ref, done(stage.video()));
    return job;
  };

  it("goes on where it stopped when Slack didn't answer, by whichever process", async () => {
    await using stage = await slackStage();
    for (const method of ["files.delete", "chat.delete"]) {
      for (const status of ["lose", "cut", 429, 503] as const) {
        const { ref, fileMessages } = await shown(stage);
        const before = stage.callsOf("upload").length;
        stage.slack.fail({ method, status, times: status === 503 ? 4 : 1 });
        await stage.chat.edit(ref, deleted).catch((error: unknown) => expect(error).toBeInstanceOf(SlackFailed));
        await stage.begin().edit(ref, deleted);
        expect(fileMessages(), `${method} ${status}`).toEqual([]);
        expect(stage.callsOf("upload")).toHaveLength(before);
      }
    }
    const states = stage.callsOf("upload").map(({ args }) => stage.slack.file(String(args.id))?.state);
    expect(new Set(states)).toEqual(new Set(["deleted"]));
  });

  it("finds a video by its file when its share was never noted", async () => {
    await using stage = await slackStage();
    const { ref, fileMessages } = await announced(stage);
    const { web, died } = dying(stage.connect(), ["files.completeUploadExternal", "after"]);
    void stage.begin(web).edit(ref, done(stage.video()));
    await died;
    stage.slack.later(60_000);
    expect(fileMessages()).toHaveLength(1);
    await stage.begin().edit(ref, deleted);
    expect(fileMessages()).toEqual([]);
  });

  it("keeps a share from happening that is still to come", async () => {
    await using stage = await slackStage({ shareMs: 5 * 60_000 });
    const { ref, fileMessages } = await shown(stage);
    await stage.chat.edit(ref, deleted);
    stage.slack.later(10 * 60_000);
    expect(fileMessages()).toEqual([]);
  });

  it("leaves a message alone that a moderator has deleted already", async () => {
    await using stage = await slackStage();
    const { ref, fileMessages, cardMessage } = await shown(stage);
    for (const message of fileMessages()) stage.slack.deleteMessage(message);
    await stage.chat.edit(ref, deleted);
    expect(texts(cardMessage())).toEqual(["💬 Deleted"]);
  });
});
