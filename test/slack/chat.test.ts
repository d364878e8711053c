import { describe, expect, it } from "vitest";
import type { Card } from "../../src/chat/contract/card.ts";
import { MessageGone, type MessageRef } from "../../src/chat/contract/chat.ts";
import { SlackFailed } from "../../src/slack/api/trouble.ts";
import { texts } from "../support/slack/looks.ts";
import type { Message } from "../support/slack/types.ts";
import { card, done, slackStage } from "./stage.ts";

const posting = (key: string, again = false) => ({ key, again });
/** Of a job of 2039, by a clock that was ahead. */
const AHEAD = "g_2000000000000000000";
const canceled: Card = card("Deleted", { tone: "info" });
const titles = (messages: readonly Message[]) => messages.map((message) => texts(message)[0]?.replace(/^\S+ /, ""));

describe("posting in Slack", () => {
  it("posts the card with its key, escaped, unfurling nothing", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, channel } = stage;
    await chat.post(place, posting("g_1"), card("Queued", { text: "<!channel> a *boat*" }));
    const [message] = slack.messages(channel.id);
    expect(message?.metadata).toEqual({ event_type: "reelay", event_payload: { key: "g_1" } });
    expect(message?.text).toBe("Queued\n&lt;!channel&gt; a *boat*");
    expect(stage.callsOf("chat.postMessage")[0]?.args).toMatchObject({ unfurl_links: "false" });
    expect(slack.pinged).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  it.each(["lose", 500] as const)("posts once when the answer is %s", async (status) => {
    await using stage = await slackStage();
    const { slack, chat, place, channel } = stage;
    slack.fail({ method: "chat.postMessage", status });
    const ref = await chat.post(place, posting(stage.key()), card("Queued"));
    await chat.edit(ref, card("Failed", { tone: "bad" }));
    expect(titles(slack.messages(channel.id))).toEqual(["Failed"]);
  });

  it("finds what an earlier process has posted among many others, in a thread too", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, channel, ada } = stage;
    const root = slack.say({ user: ada.id, channel: channel.id, text: "here" });
    const inThread = stage.placeIn(channel, root.ts);
    for (const where of [place, inThread]) {
      const key = stage.key();
      const first = await chat.post(where, posting(key), card("Queued"));
      for (let count = 0; count < 210; count += 1) {
        slack.say({ user: ada.id, channel: channel.id, text: "hello", ...(where.thread ? { thread: root.ts } : {}) });
      }
      expect(await stage.begin().post(where, posting(key, true), card("Queued"))).toBe(first);
    }
    expect(stage.callsOf("chat.postMessage")).toHaveLength(2);
    expect(slack.thread(root).filter(({ metadata }) => metadata)).toHaveLength(1);
  });

  it("finds it too when its key was made by a clock that ran ahead and was put right since", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, channel } = stage;
    const first = await chat.post(place, posting(AHEAD), card("Queued"));
    expect(await stage.begin().post(place, posting(AHEAD, true), card("Queued"))).toBe(first);
    expect(titles(slack.messages(channel.id))).toEqual(["Queued"]);
  });

  it("posts when there is nothing yet to be found, and never takes another app's message for its own", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, channel } = stage;
    const key = stage.key();
    const forged = slack.say({ user: stage.ada.id, channel: channel.id, text: "mine" });
    forged.metadata = { event_type: "reelay", event_payload: { key } };
    const ref = await chat.post(place, posting(key, true), card("Queued"));
    expect(ref).not.toContain(forged.ts);
    expect(titles(slack.messages(channel.id))).toContain("Queued");
  });

  it("waits as long as Slack says when it is too fast, and posts once", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, channel, clock } = stage;
    slack.fail({ method: "chat.postMessage", status: 429, retryAfter: 7, times: 2 });
    await chat.post(place, posting("g_1"), card("Queued"));
    expect(clock.waited()).toBeGreaterThanOrEqual(14_000);
    expect(slack.messages(channel.id)).toHaveLength(1);
  });

  it("leaves a longer wait to whoever asked", async () => {
    await using stage = await slackStage();
    const { slack, chat, place } = stage;
    slack.fail({ method: "chat.postMessage", status: 429, retryAfter: 300 });
    const posted = chat.post(place, posting("g_1"), card("Queued"));
    await expect(posted).rejects.toMatchObject({ name: "SlackFailed", how: "limited", retryAfterMs: 300_000 });
  });

  it("says that it is of no use where the bot may not post, and keeps trying what the operator can mend", async () => {
    await using stage = await slackStage();
    const { slack, chat } = stage;
    const archived = stage.placeIn(slack.channel({ archived: true }));
    const restricted = stage.placeIn(slack.channel({ restricted: true }));
    const hidden = stage.placeIn(slack.channel({ private: true, bot: false }));
    for (const place of [archived, restricted, hidden]) {
      await expect(chat.post(place, posting("g_1"), card("Queued"))).rejects.toBeInstanceOf(MessageGone);
    }
    for (const error of ["token_revoked", "account_inactive", "missing_scope"]) {
      slack.fail({ method: "chat.postMessage", error });
      await expect(chat.post(stage.place, posting("g_1"), card("Queued"))).rejects.toBeInstanceOf(SlackFailed);
    }
  });

  it("posts though it may not read the conversation, at worst once more", async () => {
    await using stage = await slackStage({ scopes: ["chat:write"] });
    const { slack, chat, place, channel } = stage;
    slack.fail({ method: "chat.postMessage", status: "cut" });
    await chat.post(place, posting("g_1"), card("Queued"));
    expect(titles(slack.messages(channel.id))).toEqual(["Queued"]);
    slack.fail({ method: "chat.postMessage", status: "lose" });
    await chat.post(place, posting("g_2"), card("Queued"));
    expect(slack.messages(channel.id)).toHaveLength(3);
    expect(stage.logged.filter((line) => line.includes("until an operator sets it right"))).toHaveLength(1);
    slack.violations.splice(0);
  });

  it("keeps inside a message a second and channel", async () => {
    await using stage = await slackStage();
    for (let count = 0; count < 13; count += 1) {
      await stage.chat.post(stage.place, posting(stage.key()), card("Queued"));
    }
    expect(stage.clock.waited()).toBeGreaterThanOrEqual(10_000);
  });
});

