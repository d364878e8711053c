import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reelay } from "../../src/app/start.ts";
import { loadAv } from "../../src/media/encode/libav.ts";
import { probe } from "../../src/media/probe/probe.ts";
import { type Live, openLive, settled, shown } from "../discord/live.ts";
import { file } from "../media/support.ts";
import { type Guild, type Message, texts, type User } from "../support/discord/types.ts";

const encoderIsHere = await loadAv().then(
  () => true,
  () => false,
);

/** What the gateway here makes of words, 85 KB, is over it. */
const LIMIT = 70_000;
const WHOLE = readFileSync(new URL("../../src/sandbox/clips/landscape.mp4", import.meta.url));
/** Not https, so that no gateway tries to call it. */
const PUBLIC_URL = "http://reelay.example";

let live: Live;
let reelay: Reelay;
let guild: Guild;
let ada: User;

beforeAll(async () => {
  live = await openLive({ rate: false }, { PUBLIC_URL });
  guild = live.discord.guild();
  ada = live.discord.user({ name: "Ada" });
  reelay = await live.start();
});
afterAll(async () => {
  const { violations } = live.discord;
  await live.close();
  expect(violations).toEqual([]);
});

/** The bytes of the video that is attached to a message. */
async function bytesIn({ attachments: [attachment] }: Message): Promise<Buffer> {
  if (!attachment) throw new Error("Nothing is attached");
  return Buffer.from(await (await fetch(attachment.url())).arrayBuffer());
}

/** The page of a video, read where this Reelay really is. */
const here = (url = "") => url.replace(PUBLIC_URL, reelay.address);

async function pageOf(message: Message): Promise<string> {
  const answer = await live.discord.press({ message, user: ada, label: "Share" }).response();
  const url = /http:\S+\/v\/\w+/.exec(shown(answer))?.[0];
  if (url === undefined) throw new Error(shown(answer));
  return here(url);
}

const measured = (bytes: Uint8Array) => probe(file(bytes), "video.mp4", "video");

describe("a finished video in Discord", () => {
  it.skipIf(!encoderIsHere)("over the channel's limit arrives smaller, and whole on its page", async () => {
    const channel = live.discord.channel(guild, { attachmentSizeLimit: LIMIT });
    live.type(channel, ada, "video a large boat");
    const message = await live.finished(channel, "a large boat");
    const bytes = await bytesIn(message);
    expect(bytes.length).toBeLessThanOrEqual(LIMIT);
    const [small, whole] = [await measured(bytes), await measured(WHOLE)];
    expect(small.width / small.height).toBe(whole.width / whole.height);
    expect(small.seconds).toBeCloseTo(whole.seconds ?? 0, 1);
    expect(shown(message)).toContain("Made smaller to fit this channel");

    const page = await pageOf(message);
    expect((await fetch(page)).status).toBe(200);
    const there = Buffer.from(await (await fetch(`${page}/video.mp4`)).arrayBuffer());
    expect(there.equals(WHOLE)).toBe(true);
  });

  it("that can't be made small enough is watched on a page, whose link the message gives", async () => {
    const channel = live.discord.channel(guild, { attachmentSizeLimit: 5_000 });
    live.type(channel, ada, "video a boat too large");
    const message = await live.discord.until("the link", () =>
      live.posted(channel).find((one) => texts(one).includes(`${PUBLIC_URL}/watch/`)),
    );
    expect(message.attachments).toEqual([]);
    const [url] = new RegExp(`${PUBLIC_URL}/watch/[\\w-]+`).exec(texts(message)) ?? [];
    const page = await fetch(here(url));
    expect(page.status).toBe(200);
    const file = /<video[^>]* src="([^"]+)"/.exec(await page.text())?.[1] ?? "";
    const there = await fetch(new URL(file, here(url)));
    expect(Buffer.from(await there.arrayBuffer()).equals(WHOLE)).toBe(true);
  });

  it("leaves its message, its page and the disk when it is deleted", async () => {
    const channel = live.discord.channel(guild);
    live.type(channel, ada, "video a boat to delete");
    const message = await live.finished(channel, "a boat to delete");
    const page = await pageOf(message);
    live.discord.press({ message, user: ada, label: "Delete" });
    await live.discord.until("the deletion", () =>
      live.posted(channel).find((one) => one.id === message.id && one.attachments.length === 0),
    );
    expect((await fetch(page)).status).toBe(410);
    expect((await fetch(`${page}/video.mp4`)).status).toBe(410);
    await settled(reelay.db);
  });

  it("is joined with the others of its thread, for nothing", async () => {
    const channel = live.discord.channel(guild);
    const thread = live.discord.thread(channel);
    for (const words of ["the door opens", "she steps in"]) {
      live.type(thread, ada, `video ${words}`);
      await live.finished(thread, words);
    }
    live.type(thread, ada, "join");
    const message = await live.finished(thread, "2 clips");
    expect((await measured(await bytesIn(message))).seconds).toBeCloseTo(10, 1);
    expect(shown(message)).not.toContain("credits");
    await settled(reelay.db);
  });
});
