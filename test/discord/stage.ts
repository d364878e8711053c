import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { REST } from "discord.js";
import { Keyv } from "keyv";
import { expect } from "vitest";
import { createLog } from "../../src/base/log.ts";
import type { Card, CardVideo } from "../../src/chat/contract/card.ts";
import type { Chat } from "../../src/chat/contract/chat.ts";
import type { Place } from "../../src/chat/contract/invocation.ts";
import { createRest } from "../../src/discord/api/rest.ts";
import { createDiscordChat } from "../../src/discord/speak/chat.ts";
import { createUploadLimits } from "../../src/discord/speak/upload-limits.ts";
import type { LocalDiscord } from "../support/discord/local-discord.ts";
import { type Channel, type Guild, type Message, mediaOf } from "../support/discord/types.ts";

export const JOB = "g_0123456789abcdefghj";
export const VIDEO = `reelay-${JOB}.mp4`;
export const MB = 1_000_000;

/** A discord.js REST, and a chat on it, with time in the test's hand: a sleep is over at once, and has taken its time. */
export class Stage {
  readonly dir = mkdtempSync(join(tmpdir(), "reelay-discord-"));
  readonly logged: string[] = [];
  readonly drafts = new Keyv<unknown>();
  readonly discord: LocalDiscord;
  readonly guild: Guild;
  readonly channel: Channel;
  now = Date.UTC(2026, 10, 20, 12);

  constructor(discord: LocalDiscord) {
    this.discord = discord;
    this.guild = discord.guild();
    this.channel = discord.channel(this.guild);
  }

  rest(token = this.discord.token): REST {
    return createRest({ token, api: this.discord.api });
  }

  /** As a process that has just begun has it. */
  chat(rest = this.rest()): Chat {
    const clock = {
      now: () => this.now,
      sleep: async (ms: number) => {
        this.now += ms;
      },
    };
    const log = createLog("debug", { write: (line) => this.logged.push(line) });
    return createDiscordChat({
      ...{ rest, clock, log, keep: async () => "token" },
      library: { pathOf: (hash) => join(this.dir, hash) },
      limits: createUploadLimits({ rest, drafts: this.drafts, clock, log }),
    });
  }

  place(more: Partial<Place> = {}): Place {
    return { platform: "discord", workspace: this.guild.id, channel: this.channel.id, ...more };
  }

  /** A finished video of so many bytes, and its card. */
  done(bytes = 1_000, more: Partial<CardVideo> = {}): Card & { video: CardVideo } {
    writeFileSync(join(this.dir, "video"), Buffer.alloc(bytes, 7));
    const video = { hash: "video", name: VIDEO, bytes, width: 1280, height: 720, seconds: 5, ...more };
    return { tone: "done", audience: "channel", title: "Kling 3.0: done", text: "a paper boat", video };
  }

  /** The video's file is kept no longer. */
  letGo(): void {
    rmSync(join(this.dir, "video"));
  }

  /** The only message of the channel. */
  only(channel = this.channel): Message {
    const messages = this.discord.messages(channel);
    expect(messages).toHaveLength(1);
    const [message] = messages;
    if (!message) throw new Error("There is no message");
    return message;
  }

  /** How many requests of that kind there were. */
  requests(method: string, path: RegExp): number {
    return this.discord.requests.filter((one) => one.method === method && path.test(one.path)).length;
  }

  async close(): Promise<void> {
    await this.discord.close();
    rmSync(this.dir, { recursive: true });
  }
}

export const busy = (percent: number): Card => ({
  tone: "busy",
  audience: "channel",
  title: "Kling 3.0: making the video",
  text: "@everyone **a paper boat** <@1>",
  progress: { fraction: percent / 100, label: "about 40 s left" },
});

/** What plays in a message, as its components name it. */
export const plays = (message: Message) => mediaOf(message.components).map(({ url }) => url);
/** The names of all its files. */
export const names = (message: Message) => message.attachments.map(({ name }) => name);