describe("editing in Slack", () => {
  it("leaves progress out where there is no room, and never what is final", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, channel } = stage;
    const ref = await chat.post(place, posting(stage.key()), card("Queued"));
    for (let count = 0; count < 30; count += 1) await chat.edit(ref, card(`${count} %`));
    const shown = stage.callsOf("chat.update").length;
    expect(shown).toBeLessThan(30);
    await chat.edit(ref, card("Failed", { tone: "bad" }));
    expect(stage.callsOf("chat.update")).toHaveLength(shown + 1);
    expect(titles(slack.messages(channel.id))).toEqual(["Failed"]);
  });

  it("drops progress that Slack has no room for, and tries again what is final", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, channel } = stage;
    const ref = await chat.post(place, posting(stage.key()), card("Queued"));
    slack.fail({ method: "chat.update", status: 429, retryAfter: 5 });
    await chat.edit(ref, card("half"));
    expect(titles(slack.messages(channel.id))).toEqual(["Queued"]);
    for (const status of [429, 503, "cut"] as const) slack.fail({ method: "chat.update", status });
    await chat.edit(ref, card("Failed", { tone: "bad" }));
    expect(titles(slack.messages(channel.id))).toEqual(["Failed"]);
  });

  it("says that a message is gone, whatever it was to become", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, channel } = stage;
    const ref = await chat.post(place, posting(stage.key()), card("Queued"));
    for (const message of slack.messages(channel.id)) slack.deleteMessage(message);
    for (const next of [card("half"), card("Failed", { tone: "bad" }), canceled, done(stage.video())]) {
      await expect(chat.edit(ref, next)).rejects.toBeInstanceOf(MessageGone);
    }
    expect(stage.callsOf("upload")).toEqual([]);
    await expect(chat.edit("T1/C404/1.000001//g_1" as MessageRef, card("half"))).rejects.toBeInstanceOf(MessageGone);
  });
});

describe("telling a member in Slack", () => {
  it("notifies exactly the one member, once, in the announcement's thread", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, channel, ada } = stage;
    const key = stage.key();
    const ref = await chat.post(place, posting(key), card("Queued"));
    const say = (again: boolean) => chat.notify?.(ref, ada.id, posting(`${key}.end`, again), "<!here> it is ready.");
    slack.fail({ method: "chat.postMessage", status: "lose" });
    await say(false);
    await say(true);
    const [announcement, notice, ...more] = slack.messages(channel.id);
    expect(more).toEqual([]);
    expect(notice?.threadTs).toBe(announcement?.ts);
    expect(slack.pinged).toEqual([expect.objectContaining({ who: ada.id, by: "post" })]);
  });

  it("stays in the thread that the command was typed in", async () => {
    await using stage = await slackStage();
    const { slack, chat, channel, ada } = stage;
    const root = slack.say({ user: ada.id, channel: channel.id, text: "here" });
    const key = stage.key();
    const ref = await chat.post(stage.placeIn(channel, root.ts), posting(key), card("Queued"));
    await chat.edit(ref, done(stage.video()));
    await chat.notify?.(ref, ada.id, posting(`${key}.end`), "your video is ready.");
    const [announcement, video, notice, ...others] = slack.thread(root);
    expect(others).toEqual([]);
    expect(titles(announcement ? [announcement] : [])).toEqual(["Done"]);
    expect(video && slack.seen(video, stage.ben.id)).toHaveLength(1);
    expect(notice?.text).toContain("your video is ready.");
  });

  it("sends a card with its video to the member alone, once", async () => {
    await using stage = await slackStage();
    const { slack, chat, place, ada } = stage;
    const key = `${stage.key()}.end`;
    slack.fail({ method: "chat.postMessage", status: "lose" });
    await chat.direct?.(place, ada.id, posting(key), done(stage.video()));
    await stage.begin().direct?.(place, ada.id, posting(key, true), done(stage.video()));
    const [letter, video, ...others] = slack.messages(slack.dm(ada.id).id);
    expect(others).toEqual([]);
    expect(letter && slack.seen(letter, ada.id)).toEqual(video?.files);
    expect(slack.pinged).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  it("says that a member can't be reached", async () => {
    await using stage = await slackStage();
    await expect(stage.chat.direct?.(stage.place, "U404", posting("g_1"), canceled)).rejects.toBeInstanceOf(
      MessageGone,
    );
  });
});
