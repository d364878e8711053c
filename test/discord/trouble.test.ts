import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Reelay } from "../../src/app/start.ts";
import type { Channel, Guild, Message, User } from "../support/discord/types.ts";
import { spawnReelay } from "../support/reelay.ts";
import { testStore } from "../support/stores.ts";
import { type Live, openLive, playsVideo, settled, shown } from "./live.ts";

describe("a job in Discord", () => {
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
  beforeEach(() => {
    channel = live.discord.channel(guild);
    ada = live.discord.user();
  });

  /** The job is over, and nothing more is asked of Discord about its place. */
  const isQuiet = async (place: Channel): Promise<void> => {
    await settled(reelay.db);
    const { requests } = live.discord;
    const about = () => requests.filter(({ path }) => path.includes(`/${place.id}/`)).length;
    const before = about();
    // A second job from its beginning to its end: time enough for whoever would try the first again.
    const elsewhere = live.discord.channel(live.discord.guild());
    live.type(elsewhere, live.discord.user(), "video meanwhile");
    await live.finished(elsewhere, "meanwhile");
    expect(about()).toBe(before);
    expect(before).toBeLessThan(20);
  };

  it("whose video is larger than the channel takes gives a link and until when it works", async () => {
    const small = live.discord.channel(guild, { attachmentSizeLimit: 1_000 });
    live.type(small, ada, "video too much");
    const told = await live.discord.until("the link", () =>
      live.posted(small).find((message) => shown(message).includes("too large for this channel")),
    );
    expect(told.attachments).toEqual([]);
    expect(JSON.stringify(told.components)).toMatch(
      /\[Watch it here\]\(<http:[^)]+\/results\/[^)]+>\) until <t:\d+:f>/,
    );
  });

  it("gives a link too when the channel takes less by then than it did when it was asked", async () => {
    live.type(channel, ada, "video heavier than said [slow 1]");
    await live.announced(channel, "heavier than said");
    channel.attachmentSizeLimit = 1_000;
    const told = await live.discord.until("the link", () =>
      live.posted(channel).find((message) => shown(message).includes("Watch it here")),
    );
    expect(shown(told)).toContain("heavier than said");
    // Of the whole, and of smaller ones where there is an encoder.
    const refusals = live.discord.requests.filter(({ status }) => status === 413).length;
    expect([1, 2, 3]).toContain(refusals);
  });

  it("ends though its channel was deleted; the member is written to", async () => {
    live.type(channel, ada, "video homeless [slow 1]");
    await live.announced(channel, "homeless");
    live.discord.deleteChannel(channel);
    await live.finished(live.discord.dm(ada), "homeless");
    await isQuiet(channel);
  });

  it("ends though the bot was removed, and is owed to a member who takes no messages", async () => {
    const other = live.discord.guild();
    const there = live.discord.channel(other);
    const closed = live.discord.user({ dms: false });
    live.type(there, closed, "video thrown out [slow 1]");
    await live.announced(there, "thrown out");
    live.discord.removeBot(other);
    await isQuiet(there);
    const rows = await reelay.db.selectFrom("generations").selectAll().where("member", "=", closed.id).execute();
    expect(rows.map(({ state, notice }) => [state, notice])).toEqual([["delivered", "owed"]]);
  });

  it.each<[string, () => Channel, (place: Channel) => void]>([
    [
      "was taken out of the private thread",
      () => live.discord.thread(channel, { private: true, members: [ada, live.discord.bot] }),
      (thread) => live.discord.leave(thread, live.discord.bot),
    ],
    ["finds the thread locked", () => live.discord.thread(channel), (thread) => live.discord.lock(thread)],
  ])("ends though the bot %s meanwhile; the member is written to, with the video", async (_, open, happens) => {
    const place = open();
    live.type(place, ada, "video shut out [slow 1]");
    await live.announced(place, "shut out");
    happens(place);
    const letter = await live.finished(live.discord.dm(ada), "shut out");
    expect(shown(letter)).toContain("so here it is");
    expect(live.posted(live.discord.dm(ada))).toHaveLength(1);
  });

  it("ends though the bot was taken out of the private thread before it was announced; the member is written to", async () => {
    const thread = live.discord.thread(channel, { private: true, members: [ada, live.discord.bot] });
    await live.type(thread, ada, "credits").response();
    // Within the minute for which the bot is believed to be in it.
    live.discord.leave(thread, live.discord.bot);
    live.type(thread, ada, "video never announced");
    await live.finished(live.discord.dm(ada), "never announced");
    const letters = live.posted(live.discord.dm(ada));
    expect(letters.map(shown)).toEqual([
      expect.stringContaining("I can't post where you asked for this, so I'll send it to you here when it's done."),
      expect.stringContaining("so here it is"),
    ]);
    expect(live.posted(thread)).toEqual([]);
  });

  it("ends though its message was deleted; a member who takes no messages is told at the next command, once", async () => {
    const closed = live.discord.user({ dms: false });
    live.type(channel, closed, "video wiped [slow 1]");
    live.discord.deleteMessage(await live.announced(channel, "wiped"));
    await isQuiet(channel);
    const asked = live.type(channel, closed, "credits");
    await asked.response();
    const late = await live.discord.until("what was owed", () => asked.followups()[0]);
    expect(late.ephemeral).toBe(true);
    expect(shown(late)).toContain("wiped");
    expect(playsVideo(late)).toBe(true);
    const again = live.type(channel, closed, "credits");
    await again.response();
    expect(again.followups()).toEqual([]);
  });
});

