import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Keyv } from "keyv";
import { describe, expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import type { Card, CardFile } from "../../src/chat/contract/card.ts";
import { createRest } from "../../src/discord/api/rest.ts";
import { createDiscordChat } from "../../src/discord/speak/chat.ts";
import { createUploadLimits } from "../../src/discord/speak/upload-limits.ts";
import { startDiscord } from "../support/discord/discord.ts";
import { texts } from "../support/discord/types.ts";

const FILES: readonly CardFile[] = [
  { hash: "picture", name: "usage.png", type: "image/png", bytes: 7, alt: "Who spent what" },
  { hash: "table", name: "usage.csv", type: "text/csv", bytes: 5, alt: "The same as a table" },
];
const CARD: Card = { tone: "info", audience: "member", title: "Usage", files: FILES };
const POSTING = { key: "b_1", again: false };

/** The bot's own voice in a local Discord with one server. */
async function stage() {
  const discord = await startDiscord();
  const dir = mkdtempSync(join(tmpdir(), "reelay-discord-"));
  writeFileSync(join(dir, "picture"), "picture");
  writeFileSync(join(dir, "table"), "table");
  const guild = discord.guild();
  const clock = { now: () => 0, sleep: async () => undefined };
  const rest = createRest({ token: discord.token, api: discord.api });
  const log = createLog("silent");
  const chat = createDiscordChat({
    ...{ rest, clock, log, keep: async () => "token" },
    limits: createUploadLimits({ rest, drafts: new Keyv(), clock, log }),
    library: { pathOf: (hash) => join(dir, hash) },
  });
  const place = { platform: "discord" as const, workspace: guild.id, channel: discord.channel(guild).id };
  return {
    ...{ discord, chat, place },
    [Symbol.asyncDispose]: async () => {
      await discord.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

describe("a card with files in Discord", () => {
  it("comes with all of them, each described", async () => {
    await using s = await stage();
    const ada = s.discord.user();
    await s.chat.direct?.(s.place, ada.id, POSTING, CARD);
    const [message] = s.discord.messages(s.discord.dm(ada));
    expect(message?.attachments.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ["usage.png", "picture"],
      ["usage.csv", "table"],
    ]);
    expect(message?.attachments.map(({ description }) => description)).toEqual([
      "Who spent what",
      "The same as a table",
    ]);
    expect(s.discord.violations).toEqual([]);
  });

  it("comes without them, and says why, where they are too large", async () => {
    await using s = await stage();
    const ada = s.discord.user();
    await s.chat.direct?.({ ...s.place, uploadLimit: 6 }, ada.id, POSTING, CARD);
    s.discord.fail({ method: "POST", path: /^\/channels\/\d+\/messages/, answer: 413 });
    await s.chat.direct?.(s.place, ada.id, { ...POSTING, key: "b_2" }, CARD);
    const messages = s.discord.messages(s.discord.dm(ada));
    expect(messages.map(({ attachments }) => attachments.length)).toEqual([0, 0]);
    for (const message of messages) expect(texts(message)).toContain("larger than Discord takes here");
  });
});

describe("somebody on a Discord server", () => {
  it("is a member, a bot, or nobody: one who is elsewhere, or of no such id", async () => {
    await using s = await stage();
    const { discord, chat, place } = s;
    const ada = discord.user({ name: "Ada" });
    expect(await chat.person?.(place, ada.id)).toEqual({ id: ada.id, name: "Ada", bot: false });
    expect(await chat.person?.(place, discord.bot.id)).toMatchObject({ bot: true });
    const eve = discord.user({ elsewhere: true });
    for (const id of [eve.id, "1000000000000000000", "ada", "../@me", ""]) {
      expect(await chat.person?.(place, id)).toBeUndefined();
    }
    expect(await chat.person?.({ ...place, workspace: "1000000000000000000" }, ada.id)).toBeUndefined();
  });

  it("is asked for once in a while, and a failure is no nobody", async () => {
    await using s = await stage();
    const ada = s.discord.user({ name: "Ada" });
    s.discord.fail({ method: "GET", path: /\/members\//, answer: 403 });
    await expect(s.chat.person?.(s.place, ada.id)).rejects.toThrow();
    const asked = () => s.discord.requests.filter(({ path }) => /\/members\//.test(path)).length;
    for (let times = 0; times < 3; times++)
      expect(await s.chat.person?.(s.place, ada.id)).toMatchObject({ name: "Ada" });
    expect(asked()).toBe(2);
  });
});
