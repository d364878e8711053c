import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Reelay } from "../../src/app/start.ts";
import { buttons, type Channel, type Guild, type Message, type User, walk } from "../support/discord/types.ts";
import { png } from "../support/pictures.ts";
import { landscape } from "./clips.ts";
import { type Live, openLive, settled, shown } from "./live.ts";

const BOAT = { name: "boat.png", bytes: png(640, 480) };

let live: Live;
let reelay: Reelay;
let guild: Guild;
let channel: Channel;
let ada: User;

beforeAll(async () => {
  live = await openLive({ rate: false });
  guild = live.discord.guild();
  reelay = await live.start();
});
afterAll(async () => {
  const { violations } = live.discord;
  await live.close();
  expect(violations).toEqual([]);
});
// Each test has a channel and a member of its own, so that none sees another's.
beforeEach(() => {
  channel = live.discord.channel(guild);
  ada = live.discord.user();
});

const heldNow = async () =>
  (await reelay.db.selectFrom("holds").select("id").where("member", "=", ada.id).execute()).length;

describe("a command in Discord", () => {
  it("ends as a video in a thread, in a forum's post and in a DM", async () => {
    const thread = live.discord.thread(channel);
    const post = live.discord.thread(live.discord.channel(guild, { kind: "forum" }));
    live.type(thread, ada, "video in a thread");
    live.type(post, ada, "video in a post");
    await live.finished(thread, "in a thread");
    await live.finished(post, "in a post");
    const dm = live.discord.dm(ada);
    live.type(dm, ada, "video between us");
    await live.finished(dm, "between us");
    expect(live.posted(channel)).toEqual([]);
  });

  it("has the finished video announced by one reply that mentions its member, and nobody else", async () => {
    live.type(channel, ada, 'video prompt:"ring @once"'.replace("@", ""));
    const result = await live.finished(channel, "ring once");
    const notice = await live.discord.until("the notice", () => live.posted(channel)[1]);
    expect(notice.pinged).toEqual([ada.id]);
    expect(notice.reference?.message).toBe(result.id);
    expect(result.pinged).toEqual([]);
    await settled(reelay.db);
    expect(live.posted(channel)).toHaveLength(2);
  });

  it("is completed with what the member has: characters by name, jobs by their words", async () => {
    const asked = live.type(channel, ada, "element create name:Willow description:a cat", [BOAT]);
    live.discord.press({ message: await asked.response(), user: ada, label: "Yes, I may use this likeness" });
    await live.announced(channel, "@Willow is in the cast");
    const names = live.discord.autocomplete({
      ...{ channel, user: ada, name: "animate", options: { element1: "wil" }, focused: "element1" },
    });
    expect(await names.choices()).toEqual([{ name: "Willow", value: "Willow" }]);
    const jobs = live.discord.autocomplete({
      ...{ channel, user: ada, name: "jobs", options: { again: "" }, focused: "again" },
    });
    expect(await jobs.choices()).toHaveLength(1);
    const ben = live.discord.user();
    const others = live.discord.autocomplete({
      ...{ channel, user: ben, name: "jobs", options: { again: "" }, focused: "again" },
    });
    expect(await others.choices()).toEqual([]);
  });

  it.each([
    ["jobs again:g_0123456789abcdefghj", /g_0123456789abcdefghj|no such job|no job/i],
    ["animate prompt:x element1:Nobody", /Nobody/],
    ['element create name:"@everyone **hi**" description:d', /A name can have letters/],
  ])("with what is not there is answered for its member alone: /%s", async (line, words) => {
    const files = line.startsWith("jobs") ? [] : [BOAT];
    const answer = await live.type(channel, ada, line, files).response();
    expect(answer.ephemeral).toBe(true);
    expect(shown(answer)).toMatch(words);
    expect(answer.pinged).toEqual([]);
    expect(live.posted(channel)).toEqual([]);
    expect(await heldNow()).toBe(0);
  });

  it.each([
    [["SendMessages"], /I need Send Messages here/],
    [["AttachFiles", "SendMessages"], /I need Send Messages and Attach Files here/],
    [["ViewChannel"], /I need View Channel here/],
  ] as const)("where the bot may not post says so before anything is held: without %s", async (lacking, words) => {
    live.discord.deny(channel, ...lacking);
    const answer = await live.type(channel, ada, "video nobody sees this").response();
    expect(shown(answer)).toMatch(words);
    expect(await heldNow()).toBe(0);
    expect(await reelay.db.selectFrom("generations").select("id").where("member", "=", ada.id).execute()).toEqual([]);
  });
});

