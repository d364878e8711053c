import { type APIMessage, MessageFlags, type REST, Routes } from "discord.js";
import { FormData } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRest } from "../../src/discord/api/rest.ts";
import { startDiscord } from "../support/discord/discord.ts";
import type { LocalDiscord } from "../support/discord/local-discord.ts";
import type { Channel, Component, Guild } from "../support/discord/types.ts";

const MiB = 1024 * 1024;
const V2 = MessageFlags.IsComponentsV2;
const gallery = (name: string): Component => ({ type: 12, items: [{ media: { url: `attachment://${name}` } }] });
const text = (content: string): Component => ({ type: 10, content });
const file = (name: string, bytes = 4) => ({ name, data: Buffer.alloc(bytes, 7) });

let discord: LocalDiscord;
let rest: REST;
let guild: Guild;
let channel: Channel;
beforeEach(async () => {
  discord = await startDiscord({ rate: false });
  rest = createRest({ token: discord.token, api: discord.api });
  guild = discord.guild();
  channel = discord.channel(guild);
});
afterEach(() => discord.close());

/** As our own uploads are sent: a form that discord.js passes through. */
function requestOf(body: object, files: readonly ReturnType<typeof file>[]) {
  if (files.length === 0) return { body };
  const form = new FormData();
  form.append("payload_json", JSON.stringify(body));
  for (const [index, { name, data }] of files.entries()) form.append(`files[${index}]`, new Blob([data]), name);
  return { body: form, passThroughBody: true };
}

const post = async (body: object, ...files: ReturnType<typeof file>[]) =>
  (await rest.post(Routes.channelMessages(channel.id), requestOf(body, files))) as APIMessage;
const edit = async (id: string, body: object, ...files: ReturnType<typeof file>[]) =>
  (await rest.patch(Routes.channelMessage(channel.id, id), requestOf(body, files))) as APIMessage;
const shown = () => post({ flags: V2, components: [gallery("a.mp4")] }, file("a.mp4"));

/** What the first component of a message says of its media. */
const mediaOf = ({ components: [first] = [] }: APIMessage) =>
  (first as unknown as { items: { media: Record<string, unknown> }[] }).items[0]?.media ?? {};

describe("media in the local Discord", () => {
  it("are not among the attachments where components show them, however they are read", async () => {
    const posted = await shown();
    const read = (await rest.get(Routes.channelMessage(channel.id, posted.id))) as APIMessage;
    const [listed] = (await rest.get(Routes.channelMessages(channel.id))) as APIMessage[];
    for (const message of [posted, read, listed ?? expect.fail()]) {
      expect(message.attachments).toEqual([]);
      expect(mediaOf(message)).toMatchObject({ attachment_id: expect.any(String), content_type: "video/mp4" });
      expect(await (await fetch(String(mediaOf(message).url))).bytes()).toHaveLength(4);
    }
  });

  it("are kept by an edit that names them by id and file name, and dropped by one that leaves them out", async () => {
    const { id, ...posted } = await shown();
    const attachment = String(mediaOf(posted as APIMessage).attachment_id);
    const components = [text("more"), gallery("a.mp4")];
    await edit(id, { components, attachments: [{ id: attachment, filename: "a.mp4" }] });
    expect(discord.messages(channel)[0]?.attachments.map((one) => one.id)).toEqual([attachment]);
    await edit(id, { components: [text("none")], attachments: [] });
    expect(discord.messages(channel)[0]?.attachments).toEqual([]);
  });

  it.each([
    ["keeps one by its id alone", (id: string) => ({ attachments: [{ id }] }), []],
    ["brings one without listing it", () => ({}), [file("a.mp4")]],
  ] as const)("are not found by a component when an edit %s", async (_, more, files) => {
    const { id, ...posted } = await shown();
    const body = { components: [gallery("a.mp4")], ...more(String(mediaOf(posted as APIMessage).attachment_id)) };
    await expect(edit(id, body, ...files)).rejects.toMatchObject({ status: 400, code: 50035 });
  });

  it("are limited by the server's level", async () => {
    await expect(post({}, file("a.mp4", 10 * MiB + 1))).rejects.toMatchObject({ status: 413, code: 40005 });
    channel = discord.channel(discord.guild({ premiumTier: 2 }));
    await post({}, file("a.mp4", 11 * MiB));
  });

  it("make a new message of 25 MiB at most, and an edit of more", async () => {
    channel = discord.channel(discord.guild({ premiumTier: 2 }));
    const large = file("a.mp4", 26 * MiB);
    await expect(post({}, large)).rejects.toMatchObject({ status: 413, code: 40005 });
    const { id } = await post({ content: "soon" });
    await edit(id, { attachments: [{ id: "0", filename: "a.mp4" }] }, large);
  });

  it("come with a forwarded message as they come with the message itself", async () => {
    const ada = discord.user();
    const original = discord.say(channel, ada, {
      components: [gallery("a.mp4")],
      files: [{ name: "a.mp4", bytes: Buffer.alloc(3) }],
    });
    const forwarded = discord.forward(original, ada, discord.dm(ada));
    const [read] = (await rest.get(Routes.channelMessages(forwarded.channel.id))) as APIMessage[];
    const [snapshot] = read?.message_snapshots ?? [];
    expect(snapshot?.message.attachments).toEqual([]);
    expect(mediaOf(snapshot?.message as APIMessage)).toMatchObject({ attachment_id: original.attachments[0]?.id });
    expect(read).toMatchObject({ attachments: [], components: [], content: "" });
  });
});

describe("a message of the local Discord", () => {
  it("is the author's that has its nonce, in whatever channel", async () => {
    const first = await post({ content: "once", nonce: "n1", enforce_nonce: true });
    channel = discord.channel(guild);
    expect((await post({ content: "twice", nonce: "n1", enforce_nonce: true })).id).toBe(first.id);
    await expect(post({ content: "long", nonce: "n".repeat(26) })).rejects.toMatchObject({ code: 50035 });
  });

  it("stays of the second version through edits, and takes no content beside it", async () => {
    const { id } = await post({ flags: V2, components: [text("card")] });
    const { flags } = await edit(id, { flags: 0, components: [text("another")] });
    expect(flags).toBe(V2);
    await expect(edit(id, { content: "words" })).rejects.toMatchObject({ code: 50035 });
  });

  it("has 40 components at most, 4,000 characters in them, and galleries of 1 to 10 items", async () => {
    const texts = (count: number) => Array.from({ length: count }, () => text("x"));
    const inside = (count: number) => post({ flags: V2, components: [{ type: 17, components: texts(count) }] });
    await inside(39);
    await expect(inside(40)).rejects.toMatchObject({ code: 50035 });
    const long = [text("x".repeat(2_000)), text("x".repeat(2_001))];
    await expect(post({ flags: V2, components: long })).rejects.toMatchObject({ code: 50035 });
    const items = (count: number) =>
      Array.from({ length: count }, () => ({ media: { url: "https://a.example/a.png" } }));
    for (const count of [0, 11]) {
      const components = [{ type: 12, items: items(count) }];
      await expect(post({ flags: V2, components })).rejects.toMatchObject({ code: 50035 });
    }
  });
});
