import { DiscordAPIError, type REST, Routes } from "discord.js";
import { FormData } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRest } from "../../src/discord/api/rest.ts";
import { startDiscord } from "../support/discord/discord.ts";
import type { LocalDiscord } from "../support/discord/local-discord.ts";
import type { Channel } from "../support/discord/types.ts";

let discord: LocalDiscord;
let channel: Channel;
let rest: REST;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 27);
  discord = await startDiscord({ rate: false });
  channel = discord.channel(discord.guild());
  rest = createRest({ token: discord.token, api: discord.api, clock: { now: () => now } });
});
afterEach(async () => {
  await discord.close();
});

const look = () => rest.get(Routes.channel(channel.id));
const sent = () => discord.requests.length;

describe("a 401 of Discord's", () => {
  it("that comes once, for a token that is good, keeps nothing from being done", async () => {
    discord.fail({ path: /channels/, answer: 401 });
    await expect(look()).resolves.toMatchObject({ id: channel.id });
    await expect(look()).resolves.toMatchObject({ id: channel.id });
  });

  it("to an upload has the whole of it sent once more", async () => {
    discord.fail({ method: "POST", path: /messages/, answer: 401 });
    const form = new FormData();
    form.append("payload_json", JSON.stringify({ content: "a boat" }));
    form.append("files[0]", new Blob([new Uint8Array(300_000).fill(7)]), "boat.mp4");
    await rest.post(Routes.channelMessages(channel.id), { body: form, passThroughBody: true });
    const [message] = discord.messages(channel);
    expect(message?.attachments.map(({ bytes }) => bytes.byteLength)).toEqual([300_000]);
  });

  it("that one address gives again and again fails what asks there, and nothing else", async () => {
    discord.fail({ path: /channels/, answer: 401, times: 2 });
    await expect(look()).rejects.toBeInstanceOf(DiscordAPIError);
    await expect(look()).resolves.toMatchObject({ id: channel.id });
  });

  it("about which Discord can't be asked is not taken for a token that is no good", async () => {
    discord.fail({ path: /channels/, answer: 401 });
    discord.fail({ path: /users\/@me/, answer: 503 });
    await expect(look()).rejects.toMatchObject({ status: 401 });
    await expect(look()).resolves.toMatchObject({ id: channel.id });
  });

  it("to an answer whose time is over says nothing of the token", async () => {
    await expect(
      rest.patch(Routes.webhookMessage(discord.applicationId, "ended"), { auth: false, body: {} }),
    ).rejects.toBeInstanceOf(DiscordAPIError);
    await expect(look()).resolves.toMatchObject({ id: channel.id });
  });
});

describe("a token that was reset", () => {
  it("is told apart from all other trouble, with the time since when", async () => {
    discord.revoke();
    await expect(look()).rejects.toMatchObject({ name: "TokenRefused", since: now });
    now += 1_000;
    await expect(look()).rejects.toMatchObject({ name: "TokenRefused", since: now - 1_000 });
  });

  it("is not sent again but once a minute, and works again when Discord takes it", async () => {
    discord.revoke();
    await expect(look()).rejects.toMatchObject({ name: "TokenRefused" });
    const before = sent();
    for (let i = 0; i < 10; i++) await expect(look()).rejects.toMatchObject({ name: "TokenRefused" });
    expect(sent()).toBe(before);
    now += 60_000;
    await Promise.allSettled([look(), look(), look()]);
    expect(sent()).toBe(before + 2);
    expect(discord.invalidRequests).toBe(4);
    discord.restore();
    now += 60_000;
    await expect(look()).resolves.toMatchObject({ id: channel.id });
    await expect(look()).resolves.toMatchObject({ id: channel.id });
  });

  it("keeps no answer to a member back: that needs no token", async () => {
    discord.revoke();
    await expect(look()).rejects.toMatchObject({ name: "TokenRefused" });
    const callback = rest.post(Routes.interactionCallback("1", "unknown"), { auth: false, body: { type: 5 } });
    await expect(callback).rejects.toMatchObject({ code: 10062 });
  });
});
