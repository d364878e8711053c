import { expect, onTestFinished, test } from "vitest";
import { commands, messageCommands } from "../../commands/index.ts";
import { createLog } from "../../src/base/log.ts";
import { createRest } from "../../src/discord/api/rest.ts";
import { type DiscordCheckup, examineDiscord } from "../../src/discord/checkup.ts";
import { drawCommands } from "../../src/discord/commands/draw.ts";
import { registerCommands } from "../../src/discord/commands/register.ts";
import { startDiscord } from "../support/discord/discord.ts";
import type { DiscordOptions } from "../support/discord/local-discord.ts";

const PRIVATE = { bot_public: false };
/** https://discord.com/developers/docs/resources/application#application-object-application-flags */
const MESSAGE_CONTENT_LIMITED = 1 << 19;

async function discordWith(
  options: DiscordOptions = {},
  { registered = commands }: { registered?: typeof commands } = {},
) {
  const discord = await startDiscord({ application: PRIVATE, rate: false, ...options });
  onTestFinished(discord.close);
  const rest = createRest({ token: discord.token, api: discord.api });
  const log = createLog("silent");
  const register = (guildId?: string) =>
    registerCommands({
      ...{ rest, applicationId: discord.applicationId, guildId, log },
      commands: drawCommands(registered, messageCommands),
    });
  await register();
  const examine = async (more: Partial<DiscordCheckup> = {}) => {
    const findings = await examineDiscord({
      ...{ token: discord.token, apiUrl: discord.api, guildId: undefined, shardCount: undefined, looksLike: undefined },
      ...{ commands, messageCommands, ...more },
    });
    return findings.map(({ about, is, says }) => `${is} ${about}: ${says}`);
  };
  return { discord, examine, register };
}

test("names the application, its gateway, its commands and its servers", async () => {
  const { discord, examine } = await discordWith();
  discord.guild({ name: "Harbour" });
  expect(await examine()).toEqual([
    expect.stringMatching(/^fine Discord token: It is of the application “Reelay”/),
    expect.stringMatching(/^fine Discord application: Only you can add it to servers\. The invite link: https:/),
    "fine Discord gateway: 1 shard; 999 of 1000 connections are left today. Connecting isn't tried.",
    expect.stringMatching(/^fine Discord commands: All \d\d are registered everywhere, as this version has them\./),
    expect.stringMatching(/^fine Discord servers: In 1 server, and its role may post there\./),
  ]);
  expect(discord.violations).toEqual([]);
});

test("says what of the portal's switches is in the way, and what is more than it needs", async () => {
  const sent = await discordWith({ application: { interactions_endpoint_url: "https://elsewhere.example/hook" } });
  expect((await sent.examine())[1]).toMatch(/^wrong .*Interactions Endpoint URL \(elsewhere\.example\)/);
  const code = await discordWith({ application: { bot_require_code_grant: true } });
  expect((await code.examine())[1]).toMatch(/^wrong .*Code Grant/);
  const open = await discordWith({ application: { bot_public: true, flags: MESSAGE_CONTENT_LIMITED } });
  expect((await open.examine())[1]).toMatch(/^note .*Anyone can add it.*Message Content Intent may be turned off/);
});

test("says that a token is not known, and what it looks like", async () => {
  const { examine } = await discordWith();
  expect(await examine({ token: "x".repeat(32), looksLike: "the client secret of a Discord application" })).toEqual([
    expect.stringMatching(/^wrong Discord token: Discord doesn't know .* It looks like the client secret/),
  ]);
  expect(await examine({ apiUrl: "http://127.0.0.1:1/api" })).toEqual([
    expect.stringMatching(/^wrong Discord token: http:\/\/127\.0\.0\.1:1\/api can't be reached/),
  ]);
});

test("tells commands of another version, none at all, and a server without the bot", async () => {
  const other = await discordWith({}, { registered: commands.filter(({ name }) => name !== "join") });
  expect((await other.examine())[3]).toMatch(/^wrong .*another version \(\+\/join\): npm start/);
  const guild = other.discord.guild();
  expect((await other.examine({ guildId: guild.id }))[3]).toMatch(/^wrong .*None are registered in the server/);
  other.discord.removeBot(guild);
  expect((await other.examine({ guildId: guild.id }))[3]).toMatch(/^wrong .*the bot isn't in the server/);
});

test("says in which servers its role lacks what, and that it is in none", async () => {
  const { discord, examine } = await discordWith();
  expect((await examine()).at(-1)).toMatch(/^wrong Discord servers: The bot is in none\. Invite it: https:/);
  discord.guild({ name: "Fine" });
  for (let count = 1; count <= 7; count += 1)
    discord.guild({ name: `Quay ${count}`, denied: ["AttachFiles", "SendMessagesInThreads"] });
  const lines = (await examine()).slice(4);
  expect(lines).toHaveLength(6);
  expect(lines[0]).toMatch(
    /^wrong Discord servers: In “Quay 1” \(\d+\) its role lacks Attach Files and Send Messages In Threads:/,
  );
  expect(lines[5]).toBe("wrong Discord servers: The same in 2 more servers.");
});

test("counts the connections that Discord still allows, and the shards that it recommends", async () => {
  const spent = await discordWith({ connectionsLeft: 0 });
  expect((await spent.examine())[2]).toMatch(/^wrong .*0 more times for the next 1440 min/);
  const large = await discordWith({ shards: 4 });
  expect((await large.examine({ shardCount: 2 }))[2]).toMatch(
    /^note .*DISCORD_SHARD_COUNT is 2, and Discord recommends 4/,
  );
});
