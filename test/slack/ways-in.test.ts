import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCOPES } from "../contract/slack.ts";
import { checkLedger } from "../support/ledger.ts";
import { png } from "../support/pictures.ts";
import type { Message } from "../support/slack/types.ts";
import { type Live, labelsIn, openLive, wordsIn } from "./live.ts";

const PUBLIC_URL = "https://reelay.example";
const BOAT = { name: "boat.png", bytes: png(640, 480) };
const DANCE = {
  name: "dance.mp4",
  bytes: readFileSync(new URL("../../src/sandbox/clips/landscape.mp4", import.meta.url)),
};

describe.each(["socket", "http"] as const)("a whole Reelay in Slack, by %s", (mode) => {
  let live: Live;
  beforeAll(async () => {
    // The outside reaches the one of HTTP mode anyway.
    live = await openLive(mode, mode === "http" ? { PUBLIC_URL } : {});
  });
  afterAll(async () => {
    const { slack, reelay } = live;
    await checkLedger(reelay.db);
    await live[Symbol.asyncDispose]();
    expect(slack.violations).toEqual([]);
    expect(Object.fromEntries(slack.refused)).toEqual({});
  });
  const taskOf = async (words: string) => (await live.tasks()).find(({ body }) => String(body.prompt).includes(words));

  it("runs a quick line, shares the video, and links to it from the message that announced it", async () => {
    const { slack, ada } = live;
    const channel = live.room();
    const act = live.type("video a paper boat on a river --o3 8s 9:16 --sound", channel);
    expect(await act.acked).toMatchObject({ ok: true, body: undefined });
    const message = await live.begun(channel);
    expect(wordsIn(message)).toContain("a paper boat on a river");
    expect(message.metadata).toMatchObject({ event_type: "reelay" });
    await live.finished(message);
    expect(wordsIn(message)).toMatch(/✅.*done/);
    expect(labelsIn(message)).toEqual(expect.arrayContaining(["Again", "Edit prompt", "Delete"]));
    const [file, ...others] = live.videos(message);
    expect(others).toEqual([]);
    expect(file?.bytes.subarray(4, 8).toString()).toBe("ftyp");
    const notice = await slack.until(() => slack.thread(message)[0], "the notice");
    expect(slack.pinged.filter(({ channel: in_ }) => in_ === channel.id)).toEqual([
      { channel: channel.id, ts: notice.ts, who: ada.id, by: "post" },
    ]);
    expect(live.by(channel)).toHaveLength(3);
  });

  it.each([
    "video --sound 9:16 a lighthouse 8s --o3",
    "video 8s “a lighthouse” —o3 9:16 sound:yes",
    'video prompt:"a lighthouse" model:kling-o3 duration:8 aspect:9:16 --sound on',
  ])("takes what is said in any order, in quotes or not: %s", async (line) => {
    const channel = live.room();
    live.type(line, channel);
    await live.finished(await live.begun(channel));
    const same = (await live.tasks()).filter(({ body }) => body.prompt === "a lighthouse");
    expect(same.at(-1)?.body).toMatchObject({
      ...{ model: "kling-o3-text-to-video", duration: 8, aspect_ratio: "9:16", sound: "on" },
    });
  });

  it("opens a form for what a line can't carry, and makes the video of its files", async () => {
    const { slack, ada } = live;
    const channel = live.room();
    const view = await live.form(live.type("animate gentle breeze 5s --turbo", channel));
    const values = { quality: "1080p" };
    await slack.submit({ user: ada.id, view, values, files: { files: [BOAT] } }).acked;
    expect(view.open).toBe(false);
    await live.finished(await live.begun(channel));
    expect(await taskOf("gentle breeze")).toMatchObject({
      model: "kling-v3-turbo-image-to-video",
      body: { quality: "1080p", duration: 5 },
    });
  });

  it("begins at a message that has a picture, in its thread", async () => {
    const { slack, ada, ben } = live;
    const channel = live.room();
    const root = slack.say({ user: ben.id, channel: channel.id, text: "look" });
    const message = slack.say({ user: ben.id, channel: channel.id, thread: root.ts, files: [BOAT] });
    const view = await live.form(slack.messageShortcut({ user: ada.id, callbackId: "animate", message }));
    await slack.submit({ user: ada.id, view, values: { prompt: "the tide comes in" } }).acked;
    const result = await slack.until(() => live.by(channel).find((one) => live.videos(one).length > 0), "the video");
    expect(result.threadTs).toBe(root.ts);
    expect(live.shares(channel).map(({ threadTs }) => threadTs)).toEqual([root.ts]);
    expect(await taskOf("the tide comes in")).toMatchObject({ model: "kling-v3-image-to-video" });
  });

  it("takes a member's video where the model can be given an address of it, else says what is missing", async () => {
    const { slack, ada, ben, reelay } = live;
    const channel = live.room();
    const before = await live.holds();
    const message = slack.say({ user: ben.id, channel: channel.id, files: [DANCE] });
    const act = slack.messageShortcut({ user: ada.id, callbackId: "edit", message });
    const view = await live.form(act);
    await slack.submit({ user: ada.id, view, values: { prompt: "make it night" } }).acked;
    if (mode === "socket") {
      expect(wordsIn(await live.answer(act))).toMatch(/The model can't read “dance\.mp4” from here.* PUBLIC_URL/);
      expect(await live.holds()).toEqual(before);
      return;
    }
    await live.finished(await live.begun(channel));
    const address = String((await taskOf("make it night"))?.body.video_url);
    expect(address).toMatch(/^https:\/\/reelay\.example\/media\//);
    const read = await fetch(address.replace(PUBLIC_URL, reelay.address));
    expect(Buffer.from(await read.arrayBuffer()).equals(DANCE.bytes)).toBe(true);
    expect((await fetch(`${address.replace(PUBLIC_URL, reelay.address)}x`)).status).toBe(404);
  });

  it("has “New video” anywhere, which asks where to post", async () => {
    const { slack, ada } = live;
    const channel = live.room();
    const view = await live.form(slack.shortcut({ user: ada.id, callbackId: "new_video" }));
    await slack.submit({ user: ada.id, view, values: { prompt: "a new moon", where: channel.id } }).acked;
    expect(wordsIn(await live.finished(await live.begun(channel)))).toContain("a new moon");
  });

  it("shows how far a job is, and lists it on the member's page with the balance and the rest", async () => {
    const { slack, ben } = live;
    const channel = live.room();
    live.type("video a glacier [never ends]", channel, ben);
    const message = await live.begun(channel);
    await slack.until(() => /▱ \d+% · .*left/.test(wordsIn(message)), "the bar");
    slack.openHome(ben.id);
    const page = await slack.until(() => slack.home(ben.id), "the page");
    const words = wordsIn(page);
    expect(words).toMatch(/1,?000|973/);
    expect(words).toMatch(/a glacier.*: \d+%/);
    expect(words).toMatch(/Nobody yet/);
    expect(words).toMatch(/model/i);
    const drawn = page.updates;
    await slack.press({ user: ben.id, on: page, label: "Refresh" }).acked;
    await slack.until(() => page.updates > drawn, "the page drawn anew");
  });

  it("says every command as it is typed in Slack", async () => {
    const help = wordsIn(await live.answer(live.type("help", live.room())));
    expect(help).toContain("/reelay video: ");
    expect(help).toContain("/reelay video a paper boat on a river");
    expect(help).not.toMatch(/(?<!reelay )\/(?!reelay)[a-z]/);
    expect(wordsIn(await live.answer(live.type("jobs cancel:g_1", live.room())))).toContain(
      "See yours with /reelay jobs",
    );
  });

  it("makes clips in a thread, and one of them all, by the menus of its messages", async () => {
    const { slack, ada } = live;
    const channel = live.room();
    const root = slack.say({ user: ada.id, channel: channel.id, text: "clips, please" });
    const inThread = () => live.by(channel).filter(({ threadTs }) => threadTs === root.ts);
    for (const [index, words] of ["a tide that comes", "a tide that goes"].entries()) {
      const view = await live.form(slack.messageShortcut({ user: ada.id, callbackId: "type_here", message: root }));
      await slack.submit({ user: ada.id, view, values: { Command: `video ${words}` } }).acked;
      await slack.until(() => inThread().filter((one) => wordsIn(one).includes("done")).length > index, "a clip");
    }
    slack.messageShortcut({ user: ada.id, callbackId: "join_thread", message: root });
    await slack.until(() => inThread().find((one) => wordsIn(one).includes("2 clips")), "the clips joined");
    expect(inThread()).toHaveLength(live.by(channel).length);
  });

  it("does with one tap what the buttons say, and asks its own member alone for the rest", async () => {
    const { slack, ada } = live;
    const message: Message = await live.make("video a carousel");
    const form = await live.form(slack.press({ user: ada.id, on: message, label: "Edit prompt" }));
    const at = { id: message.channel };
    await slack.submit({ user: ada.id, view: form, values: { prompt: "a carousel in the rain" } }).acked;
    const second = await slack.until(
      () => live.by(at).find((one) => one !== message && one.blocks.length > 0 && live.videos(one).length > 0),
      "the second video",
    );
    const more = slack.press({ user: ada.id, on: second, label: "Another model" });
    expect(labelsIn(await live.answer(more))).toEqual(expect.arrayContaining(["Kling 3.0 Turbo"]));
    const gone = slack.press({ user: ada.id, on: second, label: "Delete" });
    expect(wordsIn(await live.answer(gone))).toContain("gone");
    await slack.until(() => live.videos(second).length === 0, "the file taken away");
    await slack.until(
      () => live.shares(at).length === 1,
      "the message of the file taken away, and not the first one's",
    );
  });

  it("joins a public channel, writes in private ones and to its member alone, and needs just the manifest's scopes", async () => {
    const { slack, ada } = live;
    const open = live.room({ bot: false });
    const closed = live.room({ private: true });
    for (const channel of [open, closed, slack.dm(ada.id)]) {
      // What is lost is looked for, which takes each kind's own scope.
      slack.fail({ method: "chat.postMessage", status: "lose", when: ({ channel: to }) => to === channel.id });
      live.type("video a ferry", channel);
      await live.finished(await live.begun(channel));
      expect(live.shares(channel)).toHaveLength(1);
    }
    const group = slack.conversation({ members: [ada.id, live.ben.id], bot: true });
    expect(wordsIn(await live.answer(live.type("settings", group)))).toContain("These are the defaults");
    expect(open.members).toContain(slack.team.botUser);
    // All that was done above counts too.
    expect([...slack.scopesUsed].sort()).toEqual([...SCOPES].sort());
  });
});
