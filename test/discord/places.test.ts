import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Channel, Guild, Permission, User } from "../support/discord/types.ts";
import { texts } from "../support/discord/types.ts";
import { answer, type Incoming, openIncoming, whyBlocked } from "./incoming.ts";

let stage: Incoming;
let guild: Guild;
let parent: Channel;
let ada: User;
let now = Date.now();

beforeAll(async () => {
  stage = await openIncoming({ rate: false, clock: { now: () => now } }, { clock: clockOf() });
  guild = stage.local.guild();
  ada = stage.local.user({ name: "Ada", admin: true });
});
afterAll(async () => {
  expect(stage.local.violations).toEqual([]);
  await stage.close();
});
beforeEach(() => {
  stage.play.run = async () => [answer];
  stage.ran.length = 0;
  parent = stage.local.channel(guild);
});

function clockOf() {
  return { now: () => now, sleep: (_ms: number, signal?: AbortSignal) => aborted(signal) };
}

/** No time passes by itself here. */
function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** What keeps the bot from posting there, as a command that is typed there is told. */
async function blockedIn(channel: Channel): Promise<string | undefined> {
  const before = stage.ran.length;
  stage.local.slash({ channel, user: ada, name: "credits" });
  return whyBlocked((await stage.local.until("a command that ran", () => stage.ran[before])).place);
}

const memberships = () => stage.local.requests.filter(({ path }) => path.includes("thread-members")).length;

describe("where a command is typed", () => {
  it.each<[string, () => Channel, string | undefined]>([
    [
      "a private thread without the bot",
      () => stage.local.thread(parent, { private: true }),
      "I'm not in this private thread",
    ],
    [
      "a private thread with the bot in it",
      () => stage.local.thread(parent, { private: true, members: [stage.local.bot] }),
      undefined,
    ],
    ["a public thread", () => stage.local.thread(parent), undefined],
    ["a locked thread", () => stage.local.thread(parent, { locked: true }), "This thread is locked"],
    [
      "a locked private thread",
      () => stage.local.thread(parent, { private: true, locked: true }),
      "This thread is locked",
    ],
    ["a voice channel's chat", () => stage.local.channel(guild, { kind: "voice" }), undefined],
    ["a voice channel without Connect", () => without("voice", "Connect"), "I need Connect here"],
    ["a stage without Connect", () => without("stage", "Connect"), "I need Connect here"],
    ["a text channel without Connect", () => without("text", "Connect"), undefined],
    ["an announcement channel", () => stage.local.channel(guild, { kind: "announcement" }), undefined],
  ])("it is known whether the bot can post: %s", async (_, open, blocked) => {
    const said = await blockedIn(open());
    if (blocked === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(blocked);
  });

  it.each<[string, () => Channel]>([
    ["locked", () => stage.local.thread(parent, { locked: true })],
    ["private", () => stage.local.thread(parent, { private: true })],
  ])("a %s thread takes a bot that may manage threads, and Discord isn't asked", async (_, open) => {
    stage.local.allow(parent, "ManageThreads");
    const before = memberships();
    expect(await blockedIn(open())).toBeUndefined();
    expect(memberships()).toBe(before);
  });

  it("a private thread is open as soon as the bot is mentioned in it, and is asked for once a minute then", async () => {
    const thread = stage.local.thread(parent, { private: true, members: [ada] });
    expect(await blockedIn(thread)).toContain("not in this private thread");
    stage.local.say(thread, ada, { content: `<@${stage.local.bot.id}> come in` });
    const before = memberships();
    expect(await blockedIn(thread)).toBeUndefined();
    expect(await blockedIn(thread)).toBeUndefined();
    expect(memberships()).toBe(before + 1);
    stage.local.leave(thread, stage.local.bot);
    now += 60_001;
    expect(await blockedIn(thread)).toContain("not in this private thread");
  });

  it("nothing runs where Discord doesn't say whether the bot is in a private thread", async () => {
    const thread = stage.local.thread(parent, { private: true, members: [ada] });
    stage.local.fail({ path: /thread-members/, answer: 500, times: 4 });
    const act = stage.local.slash({ channel: thread, user: ada, name: "credits" });
    expect(texts(await act.response())).toContain("Something went wrong on our side");
    expect(stage.ran).toEqual([]);
  });

  it("a message's menu is open in a locked thread, and it is known there too", async () => {
    const thread = stage.local.thread(parent);
    const ben = stage.local.user({ name: "Ben" });
    const boat = { name: "boat.png", bytes: new Uint8Array([137, 80, 78, 71]) };
    const message = stage.local.say(thread, ben, { files: [boat] });
    stage.local.lock(thread);
    const modal = stage.local.messageCommand({ name: "Animate this", message, user: ben });
    await stage.local.submit({ modal, values: { prompt: "wind" } });
    const { place } = await stage.local.until("a command that ran", () => stage.ran[0]);
    expect(place.thread).toBe(thread.id);
    expect(whyBlocked(place)).toContain("This thread is locked");
  });

  it("a list of choices doesn't wait for that", async () => {
    const thread = stage.local.thread(parent, { private: true, members: [ada] });
    const before = memberships();
    const typing = { channel: thread, user: ada, name: "video", focused: "element1", options: { element1: "A" } };
    expect(await stage.local.autocomplete(typing).choices()).toEqual([]);
    expect(memberships()).toBe(before);
  });
});

function without(kind: "voice" | "stage" | "text", permission: Permission): Channel {
  const channel = stage.local.channel(guild, { kind });
  stage.local.deny(channel, permission);
  return channel;
}
