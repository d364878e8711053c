import {
  AttachmentBuilder,
  type ChatInputCommandInteraction,
  Client,
  type ClientOptions,
  ComponentType,
  Events,
  FileUploadBuilder,
  GatewayIntentBits,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  Routes,
  type TextChannel,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startDiscord } from "../support/discord/discord.ts";
import { checkModal } from "../support/discord/forms.ts";
import type { DiscordOptions, LocalDiscord } from "../support/discord/local-discord.ts";
import { specified } from "../support/discord/specification.ts";
import { buttons, texts } from "../support/discord/types.ts";

const COMMANDS = [
  { name: "ping", description: "Answers" },
  {
    name: "animate",
    description: "Takes a picture",
    options: [
      { type: 11, name: "image", description: "The picture", required: true, file_types: ["image", ".mp4"] },
      { type: 3, name: "who", description: "Somebody", autocomplete: true },
      { type: 4, name: "seconds", description: "How long", min_value: 3, max_value: 15 },
    ],
  },
  { name: "Edit this", type: 3 },
];

const PICTURE = { name: "boat.png", bytes: new Uint8Array([1, 2, 3]) };

async function open(options: DiscordOptions = {}): Promise<LocalDiscord> {
  const discord = await startDiscord(options);
  onTestFinished(() => discord.close());
  return discord;
}

async function login(discord: LocalDiscord, options: Partial<ClientOptions> = {}): Promise<Client<true>> {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], ...options, rest: { api: discord.api } });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  onTestFinished(() => client.destroy());
  await client.login(discord.token);
  return ready;
}

/** A guild with a channel and a member, and a bot that has its commands and does as it is told. */
async function stage(answer: (interaction: Interaction) => Promise<unknown>, options: DiscordOptions = {}) {
  const discord = await open(options);
  const guild = discord.guild();
  const channel = discord.channel(guild);
  const user = discord.user({ name: "Ada" });
  const client = await login(discord);
  await client.application.commands.set(COMMANDS);
  const failures: unknown[] = [];
  client.on(Events.InteractionCreate, (interaction) => {
    answer(interaction).catch((error: unknown) => failures.push(error));
  });
  const posting = (await client.channels.fetch(channel.id)) as TextChannel;
  return { discord, guild, channel, user, client, posting, failures };
}

const silent = async () => undefined;
const asSlash = (interaction: Interaction) => interaction as ChatInputCommandInteraction<"cached">;

