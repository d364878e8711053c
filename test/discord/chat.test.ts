import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MessageGone, type MessageRef, TooLargeForChat } from "../../src/chat/contract/chat.ts";
import { startDiscord } from "../support/discord/discord.ts";
import type { DiscordOptions } from "../support/discord/local-discord.ts";
import { buttons, texts } from "../support/discord/types.ts";
import { busy, JOB, MB, names, plays, Stage } from "./stage.ts";

const FIRST = { key: JOB, again: false };
const AGAIN = { key: JOB, again: true };
const END = { key: `${JOB}.end`, again: false };

const LINK = { url: "https://reelay.example/media/abc", until: Date.UTC(2026, 11, 20) };
let s: Stage;
const options: DiscordOptions = { rate: false };
beforeEach(async () => {
  s = new Stage(await startDiscord(options));
});
afterEach(async () => {
  const { violations } = s.discord;
  await s.close();
  expect(violations).toEqual([]);
});

describe("posting in Discord", () => {
  it("shows the card, notifies nobody, and shows the words as they were typed", async () => {
    await s.chat().post(s.place(), FIRST, busy(10));
    expect(texts(s.only())).toContain("\\@everyone \\*\\*a paper boat\\*\\* \\<\\@1>");
    expect(s.only().pinged).toEqual([]);
    expect(s.only().flags).toBe(32768);
  });

  it("posts into the thread where it was asked for", async () => {
    const thread = s.discord.thread(s.channel);
    await s.chat().post(s.place({ thread: thread.id }), FIRST, busy(0));
    expect(s.discord.messages(s.channel)).toEqual([]);
    expect(texts(s.only(thread))).toContain("a paper boat");
  });

  it("posts once when discord.js itself repeats the request", async () => {
    s.discord.fail({ method: "POST", path: /messages$/, answer: 502, times: 2 });
    await s.chat().post(s.place(), FIRST, busy(0));
    s.only();
  });

  it("finds the message whose answer was lost, by another process, long after Discord forgot the nonce", async () => {
    s.discord.fail({ method: "POST", path: /messages$/, answer: "lose" });
    await expect(s.chat().post(s.place(), FIRST, busy(0))).rejects.not.toBeInstanceOf(MessageGone);
    const ada = s.discord.user();
    for (let i = 0; i < 130; i++) s.discord.say(s.channel, ada, { content: `${i}` });
    const chat = s.chat();
    const ref = await chat.post(s.place(), AGAIN, busy(0));
    await chat.edit(ref, s.done());
    const ours = s.discord.messages(s.channel).filter(({ author }) => author === s.discord.bot);
    expect(ours.map(names)).toEqual([[`reelay-${JOB}.mp4`]]);
    expect(s.requests("POST", /messages$/)).toBe(1);
  });

  it("finds it after it was edited too, and leaves it as it is", async () => {
    const chat = s.chat();
    const ref = await chat.post(s.place(), FIRST, busy(0));
    await chat.edit(ref, s.done());
    expect(await chat.post(s.place(), AGAIN, busy(0))).toBe(ref);
    expect(texts(s.only())).toContain("done");
  });

  it("takes no other job's message for it", async () => {
    const chat = s.chat();
    await chat.post(s.place(), FIRST, busy(0));
    await chat.post(s.place(), { key: "g_another", again: true }, busy(0));
    expect(s.discord.messages(s.channel)).toHaveLength(2);
  });

  it("relies on the nonce where it may not read the history", async () => {
    s.discord.deny(s.channel, "ReadMessageHistory");
    const chat = s.chat();
    const ref = await chat.post(s.place(), FIRST, busy(0));
    expect(await chat.post(s.place(), AGAIN, busy(0))).toBe(ref);
    s.only();
  });

  it.each([
    ["may not post", () => s.discord.deny(s.channel, "SendMessages")],
    ["may not see the channel", () => s.discord.deny(s.channel, "ViewChannel")],
    ["finds no channel", () => s.discord.deleteChannel(s.channel)],
    ["was removed from the server", () => s.discord.removeBot(s.guild)],
  ])("gives up when the bot %s", async (_, happens) => {
    happens();
    await expect(s.chat().post(s.place(), FIRST, busy(0))).rejects.toBeInstanceOf(MessageGone);
    await expect(s.chat().post(s.place(), AGAIN, busy(0))).rejects.toBeInstanceOf(MessageGone);
  });

  it("does not give up for what may pass, and keeps the members' words out of the error", async () => {
    s.discord.fail({ method: "POST", path: /messages$/, answer: 503, times: 4 });
    const error: unknown = await s
      .chat()
      .post(s.place(), FIRST, busy(0))
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "DiscordFailed", status: 503 });
    expect(JSON.stringify(error)).not.toContain("boat");
    s.discord.fail({ method: "POST", path: /messages$/, answer: 403 });
    await expect(s.chat().post(s.place(), FIRST, busy(0))).rejects.toMatchObject({ status: 403 });
  });

  it("tells the operator once that the token is no good", async () => {
    const chat = s.chat(s.rest("nonsense"));
    await expect(chat.post(s.place(), FIRST, busy(0))).rejects.toMatchObject({ name: "TokenRefused" });
    await expect(chat.post(s.place(), FIRST, busy(0))).rejects.toThrow();
    expect(s.logged.filter((line) => line.includes("DISCORD_TOKEN"))).toHaveLength(1);
  });
});