describe("a command in a place that isn't open to all", () => {
  const places: readonly (readonly [string, RegExp, () => { where: Channel; letIn(): void }])[] = [
    [
      "a private thread that the bot isn't in",
      /Mention me in it or add me to it, then send it again/,
      () => {
        const where = live.discord.thread(channel, { private: true, members: [ada] });
        return { where, letIn: () => live.discord.say(where, ada, { content: `<@${live.discord.bot.id}>` }) };
      },
    ],
    [
      "a locked thread",
      /This thread is locked.+ or use another channel/,
      () => {
        ada = live.discord.user({ admin: true });
        const where = live.discord.thread(channel, { locked: true });
        return { where, letIn: () => live.discord.allow(channel, "ManageThreads") };
      },
    ],
    [
      "a voice channel without Connect",
      /I need Connect here/,
      () => {
        const where = live.discord.channel(guild, { kind: "voice" });
        live.discord.deny(where, "Connect");
        return { where, letIn: () => live.discord.deny(where) };
      },
    ],
  ];

  it.each(places)(
    "is told so before anything is held, and ends as a video when the bot is let in: %s",
    async (...given) => {
      const [, words, open] = given;
      const { where, letIn } = open();
      const answer = await live.type(where, ada, "video behind doors").response();
      expect(answer.ephemeral).toBe(true);
      expect(shown(answer)).toMatch(words);
      expect(shown(answer)).toContain("Nothing was charged.");
      expect(await heldNow()).toBe(0);
      letIn();
      live.type(where, ada, "video behind doors");
      await live.finished(where, "behind doors");
    },
  );
});

describe("a prompt of several lines in Discord", () => {
  const lines = "a red boat\n\nat sea, *slowly*\n- and back";

  it("is sent as it was typed, shown so, and stands so in the form that changes it", async () => {
    const negative = "blur\nhands";
    live.discord.slash({ channel, user: ada, name: "video", options: { prompt: lines, negative, duration: 3 } });
    const message = await live.finished(channel, "a red boat");
    expect(shown(message)).toContain(lines);
    const { input } = await reelay.db
      .selectFrom("generations")
      .select("input")
      .where("member", "=", ada.id)
      .executeTakeFirstOrThrow();
    expect(JSON.parse(input)).toMatchObject({ prompt: lines, negative });
    const modal = live.discord.press({ message, user: ada, label: "Edit prompt" });
    const { components } = await modal.modal();
    expect(walk(components).find(({ custom_id }) => custom_id === "prompt")?.value).toBe(lines);
    expect(JSON.stringify(components)).toContain(JSON.stringify(negative).slice(1, -1));
  });

  it("has its link taken out of the line that it stands in", async () => {
    const prompt = `the boat\nimage:https://nowhere.invalid/a.png\nsails off`;
    const answer = await live.discord.slash({ channel, user: ada, name: "animate", options: { prompt } }).response();
    expect(shown(answer)).toContain("Nothing was charged.");
    const modal = live.discord.press({ message: answer, user: ada, label: "Edit and send again" });
    const { components } = await modal.modal();
    expect(walk(components).find(({ custom_id }) => custom_id === "prompt")?.value).toBe("the boat\nsails off");
  });

  it("takes the shots of a storyboard in the command itself", async () => {
    const shots = "3s: the door opens\n4s: a dog walks in";
    live.discord.slash({ channel, user: ada, name: "storyboard", options: { shots } });
    await live.finished(channel, "a dog walks in");
  });
});

