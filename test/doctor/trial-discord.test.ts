import { expect, onTestFinished, test } from "vitest";
import { runTrial } from "../../src/app/chats/trial.ts";
import { readConfig } from "../../src/app/config/config.ts";
import { createLog } from "../../src/base/log.ts";
import { hastyClock } from "../slack/stage.ts";
import { startDiscord } from "../support/discord/discord.ts";
import type { DiscordOptions } from "../support/discord/local-discord.ts";
import { TURNABLE } from "../support/discord/otherwise.ts";
import { linesOf } from "./stage.ts";

async function server(options: DiscordOptions = {}) {
  const discord = await startDiscord({ rate: false, ...options });
  onTestFinished(discord.close);
  const channel = discord.channel(discord.guild({ name: "Harbour" }));
  const config = readConfig({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.api });
  const stopping = new AbortController();
  const parts = { clock: hastyClock(), log: createLog("silent"), stop: stopping.signal };
  const attempt = (id = channel.id) => linesOf(runTrial(config, { platform: "discord", id }, parts));
  const left = () => discord.messages(channel).length;
  const uploads = () => discord.requests.filter(({ files }) => files > 0).length;
  return { discord, channel, attempt, left, uploads, stopping };
}

test("goes once through a job, is seen by members, uploads once, and leaves nothing", async () => {
  const { discord, attempt, left, uploads } = await server();
  const lines = await attempt();
  expect(lines).toEqual([
    "fine trial: announced: A card is in the channel.",
    "fine trial: progress: Its progress is edited.",
    expect.stringMatching(
      /^fine trial: video: The clip is delivered\. Members see the video reelay-trial\.mp4, as attachment \d+\.$/,
    ),
    expect.stringMatching(/^fine trial: edited again: .*, without a new upload\. Members see the video/),
    "fine trial: deleted: All that the trial posted is deleted.",
    expect.stringMatching(/^fine trial: beliefs: \d+ rows of docs\/platforms\.md hold here: /),
  ]);
  const held = /hold here: (.*)\.$/.exec(lines.at(-1) ?? "")?.[1] ?? "";
  expect(held.split(", ").toSorted()).toEqual(TURNABLE.toSorted());
  expect([left(), uploads()]).toEqual([0, 1]);
  expect(discord.violations).toEqual([]);
});

test.each(TURNABLE)("says so where %s doesn't hold, and leaves nothing", async (row) => {
  const { attempt, left } = await server({ otherwise: [row] });
  const differing = (await attempt()).filter((line) => line.startsWith("wrong trial: beliefs"));
  expect(differing).toEqual([expect.stringMatching(new RegExp(`: ${row} of docs/platforms.md doesn't hold here: `))]);
  expect(left()).toBe(0);
});

test("says in one line why it can't be made in a channel", async () => {
  const { discord, channel, attempt, left } = await server();
  expect(await attempt("100000000000000001")).toEqual([
    expect.stringMatching(/^wrong trial: Discord has no channel 100000000000000001/),
  ]);
  discord.deny(channel, "ViewChannel");
  expect(await attempt()).toEqual([expect.stringMatching(/^wrong trial: The bot can't see the channel/)]);
  discord.deny(channel, "SendMessages");
  expect(await attempt()).toEqual([
    expect.stringMatching(
      /^wrong trial: The platform doesn't let the bot do this there: Discord answered 403: Missing Permissions/,
    ),
  ]);
  const dm = discord.dm(discord.user({ name: "Ada" }));
  expect(await attempt(dm.id)).toEqual([expect.stringMatching(/^wrong trial: This is no channel of a server/)]);
  expect(left()).toBe(0);
});

test("goes through a thread too", async () => {
  const { discord, channel, attempt } = await server();
  const thread = discord.thread(channel);
  expect((await attempt(thread.id)).filter((line) => line.startsWith("wrong"))).toEqual([]);
  expect(discord.messages(thread)).toEqual([]);
});

test("says that the video isn't taken without Attach Files, and leaves nothing", async () => {
  const { discord, channel, attempt, left } = await server();
  discord.deny(channel, "AttachFiles");
  expect(await attempt()).toContainEqual(expect.stringMatching(/^wrong trial: /));
  expect(left()).toBe(0);
});

test.each(["POST", "PATCH", "GET"])("leaves nothing after a failure of %s", async (method) => {
  const { discord, attempt, left } = await server();
  discord.fail({ method, path: /^\/channels\/\d+\/messages/, answer: "lose", times: 1 });
  const lines = await attempt();
  expect(lines.at(-1)).toMatch(/trial: (deleted|beliefs)/);
  expect(left()).toBe(0);
});

test("leaves nothing when whoever waits has enough", async () => {
  const { discord, attempt, left, stopping } = await server();
  const trying = attempt();
  await discord.until("the card", () => left() > 0);
  stopping.abort();
  expect(await trying).toContainEqual("wrong trial: Stopped before its end, as you asked.");
  expect(left()).toBe(0);
});

test("says that the token is missing", async () => {
  const parts = { clock: hastyClock(), log: createLog("silent"), stop: new AbortController().signal };
  const trial = runTrial(readConfig({}), { platform: "discord", id: "100000000000000001" }, parts);
  expect(await linesOf(trial)).toEqual(["wrong trial: It can't be made: DISCORD_TOKEN is missing, or wrong."]);
});