describe("ten jobs in Discord", () => {
  it("end once each, in their own messages, though the gateway drops and REST answers 429 and 5xx", async () => {
    const live = await openLive();
    try {
      const { discord } = live;
      const guild = discord.guild();
      const channels = [discord.channel(guild), discord.channel(guild)];
      const ada = discord.user();
      const reelay = await live.start();
      const of = (index: number) => channels[index % 2] as Channel;
      const begun = new Map<number, Promise<Message>>();
      for (let index = 0; index < 10; index++) {
        if (index % 3 === 1) discord.drop();
        if (index % 4 === 2) {
          discord.fail({ path: /messages/, answer: 429, retryAfter: 0.1, times: 3 });
          discord.fail({ path: /messages/, answer: 502, times: 2 });
        }
        live.type(of(index), ada, `video number ${index}.`);
        begun.set(index, live.announced(of(index), `number ${index}.`));
      }
      discord.fail({ path: /messages/, answer: 500, times: 5 });
      discord.drop();
      for (const [index, message] of begun) {
        const result = await live.finished(of(index), `number ${index}.`);
        expect(result.id).toBe((await message).id);
      }
      await settled(reelay.db);
      const told = channels.flatMap((channel) => live.posted(channel));
      const videos = told.filter(playsVideo).map((message) => /number (\d)\./.exec(shown(message))?.[1]);
      expect(videos.toSorted()).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
      expect(discord.resumed).toBeGreaterThan(0);
      expect(discord.unanswered).toEqual([]);
      expect(discord.violations).toEqual([]);
    } finally {
      await live.close();
    }
  });
});

describe("a job in Discord of a process that was killed", () => {
  it("ends in the message that announced it, and its buttons work", async () => {
    const live = await openLive({ speed: 60 });
    try {
      const { discord } = live;
      const channel = discord.channel(discord.guild());
      const ada = discord.user();
      const first = await spawnReelay(live.env);
      live.type(channel, ada, "video over the edge");
      const begun = await live.announced(channel, "over the edge");
      await first.end("SIGKILL");
      const second = await spawnReelay(live.env);
      const result = await live.finished(channel, "over the edge");
      expect(result.id).toBe(begun.id);
      await second.end("SIGKILL");
      const third = await spawnReelay(live.env);
      discord.press({ message: result, user: ada, label: "Again" });
      await discord.until("the second video", () => live.posted(channel).filter(playsVideo).length === 2);
      expect(await third.end("SIGTERM")).toBe(0);
      expect(live.posted(channel).filter((message) => shown(message).includes("over the edge"))).toHaveLength(2);
      expect(discord.violations).toEqual([]);
    } finally {
      await live.close();
    }
  });
});

describe("two processes with a shard each", () => {
  it("and one that works for both: each server's command ends in a video there", async () => {
    const live = await openLive({ rate: false, shards: 2 });
    try {
      await using store = await testStore("postgres");
      const { discord } = live;
      const shared = { DATABASE_URL: store.databaseUrl ?? "", DISCORD_SHARD_COUNT: "2" };
      const guilds = [discord.guild({ shard: [0, 2] }), discord.guild({ shard: [1, 2] })];
      await live.start({ ...shared, ROLES: "discord", DISCORD_SHARDS: "0" });
      const created = discord.commandsCreated;
      await live.start({ ...shared, ROLES: "discord", DISCORD_SHARDS: "1" });
      await live.start({ ...shared, ROLES: "worker" });
      expect(discord.commandsCreated).toBe(created);
      expect(discord.shards().toSorted()).toEqual([
        [0, 2],
        [1, 2],
      ]);
      for (const [index, guild] of guilds.entries()) {
        const channel = discord.channel(guild);
        live.type(channel, discord.user(), `video on shard ${index}`);
        await live.finished(channel, `on shard ${index}`);
      }
      await settled(store.db);
      expect(discord.violations).toEqual([]);
    } finally {
      await live.close();
    }
  });
});