describe("a message command in Discord", () => {
  it("makes a video of a picture that somebody has posted", async () => {
    const message = live.discord.say(channel, live.discord.user(), { content: "look", files: [BOAT] });
    const modal = live.discord.messageCommand({ name: "Animate this", message, user: ada });
    await live.discord.submit({ modal, values: { prompt: "the boat sails off" } });
    await live.finished(channel, "the boat sails off");
  });

  it("changes a video that somebody has posted", async () => {
    const message = live.discord.say(channel, ada, { files: [{ name: "clip.mp4", bytes: await landscape() }] });
    const modal = live.discord.messageCommand({ name: "Edit this video", message, user: ada });
    await live.discord.submit({ modal, values: { prompt: "now at night" } });
    await live.finished(channel, "now at night");
  });

  it("says so when the picture's address has expired while the form was open", async () => {
    const message = live.discord.say(channel, ada, { files: [BOAT] });
    const modal = live.discord.messageCommand({ name: "Animate this", message, user: ada });
    await modal.modal();
    live.discord.expireAttachments();
    const answer = await (await live.discord.submit({ modal, values: { prompt: "too late" } })).response();
    expect(shown(answer)).toMatch(/“boat\.png” is no longer available in the chat\. Attach it again\./);
    expect(await heldNow()).toBe(0);
  });
});

describe("a file that breaks off while it is read", () => {
  const half = /“boat\.png” couldn't be fetched from the chat\. Try again in a minute\./;
  const breakOff = () => live.discord.fail({ path: /^\/attachments\//, answer: "cut" });
  /** It says which file and what to do, and has cost nothing and left nothing behind. */
  const isRefused = async (answer: Message): Promise<void> => {
    expect(answer.ephemeral).toBe(true);
    expect(shown(answer)).toMatch(half);
    expect(shown(answer)).toContain("Nothing was charged.");
    expect(await heldNow()).toBe(0);
    const kept = await readdir(join(live.dir, "data", "media"));
    expect(kept.filter((name) => name.endsWith(".part"))).toEqual([]);
  };

  it("is named where it came with the command, and is read again from where it was kept", async () => {
    breakOff();
    const answer = await live.type(channel, ada, 'animate prompt:"once more"', [BOAT]).response();
    await isRefused(answer);
    breakOff();
    const edit = () => live.discord.press({ message: answer, user: ada, label: "Edit and send again" });
    await isRefused(await (await live.discord.submit({ modal: edit() })).response());
    await live.discord.submit({ modal: edit() });
    await live.finished(channel, "once more");
  });

  it("is named where it is a message's", async () => {
    const message = live.discord.say(channel, ada, { files: [BOAT] });
    const modal = live.discord.messageCommand({ name: "Animate this", message, user: ada });
    await modal.modal();
    breakOff();
    await isRefused(await (await live.discord.submit({ modal, values: { prompt: "half a boat" } })).response());
  });
});

describe("a form in Discord", () => {
  it("takes the shots of a storyboard, one a line", async () => {
    const modal = live.discord.slash({ channel, user: ada, name: "storyboard" });
    await live.discord.submit({ modal, values: { shots: "3s: the door opens\n4s: a cat walks in" } });
    await live.finished(channel, "the door opens");
  });

  it("begins with the prompt of the job whose button opened it", async () => {
    live.type(channel, ada, 'video prompt:"a *red* boat, @everyone\'s <3" duration:3'.replace("@everyone's", "ours"));
    const message = await live.finished(channel, "a *red* boat, ours <3");
    expect(buttons(message).map(({ label }) => label)).toContain("Edit prompt");
    const modal = live.discord.press({ message, user: ada, label: "Edit prompt" });
    const { components } = await modal.modal();
    expect(walk(components).find(({ custom_id }) => custom_id === "prompt")?.value).toBe("a *red* boat, ours <3");
    await live.discord.submit({ modal, values: { prompt: "a blue boat" } });
    await live.finished(channel, "a blue boat");
  });

  it("of somebody else's job does not open", async () => {
    const prompt = `begin ${"a very long boat ".repeat(20)}`;
    live.type(channel, ada, `video ${prompt}`);
    const message = await live.finished(channel, "begin a very long boat");
    const answer = await live.discord.press({ message, user: live.discord.user(), label: "Edit prompt" }).response();
    expect(answer.ephemeral).toBe(true);
    expect(shown(answer)).toMatch(/only they and admins/);
  });
});