describe("the local Discord", () => {
  it.skipIf(specified)("is checked by its own rules alone, since Discord's specification isn't here", () => {
    expect(specified).toBe(false);
  });

  it("refuses a wrong token and an intent that it was not asked for", async () => {
    const discord = await open();
    await expect(login({ ...discord, token: "wrong" })).rejects.toThrow(/token/i);
    await expect(login(discord, { intents: [GatewayIntentBits.MessageContent] })).rejects.toThrow(/disallowed intents/);
  });

  it("keeps the commands that were registered, and counts those that are new", async () => {
    const { discord, client } = await stage(silent);
    await client.application.commands.set(COMMANDS);
    expect(discord.commands().map(({ name }) => name)).toEqual(["ping", "animate", "Edit this"]);
    expect(discord.commandsCreated).toBe(3);
    expect(discord.violations).toEqual([]);
  });

  it("shows what a slash command's deferred answer became", async () => {
    const { discord, channel, user, failures } = await stage(async (given) => {
      const interaction = asSlash(given);
      await interaction.deferReply();
      const { url, name } = interaction.options.getAttachment("image", true);
      const bytes = await (await fetch(url)).bytes();
      const seconds = interaction.options.getInteger("seconds");
      await interaction.editReply(`${name} ${bytes.join()} ${seconds} ${interaction.attachmentSizeLimit}`);
    });
    const act = discord.slash({
      channel,
      user,
      name: "animate",
      options: { seconds: 8 },
      attachments: { image: PICTURE },
    });
    expect(await act.acked).toMatchObject({ type: 5 });
    expect(await act.response()).toMatchObject({ content: "boat.png 1,2,3 8 10485760", ephemeral: false });
    expect(() => discord.slash({ channel, user, name: "animate" })).toThrow("wants “image”");
    expect([failures, discord.violations]).toEqual([[], []]);
  });

  it("takes one acknowledgement, within 3 s", async () => {
    let now = Date.now();
    const { discord, channel, user, failures } = await stage(
      async (given) => {
        const interaction = asSlash(given);
        if (interaction.user.username === "late") now += 3_001;
        await interaction.reply({ content: "here", flags: MessageFlags.Ephemeral });
        // A second client, or the same one after a mistake.
        await interaction.client.rest.post(`/interactions/${interaction.id}/${interaction.token}/callback`, {
          body: { type: 5 },
          auth: false,
        });
      },
      { clock: { now: () => now } },
    );
    const act = discord.slash({ channel, user, name: "ping" });
    expect(await act.response()).toMatchObject({ content: "here", ephemeral: true });
    discord.slash({ channel, user: discord.user({ name: "Late" }), name: "ping" });
    await vi.waitFor(() => expect(failures).toMatchObject([{ code: 40060 }, { code: 10062 }]), 60_000);
    expect(discord.messages(channel)).toEqual([]);
  });

  it("completes an option", async () => {
    const { discord, channel, user } = await stage(async (interaction) => {
      if (!interaction.isAutocomplete()) throw new Error("something else came");
      const typed = interaction.options.getFocused();
      await interaction.respond([{ name: `${typed}a`, value: "Ada" }]);
    });
    const act = discord.autocomplete({ channel, user, name: "animate", focused: "who", options: { who: "Ad" } });
    expect(await act.choices()).toEqual([{ name: "Ada", value: "Ada" }]);
  });

  it("opens a form on a message, and takes its words and files", async () => {
    const { discord, channel, user, failures } = await stage(async (interaction) => {
      if (interaction.isMessageContextMenuCommand()) {
        const words = new TextInputBuilder().setCustomId("words").setStyle(TextInputStyle.Short);
        const files = new FileUploadBuilder().setCustomId("files").setRequired(false);
        await interaction.showModal(
          new ModalBuilder()
            .setCustomId("form")
            .setTitle(interaction.targetMessage.attachments.first()?.name ?? "none")
            .addLabelComponents(
              new LabelBuilder().setLabel("Words").setTextInputComponent(words),
              new LabelBuilder().setLabel("Files").setFileUploadComponent(files),
            ),
        );
      }
      if (interaction.isModalSubmit()) {
        const words = interaction.fields.getTextInputValue("words");
        await interaction.reply(`${words}: ${interaction.fields.getUploadedFiles("files")?.first()?.name}`);
      }
    });
    const message = discord.say(channel, user, { files: [PICTURE] });
    const opened = discord.messageCommand({ name: "Edit this", message, user });
    expect(await opened.modal()).toMatchObject({ title: "boat.png" });
    const sent = await discord.submit({ modal: opened, values: { words: "more rain" }, files: { files: [PICTURE] } });
    expect(await sent.response()).toMatchObject({ content: "more rain: boat.png" });
    await expect(discord.submit({ modal: opened })).rejects.toThrow("“words” wants");
    expect([failures, discord.violations]).toEqual([[], []]);
  });

  it("has buttons that update their message, and ends with a follow-up", async () => {
    const { discord, channel, user, failures } = await stage(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({
          flags: MessageFlags.IsComponentsV2,
          components: [
            { type: ComponentType.TextDisplay, content: "Press" },
            {
              type: ComponentType.ActionRow,
              components: [{ type: ComponentType.Button, style: 1, label: "Go", customId: "go" }],
            },
          ],
        });
      }
      if (interaction.isButton()) {
        await interaction.update({ components: [{ type: ComponentType.TextDisplay, content: "Pressed" }] });
        await interaction.followUp({ content: "only you", flags: MessageFlags.Ephemeral });
      }
    });
    const message = await discord.slash({ channel, user, name: "ping" }).response();
    expect(buttons(message)).toMatchObject([{ label: "Go", customId: "go" }]);
    const press = discord.press({ message, user, label: "Go" });
    await discord.until("the follow-up", () => press.followups().length === 1);
    expect([texts(message), message.edits, press.followups()[0]?.ephemeral]).toEqual(["Pressed", 1, true]);
    expect(() => discord.press({ message, user, label: "Go" })).toThrow("nothing to press");
    expect([failures, discord.violations]).toEqual([[], []]);
  });
});