describe("editing in Discord", () => {
  it("attaches the finished video and plays it in the message", async () => {
    const chat = s.chat();
    const ref = await chat.post(s.place({ uploadLimit: 10 * MB }), FIRST, busy(0));
    await chat.edit(ref, s.done(5 * MB));
    const [attached] = s.only().attachments;
    expect(attached).toMatchObject({ name: `reelay-${JOB}.mp4`, contentType: "video/mp4" });
    expect(Buffer.alloc(5 * MB, 7).equals(attached?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(plays(s.only())).toEqual([`attachment://reelay-${JOB}.mp4`]);
  });

  it("uploads it once, however often the edit is repeated, and keeps it", async () => {
    const ref = await s.chat().post(s.place(), FIRST, busy(0));
    s.discord.fail({ method: "PATCH", path: /messages/, answer: "lose" });
    await expect(s.chat().edit(ref, s.done())).rejects.toThrow();
    const first = s.only().attachments[0]?.id;
    await s.chat().edit(ref, s.done());
    await s.chat().edit(ref, { ...s.done(), text: "another balance" });
    expect(s.only().attachments.map(({ id }) => id)).toEqual([first]);
    expect(plays(s.only())).toHaveLength(1);
  });

  it("sends the whole file again when discord.js repeats the request", async () => {
    const ref = await s.chat().post(s.place(), FIRST, busy(0));
    s.discord.fail({ method: "PATCH", path: /messages/, answer: 502 });
    s.discord.fail({ method: "PATCH", path: /messages/, answer: 429, retryAfter: 0.05 });
    await s.chat().edit(ref, s.done(2 * MB));
    expect(s.only().attachments[0]?.bytes).toHaveLength(2 * MB);
    expect(s.requests("PATCH", /messages/)).toBe(3);
  });

  it("has one video where it may not look what is attached", async () => {
    s.discord.deny(s.channel, "ReadMessageHistory");
    const ref = await s.chat().post(s.place(), FIRST, busy(0));
    await s.chat().edit(ref, s.done());
    await s.chat().edit(ref, s.done());
    expect(names(s.only())).toEqual([`reelay-${JOB}.mp4`]);
  });

  it("drops the video when it was deleted", async () => {
    const chat = s.chat();
    const ref = await chat.post(s.place(), FIRST, busy(0));
    await chat.edit(ref, s.done());
    await chat.edit(ref, { tone: "info", audience: "channel", title: "Kling 3.0: deleted" });
    expect([names(s.only()), plays(s.only())]).toEqual([[], []]);
  });

  it("links to a video that is over the channel's limit, without sending it", async () => {
    const chat = s.chat();
    const ref = await chat.post(s.place(), FIRST, busy(0));
    await chat.edit(ref, s.done(12 * MB, { link: LINK, limitBytes: 10 * 1024 * 1024 }));
    expect(texts(s.only())).toContain("The video is too large for this channel (12 MB; it takes 10.4 MB).");
    expect(texts(s.only())).toContain(`[Watch it here](<${LINK.url}>) until <t:1797724800:f>.`);
    expect(names(s.only())).toEqual([]);
    expect(s.requests("PATCH", /messages/)).toBe(1);
  });

  it.each([
    ["Discord", undefined],
    ["a proxy before it, which has no code", 413],
  ])("says what is worth trying when %s finds a video too large, and shows nothing of it yet", async (_, status) => {
    const channel = s.discord.channel(s.guild, { attachmentSizeLimit: status ? MB : 500 });
    const ref = await s.chat().post(s.place({ channel: channel.id }), FIRST, busy(0));
    if (status) s.discord.fail({ method: "PATCH", path: /messages/, answer: status });
    const refused: unknown = await s
      .chat()
      .edit(ref, s.done(1_000, { link: LINK }))
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TooLargeForChat);
    expect(refused).toMatchObject({ limitBytes: 500 });
    expect(texts(s.only(channel))).toContain("making the video");
    await s.chat().edit(ref, s.done(500, { limitBytes: 500 }));
    expect(names(s.only(channel))).toHaveLength(1);
  });

  it("says what to do about a large video that has no link", async () => {
    const ref = await s.chat().post(s.place(), FIRST, busy(0));
    await s.chat().edit(ref, s.done(2 * MB, { limitBytes: MB }));
    expect(texts(s.only())).toContain("There's no link to it. Made again in 720p or shorter, it may fit.");
  });

  it("links to the video where it may not attach files, and gives up where there is no link", async () => {
    const ref = await s.chat().post(s.place(), FIRST, busy(0));
    s.discord.deny(s.channel, "AttachFiles");
    await s.chat().edit(ref, s.done(1_000, { link: LINK }));
    expect(texts(s.only())).toContain(
      "I don't have permission to attach files here. An admin can allow it. [Watch it here]",
    );
    await expect(s.chat().edit(ref, s.done())).rejects.toBeInstanceOf(MessageGone);
    expect(texts(s.only())).not.toContain("Watch it here");
  });

  it.each([
    ["message", () => s.discord.deleteMessage(s.only())],
    ["channel", () => s.discord.deleteChannel(s.channel)],
  ])("gives up when the %s is gone, with no video sent", async (_, happens) => {
    const ref = await s.chat().post(s.place(), FIRST, busy(0));
    happens();
    await expect(s.chat().edit(ref, s.done())).rejects.toBeInstanceOf(MessageGone);
    expect(s.requests("PATCH", /messages/)).toBe(0);
  });

  it("gives up when the bot was removed from the server", async () => {
    const ref = await s.chat().post(s.place(), FIRST, busy(0));
    s.discord.removeBot(s.guild);
    await expect(s.chat().edit(ref, busy(50))).rejects.toBeInstanceOf(MessageGone);
    await expect(s.chat().edit(ref, s.done())).rejects.toBeInstanceOf(MessageGone);
  });

  it("wakes a thread that has fallen asleep, and shows the video in it", async () => {
    const thread = s.discord.thread(s.channel);
    const chat = s.chat();
    const ref = await chat.post(s.place({ thread: thread.id }), FIRST, busy(0));
    s.discord.archive(thread);
    await chat.edit(ref, s.done());
    expect(names(s.only(thread))).toEqual([`reelay-${JOB}.mp4`]);
  });

  it("gives up in a thread that is locked", async () => {
    const thread = s.discord.thread(s.channel);
    const ref = await s.chat().post(s.place({ thread: thread.id }), FIRST, busy(0));
    s.discord.archive(thread, { locked: true });
    await expect(s.chat().edit(ref, s.done())).rejects.toBeInstanceOf(MessageGone);
  });

  it("leaves progress out when the channel has no room for it, but never an end", async () => {
    const chat = s.chat();
    const refs: MessageRef[] = [];
    for (let i = 0; i < 6; i++) refs.push(await chat.post(s.place(), { key: `g_${i}`, again: false }, busy(0)));
    const start = s.now;
    await Promise.all(refs.map((ref) => chat.edit(ref, busy(50))));
    expect(s.requests("PATCH", /messages/)).toBe(1);
    expect(s.now).toBe(start);
    await Promise.all(refs.map((ref) => chat.edit(ref, { tone: "bad", audience: "channel", title: "No video" })));
    expect(s.discord.messages(s.channel).map((one) => texts(one).includes("No video"))).toEqual(refs.map(() => true));
    expect(s.now - start).toBeGreaterThanOrEqual(5_000);
  });
});

describe("notifying in Discord", () => {
  it("replies to the announcement and mentions the member, and nobody else", async () => {
    const ada = s.discord.user();
    const chat = s.chat();
    const ref = await chat.post(s.place(), FIRST, busy(0));
    await chat.notify?.(ref, ada.id, END, "@everyone is in the cast.");
    const [announced, notice] = s.discord.messages(s.channel);
    expect(notice).toMatchObject({ content: `<@${ada.id}> \\@everyone is in the cast.`, pinged: [ada.id] });
    expect(notice?.reference?.message).toBe(announced?.id);
  });

  it("says it once, however often it is asked to, and even when the answer was lost", async () => {
    const ada = s.discord.user();
    const ref = await s.chat().post(s.place(), FIRST, busy(0));
    s.discord.fail({ method: "POST", path: /messages$/, answer: "lose" });
    await expect(s.chat().notify?.(ref, ada.id, END, "your video is ready.")).rejects.toThrow();
    for (let i = 0; i < 120; i++) s.discord.say(s.channel, ada, { content: "chatter" });
    await s.chat().notify?.(ref, ada.id, { ...END, again: true }, "your video is ready.");
    expect(s.discord.messages(s.channel).filter(({ author }) => author === s.discord.bot)).toHaveLength(2);
  });

  it("still reaches the member where it may not reply, or the announcement was deleted", async () => {
    const ada = s.discord.user();
    const chat = s.chat();
    const ref = await chat.post(s.place(), FIRST, busy(0));
    s.discord.deny(s.channel, "ReadMessageHistory");
    await chat.notify?.(ref, ada.id, END, "your video is ready.");
    s.discord.deny(s.channel);
    s.discord.deleteMessage(s.discord.messages(s.channel)[0] ?? s.only());
    await chat.notify?.(ref, ada.id, { key: "another.end", again: false }, "your video is ready.");
    expect(s.discord.messages(s.channel).map(({ pinged }) => pinged)).toEqual([[ada.id], [ada.id]]);
  });

  it("gives up where it may not post any more", async () => {
    const chat = s.chat();
    const ref = await chat.post(s.place(), FIRST, busy(0));
    s.discord.deny(s.channel, "SendMessages");
    await expect(chat.notify?.(ref, s.discord.user().id, END, "your video is ready.")).rejects.toBeInstanceOf(
      MessageGone,
    );
  });
});

describe("writing to a member alone in Discord", () => {
  it("sends the card with its video, once", async () => {
    const ada = s.discord.user();
    await s.chat().direct?.(s.place(), ada.id, END, s.done());
    await s.chat().direct?.(s.place(), ada.id, { ...END, again: true }, s.done());
    const message = s.only(s.discord.dm(ada));
    expect([names(message), plays(message)]).toEqual([[`reelay-${JOB}.mp4`], [`attachment://reelay-${JOB}.mp4`]]);
  });

  it("links to a video that a direct message can't hold", async () => {
    const ada = s.discord.user();
    await s.chat().direct?.(s.place({ uploadLimit: 50 * MB }), ada.id, END, s.done(11 * MB, { link: LINK }));
    expect(texts(s.only(s.discord.dm(ada)))).toContain("Watch it here");
  });

  it("gives up when the member takes none, or is nobody", async () => {
    const shy = s.discord.user({ dms: false });
    await expect(s.chat().direct?.(s.place(), shy.id, END, s.done())).rejects.toBeInstanceOf(MessageGone);
    await expect(s.chat().direct?.(s.place(), "123456789012345678", END, s.done())).rejects.toBeInstanceOf(MessageGone);
  });
});

describe("a card's buttons in Discord", () => {
  it("come back as they were sent", async () => {
    const again = { label: "Again", does: "run" as const, line: `jobs again:${JOB}`, tone: "primary" as const };
    await s.chat().post(s.place(), FIRST, { ...busy(0), buttons: [again] });
    expect(buttons(s.only())).toEqual([{ label: "Again", style: 1, disabled: false, customId: `r:jobs again:${JOB}` }]);
  });
});
