import { afterEach, describe, expect, it } from "vitest";
import { commands, messageCommands } from "../../commands/index.ts";
import { ConfigError } from "../../src/base/errors.ts";
import { createLog } from "../../src/base/log.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { attachment, choice, text } from "../../src/chat/command/options.ts";
import { createRest } from "../../src/discord/api/rest.ts";
import { type Drawn, drawCommands } from "../../src/discord/commands/draw.ts";
import { compare, registerCommands } from "../../src/discord/commands/register.ts";
import { inEnglish } from "../../src/text/render.ts";
import { sentences } from "../../src/text/sentences.ts";
import { startDiscord } from "../support/discord/discord.ts";
import { speaking } from "../support/language.ts";
import { type Incoming, openIncoming } from "./incoming.ts";

let stage: Incoming | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

async function open(...given: Parameters<typeof openIncoming>): Promise<Incoming> {
  stage = await openIncoming(...given);
  return stage;
}

const puts = ({ local }: Incoming) => local.requests.filter(({ method }) => method === "PUT");

describe("registered at Discord", () => {
  it("is every command that is listed, groups as one, and what can be made of a message", async () => {
    const { local } = await open();
    const names = local.commands().map(({ name, type }) => `${type} ${name}`);
    const groups = new Set(commands.filter(({ unlisted }) => !unlisted).map(({ name }) => name.split(" ")[0]));
    expect(names).toEqual([
      ...[...groups].map((name) => `1 ${name}`),
      ...messageCommands.map(({ name }) => `3 ${inEnglish(name)}`),
    ]);
    expect(names).toEqual(expect.arrayContaining(["1 video", "1 element", "3 Animate this"]));
    const element = local.commands().find(({ name }) => name === "element");
    expect(element?.options?.map(({ name }) => name)).not.toContain("confirm");
    expect(element?.options?.map(({ name }) => name)).toEqual(expect.arrayContaining(["create", "list", "approve"]));
    expect(local.violations).toEqual([]);
  });

  it("has each option with its type, bounds, choices and completion", async () => {
    const { local } = await open();
    const animate = local.commands().find(({ name }) => name === "animate");
    const option = (name: string) => animate?.options?.find((one) => one.name === name);
    expect(option("image")).toMatchObject({ type: 11, file_types: ["image"] });
    expect(option("duration")).toMatchObject({ type: 4, min_value: 3, max_value: 15 });
    expect(option("aspect")?.choices?.map(({ value }) => value)).toEqual(["16:9", "9:16", "1:1"]);
    expect(option("sound")).toMatchObject({ type: 5 });
    expect(option("element1")).toMatchObject({ type: 3, autocomplete: true });
    expect(option("prompt")).toMatchObject({ type: 3 });
    expect(animate).toMatchObject({ contexts: [0, 1], integration_types: [0], default_member_permissions: null });
  });

  it("is written once, and left alone as long as Discord has it", async () => {
    const incoming = await open();
    expect(puts(incoming)).toHaveLength(1);
    const created = incoming.local.commandsCreated;
    await incoming.again();
    await incoming.again();
    expect(puts(incoming)).toHaveLength(1);
    expect(incoming.local.commandsCreated).toBe(created);
  });

  it("is one server's alone for development, and what is registered for all stays", async () => {
    const incoming = await open();
    const guild = incoming.local.guild();
    const everywhere = incoming.local.commands();
    await incoming.again({ guildId: guild.id });
    await incoming.again({ guildId: guild.id });
    expect(incoming.local.commands(guild)).toHaveLength(everywhere.length);
    expect(incoming.local.commands()).toEqual(everywhere);
    expect(puts(incoming)).toHaveLength(2);
    expect(incoming.local.violations).toEqual([]);
  });

  it("stops the start for a server that the bot is not on", async () => {
    const incoming = await open();
    const failure = await incoming.again({ guildId: "100000000000000001" }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect((failure as ConfigError).problems).toEqual([
      "DISCORD_GUILD_ID: got “100000000000000001”, wants a server that the bot has been added to.",
    ]);
  });

  it("stays as it was when Discord takes no more today, and the start goes on", async () => {
    const { logged, discord } = await open({}, {}, (local) => {
      local.fail({ method: "PUT", path: /commands$/, answer: 400 });
    });
    expect(logged).toContainEqual(expect.objectContaining({ msg: "the commands could not be registered at Discord" }));
    expect(discord.problems()).toEqual([]);
  });
});

describe("drawing", () => {
  const run = async () => undefined;

  it("keeps within Discord's limits", () => {
    for (const drawn of drawCommands(commands, messageCommands)) {
      const options = "options" in drawn ? (drawn.options ?? []) : [];
      expect(options.length).toBeLessThanOrEqual(25);
      for (const { description } of options) expect(description.length).toBeLessThanOrEqual(100);
    }
  });

  it("keeps the order of the options, and hides what is for admins", () => {
    const grant = defineCommand({
      name: "admin grant",
      description: "Give credits",
      adminOnly: true,
      options: {
        note: text("Why"),
        model: choice("Which", ["a", "b"]),
        proof: attachment("A picture", { accept: "image" }),
      },
      run,
    });
    const [drawn] = drawCommands([grant], []);
    expect(drawn).toMatchObject({
      name: "admin",
      default_member_permissions: "32",
      options: [{ type: 1, name: "grant", options: [{ name: "note" }, { name: "model" }, { name: "proof" }] }],
    });
  });

  it("shows a group of which a part is for all to all", () => {
    const list = defineCommand({ name: "cast list", description: "See them", options: {}, run });
    const drop = defineCommand({ name: "cast drop", description: "Drop one", adminOnly: true, options: {}, run });
    expect(drawCommands([list, drop], [])[0]).not.toHaveProperty("default_member_permissions");
  });
});

describe("a language of the catalogue", () => {
  const words = sentences("test-register", { make: "Make a video", words: "What it shows", menu: "Animate this" });
  const german = {
    code: "de",
    messages: { "test-register.make": "Ein Video machen", "test-register.menu": "Animieren" },
  };
  const spanish = { code: "es", messages: { "test-register.words": "Lo que se ve" } };
  const make = defineCommand({
    name: "make",
    description: words.make,
    options: { prompt: text(words.words) },
    run: async () => undefined,
  });
  const menu = { id: "animate", name: words.menu, image: { command: "make", option: "prompt" } };
  const draw = () => drawCommands([make], [menu]);

  it("says in all of Discord's locales of it what it translates, and leaves what is typed as it is", async () => {
    expect(JSON.stringify(draw())).not.toContain("localizations");
    const [command, action] = await speaking(german, () => speaking(spanish, draw));
    expect(command).toMatchObject({
      name: "make",
      description: "Make a video",
      description_localizations: { de: "Ein Video machen" },
      options: [
        {
          name: "prompt",
          description: "What it shows",
          description_localizations: { "es-ES": "Lo que se ve", "es-419": "Lo que se ve" },
        },
      ],
    });
    expect(command).not.toHaveProperty("name_localizations");
    expect(action).toMatchObject({ name: "Animate this", name_localizations: { de: "Animieren" } });
  });

  it("is registered once, and taken back with the words", async () => {
    const local = await startDiscord();
    const rest = createRest({ token: local.token, api: local.api });
    const register = (commands: readonly Drawn[]) =>
      registerCommands({ rest, applicationId: local.applicationId, commands, log: createLog("silent") });
    const written = () => local.requests.filter(({ method }) => method === "PUT").length;
    try {
      const both = await speaking(german, draw);
      await register(both);
      await register(both);
      expect(written()).toBe(1);
      expect(local.commands()[0]).toMatchObject({ description_localizations: { de: "Ein Video machen" } });
      await register(draw());
      await register(draw());
      expect(written()).toBe(2);
      expect(local.violations).toEqual([]);
    } finally {
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
      await local.close();
    }
  });
});

describe("comparing", () => {
  const video = {
    name: "video",
    description: "Make one",
    options: [{ type: 3, name: "prompt", description: "Words" }],
  };
  const there = {
    ...video,
    id: "1",
    type: 1,
    nsfw: false,
    default_member_permissions: null,
    options: [{ ...video.options[0], required: false, name_localizations: null }],
  };

  it("ignores what Discord adds", () => {
    expect(compare([video], [there])).toEqual([]);
  });

  it("says what is new, changed and gone", () => {
    const changed = { ...video, options: [{ type: 3, name: "prompt", description: "Other words" }] };
    const use = { name: "Animate this", type: 3 };
    expect(compare([changed, use], [there, { name: "old", type: 1, description: "Gone" }])).toEqual([
      "~/video",
      "+Animate this",
      "-/old",
    ]);
  });

  it("sees a bound of zero, and an option that is elsewhere in the order", () => {
    const from = (min?: number) => ({
      name: "a",
      description: "b",
      options: [{ type: 4, name: "n", description: "d", min_value: min }],
    });
    expect(compare([from(0)], [from()])).toEqual(["~/a"]);
    const two = (...names: string[]) => ({
      name: "a",
      description: "b",
      options: names.map((name) => ({ type: 5, name, description: "d" })),
    });
    expect(compare([two("x", "y")], [two("y", "x")])).toEqual(["~/a"]);
  });
});