describe("a message of the local Discord", () => {
  const file = (text: string) => new AttachmentBuilder(Buffer.from(text), { name: `${text}.txt` });

  it("keeps its files through an edit that doesn't name them, and drops those that one leaves out", async () => {
    const { discord, channel, posting } = await stage(silent);
    const sent = await posting.send({ content: "two", files: [file("a"), file("b")] });
    const kept = () => discord.messages(channel)[0]?.attachments.map(({ name }) => name);
    await sent.edit("still two");
    expect(kept()).toEqual(["a.txt", "b.txt"]);
    const edited = await sent.edit({
      attachments: [{ id: sent.attachments.find(({ name }) => name === "b.txt")?.id ?? "" }],
    });
    expect(kept()).toEqual(["b.txt"]);
    const address = edited.attachments.first()?.url ?? "";
    expect(await (await fetch(address)).text()).toBe("b");
    discord.expireAttachments();
    expect((await fetch(address)).status).toBe(404);
    expect(discord.violations).toEqual([]);
  });

  it("is the same one when it is posted again with its nonce", async () => {
    const { discord, channel, posting } = await stage(silent);
    discord.fail({ method: "POST", path: /messages$/, answer: "lose" });
    const post = () => posting.send({ content: "once", nonce: "g1", enforceNonce: true });
    await expect(post()).rejects.toThrow("closed");
    const sent = await post();
    expect(discord.messages(channel).map(({ id }) => id)).toEqual([sent.id]);
    expect(discord.requests.filter(({ path }) => path.endsWith("/messages")).map(({ status }) => status)).toEqual([
      "cut",
      200,
    ]);
  });

  it("notifies only whom it may", async () => {
    const { discord, channel, posting, user } = await stage(silent);
    await posting.send(`@everyone <@${user.id}>`);
    await posting.send({ content: `@everyone <@${user.id}>`, allowedMentions: { users: [user.id] } });
    await posting.send({ content: `@everyone <@${user.id}>`, allowedMentions: { parse: [] } });
    expect(discord.messages(channel).map(({ pinged }) => pinged)).toEqual([["everyone", user.id], [user.id], []]);
  });

  it("is refused as Discord refuses it", async () => {
    const { discord, guild, channel, posting, user } = await stage(silent, { attachmentSizeLimit: 10, rate: false });
    const second = { flags: MessageFlags.IsComponentsV2 } as const;
    const gallery = { type: ComponentType.MediaGallery, items: [{ media: { url: "attachment://none.mp4" } }] } as const;
    await expect(posting.send("x".repeat(2_001))).rejects.toMatchObject({ status: 400, code: 50035 });
    await expect(posting.send({ ...second, components: [gallery] })).rejects.toMatchObject({ code: 50035 });
    expect(discord.violations).toHaveLength(2);
    await expect(posting.send({ files: [file("twelve bytes")] })).rejects.toMatchObject({ status: 413, code: 40005 });
    discord.deny(channel, "SendMessages");
    await expect(posting.send("no")).rejects.toMatchObject({ status: 403, code: 50013 });
    discord.deny(channel, "ViewChannel");
    await expect(posting.send("no")).rejects.toMatchObject({ status: 403, code: 50001 });
    discord.deny(channel);
    const sent = await posting.send("gone soon");
    discord.deleteMessage(discord.messages(channel)[0] ?? expect.fail());
    await expect(sent.edit("gone")).rejects.toMatchObject({ status: 404, code: 10008 });
    discord.deleteChannel(channel);
    await expect(posting.send("no")).rejects.toMatchObject({ status: 404, code: 10003 });
    user.dms = false;
    await expect((await posting.client.users.fetch(user.id)).send("no")).rejects.toMatchObject({ code: 50007 });
    const thread = discord.thread(discord.channel(guild), { archived: true, locked: true });
    const archived = (await posting.client.channels.fetch(thread.id)) as unknown as TextChannel;
    await expect(archived.send("no")).rejects.toMatchObject({ code: 50083 });
  });

  it("waits in the client when the channel takes no more, and through 429 and 5xx", async () => {
    const { discord, channel, posting } = await stage(silent, { rate: { limit: 2, windowMs: 200 } });
    discord.fail({ path: /messages/, answer: 429, retryAfter: 0.05 });
    discord.fail({ path: /messages/, answer: 502, times: 2 });
    await Promise.all([1, 2, 3, 4, 5].map((number) => posting.send(String(number))));
    expect(discord.messages(channel).map(({ content }) => content)).toEqual(["1", "2", "3", "4", "5"]);
    expect(discord.limited).toBe(1);
  });

  it("is answered by 429 when the client doesn't keep to the channel's limit", async () => {
    const { discord, channel } = await stage(silent, { rate: { limit: 2, windowMs: 60_000 } });
    const send = () =>
      fetch(`${discord.api}/v10/channels/${channel.id}/messages`, {
        method: "POST",
        headers: { authorization: `Bot ${discord.token}`, "content-type": "application/json" },
        body: JSON.stringify({ content: "hi" }),
      });
    const answers = [await send(), await send(), await send()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(await answers[2]?.json()).toMatchObject({ global: false, retry_after: expect.any(Number) });
    expect(Number(answers[2]?.headers.get("retry-after"))).toBeGreaterThan(50);
  });
});

describe("the local Discord's gateway", () => {
  it("loses nothing when the connection is cut and resumed", async () => {
    const { discord, channel, user, client } = await stage((given) => asSlash(given).reply("here"));
    await discord.slash({ channel, user, name: "ping" }).acked;
    discord.drop();
    const meanwhile = [1, 2, 3].map(() => discord.slash({ channel, user, name: "ping" }));
    await Promise.all(meanwhile.map(({ acked }) => acked));
    discord.reconnect();
    await discord.until("the second resumption", () => discord.resumed === 2);
    await discord.slash({ channel, user, name: "ping" }).acked;
    expect([discord.messages(channel).length, discord.identified]).toEqual([5, 1]);
    const again = new Promise((resolve) => client.once(Events.ShardReady, resolve));
    discord.invalidate();
    await again;
    expect(discord.identified).toBe(2);
  });

  it("gives each shard its own guilds", async () => {
    const discord = await open({ shards: 2 });
    const guilds = [discord.guild({ shard: [0, 2] }), discord.guild({ shard: [1, 2] })];
    const channels = guilds.map((guild) => discord.channel(guild));
    const client = await login(discord, { shards: "auto" });
    await client.application.commands.set(COMMANDS);
    client.on(Events.InteractionCreate, async (given) => {
      await asSlash(given).reply(`shard ${given.guild?.shardId}`);
    });
    const user = discord.user();
    const said = channels.map((channel) => discord.slash({ channel, user, name: "ping" }).response());
    expect((await Promise.all(said)).map(({ content }) => content)).toEqual(["shard 0", "shard 1"]);
    expect(discord.shards()).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  it("says when the bot is taken out of a guild", async () => {
    const { discord, guild, client, posting } = await stage(silent);
    const left = new Promise((resolve) => client.once(Events.GuildDelete, ({ id }) => resolve(id)));
    discord.removeBot(guild);
    expect(await left).toBe(guild.id);
    await expect(posting.send("no")).rejects.toMatchObject({ code: 50001 });
  });
});

describe("the local Discord's places", () => {
  it("let the bot write in a private thread when it is in it, or may manage threads", async () => {
    const { discord, channel, user, client } = await stage(silent, { rate: false });
    const thread = discord.thread(channel, { private: true, members: [user] });
    const post = () => client.rest.post(Routes.channelMessages(thread.id), { body: { content: "here" } });
    const mine = () => client.rest.get(Routes.threadMembers(thread.id, client.user.id));
    await expect(post()).rejects.toMatchObject({ status: 403, code: 50001 });
    await expect(mine()).rejects.toMatchObject({ status: 403, code: 50001 });
    discord.allow(channel, "ManageThreads");
    await expect(mine()).rejects.toMatchObject({ status: 404, code: 10007 });
    await post();
    discord.leave(thread, discord.bot);
    discord.allow(channel);
    await expect(post()).rejects.toMatchObject({ code: 50001 });
    discord.say(thread, user, { content: `hey <@${client.user.id}>` });
    await post();
    expect(await mine()).toMatchObject({ user_id: client.user.id });
    expect(discord.messages(thread)).toHaveLength(3);
  });

  it("let only moderators write and edit in a locked thread, and answer there for one member alone", async () => {
    const { discord, channel, client, failures } = await stage(
      async (given) => {
        if (!given.isChatInputCommand()) return;
        if (given.user.username === "root") await given.reply({ content: "ok", flags: MessageFlags.Ephemeral });
        else await given.reply("for all");
      },
      { rate: false },
    );
    const thread = discord.thread(channel);
    const post = () => client.rest.post(Routes.channelMessages(thread.id), { body: { content: "here" } });
    const sent = (await post()) as { id: string };
    const edit = () => client.rest.patch(Routes.channelMessage(thread.id, sent.id), { body: { content: "then" } });
    discord.lock(thread);
    await expect(post()).rejects.toMatchObject({ code: 160005 });
    await expect(edit()).rejects.toMatchObject({ code: 160005 });
    await expect(client.rest.patch(Routes.channel(thread.id), { body: { locked: false } })).rejects.toMatchObject({
      code: 50013,
    });
    const root = discord.user({ name: "root", admin: true });
    expect(await discord.slash({ channel: thread, user: root, name: "ping" }).response()).toMatchObject({
      content: "ok",
    });
    expect(() => discord.slash({ channel: thread, user: discord.user(), name: "ping" })).toThrow("is locked");
    discord.slash({ channel: thread, user: discord.user({ name: "Other", admin: true }), name: "ping" });
    await vi.waitFor(() => expect(failures).toMatchObject([{ code: 50083 }]), 60_000);
    discord.allow(channel, "ManageThreads");
    await edit();
    await post();
  });

  it("wake a thread for a message, and for who is in it when it is asked for", async () => {
    const { discord, channel, client } = await stage(silent, { rate: false });
    const thread = discord.thread(channel);
    const post = () => client.rest.post(Routes.channelMessages(thread.id), { body: { content: "here" } });
    const wake = () => client.rest.patch(Routes.channel(thread.id), { body: { archived: false } });
    discord.archive(thread);
    expect(() => discord.slash({ channel: thread, user: discord.user(), name: "ping" })).toThrow("is archived");
    await expect(wake()).rejects.toMatchObject({ code: 50013 });
    const sent = (await post()) as { id: string };
    expect(thread.archived).toBe(false);
    discord.archive(thread);
    const message = Routes.channelMessage(thread.id, sent.id);
    await expect(client.rest.patch(message, { body: { content: "no" } })).rejects.toMatchObject({ code: 50083 });
    await wake();
    await client.rest.patch(message, { body: { content: "yes" } });
    discord.archive(thread);
    await client.rest.delete(message);
  });

  it.each(["voice", "stage"] as const)("are closed to the bot in a %s channel's chat without Connect", async (kind) => {
    const { discord, guild, client } = await stage(silent, { rate: false });
    const chat = discord.channel(guild, { kind });
    const post = () => client.rest.post(Routes.channelMessages(chat.id), { body: { content: "here" } });
    await post();
    discord.deny(chat, "Connect");
    await expect(post()).rejects.toMatchObject({ status: 403, code: 50001 });
    await expect(client.rest.get(Routes.channelMessages(chat.id))).rejects.toMatchObject({ code: 50001 });
  });

  it.each(["forum", "media"] as const)("take nothing in a %s channel itself", async (kind) => {
    const { discord, guild, client, user } = await stage(silent, { rate: false });
    const board = discord.channel(guild, { kind });
    const post = (id: string) => client.rest.post(Routes.channelMessages(id), { body: { content: "here" } });
    await expect(post(board.id)).rejects.toMatchObject({ code: 50008 });
    await post(discord.thread(board).id);
    expect(() => discord.slash({ channel: board, user, name: "ping" })).toThrow("Nothing can be typed");
  });
});

describe("the local Discord's forms and answers", () => {
  it("refuse a deferral with more than its one flag", async () => {
    const { discord, channel, user, failures } = await stage((given) =>
      asSlash(given).client.rest.post(`/interactions/${given.id}/${given.token}/callback`, {
        body: { type: 5, data: { flags: MessageFlags.Ephemeral | MessageFlags.IsComponentsV2 } },
        auth: false,
      }),
    );
    discord.slash({ channel, user, name: "ping" });
    await vi.waitFor(() => expect(failures).toMatchObject([{ code: 50035 }]), 60_000);
  });

  it.each([
    ["a label of 46 characters", { label: "x".repeat(46) }, {}],
    ["a description of 101", { description: "x".repeat(101) }, {}],
    ["files that must be none", {}, { min_values: 0 }],
    ["eleven files", {}, { max_values: 11, required: false }],
  ])("refuse a form with %s", (_, label, field) => {
    const components = [{ type: 18, label: "Files", ...label, component: { type: 19, custom_id: "f", ...field } }];
    expect(() => checkModal({ title: "Form", custom_id: "form", components })).toThrow("Invalid Form Body");
  });

  it("offer files by their endings alone", async () => {
    const { discord, channel, user } = await stage(silent);
    const given = { channel, user, name: "animate" };
    for (const name of ["boat.PNG", "boat.avif", "clip.mp4"]) {
      discord.slash({ ...given, attachments: { image: { ...PICTURE, name } } });
    }
    for (const name of ["boat", "boat.txt", "clip.m4v"]) {
      expect(() => discord.slash({ ...given, attachments: { image: { ...PICTURE, name } } })).toThrow("doesn't offer");
    }
  });

  it("refuse a token that was revoked, by REST and by the gateway", async () => {
    const { discord, channel, client } = await stage(silent);
    const closed = new Promise((resolve) => client.once(Events.ShardDisconnect, ({ code }) => resolve(code)));
    discord.revoke();
    expect(await closed).toBe(4004);
    await expect(client.rest.get(Routes.channel(channel.id))).rejects.toMatchObject({ status: 401 });
    expect(discord.invalidRequests).toBe(1);
  });
});
