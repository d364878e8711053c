import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { UserError } from "../../src/base/errors.ts";
import { createLog } from "../../src/base/log.ts";
import { type Command, defineCommand } from "../../src/chat/command/command.ts";
import { attachment, choice, seconds, text } from "../../src/chat/command/options.ts";
import type { Services } from "../../src/chat/command/services.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import type { Actor, Attachment, Invocation, Typed } from "../../src/chat/contract/invocation.ts";
import { createDispatch } from "../../src/chat/serve/dispatch.ts";
import { InsufficientCredits } from "../../src/credits/ledger.ts";
import { units } from "../../src/credits/units.ts";
import { inEnglish } from "../../src/text/render.ts";
import { testClock } from "../support/clock.ts";

const ada: Actor = { id: "u1", name: "Ada", admin: false, roles: ["artists"] };
const grace: Actor = { id: "u2", name: "Grace", admin: true, roles: [] };
const file: Attachment = { name: "boat.png", bytes: 3, open: async () => Readable.from([Buffer.from("abc")]) };
const nothing: Card = { tone: "info", audience: "member", title: "Done" };

/** A dispatch over commands that record what they are run with, and what it logs. */
function stage(settings: { run?: Command["run"]; commands?: readonly Command[] } = {}) {
  const ran: Parameters<Command["run"]>[0][] = [];
  const lines: string[] = [];
  const logged: Record<string, unknown>[] = [];
  const requested: unknown[] = [];
  const make = (name: string, options: Command["options"], admin = false) =>
    defineCommand({
      name,
      description: `Does ${name}`,
      options,
      adminOnly: admin,
      run: async (context) => {
        ran.push(context);
        return settings.run ? settings.run(context) : nothing;
      },
    });
  const options = {
    image: attachment("A picture", { accept: "image" }),
    prompt: text("Words", { rest: true }),
    duration: seconds("Seconds", { min: 3, max: 15 }),
    quality: choice("Quality", ["720p", "1080p"]),
  };
  const own = [
    make("video", options),
    make("element create", options),
    make("element list", {}),
    make("admin grant", { prompt: text("Whom", { rest: true }) }, true),
  ];
  const dispatch = createDispatch({
    commands: settings.commands ?? own,
    services: (_, line) => {
      lines.push(line);
      const request = async (model: string, draft: unknown) => void requested.push({ model, draft });
      const cast = { resolve: async (draft: unknown) => draft };
      const preferences = { chosen: async () => ({}) };
      return { generations: { request }, cast, preferences } as unknown as Omit<Services, "commands">;
    },
    owed: async () => [],
    log: createLog("info", { write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>) }),
  });
  const ask = (command: string, typed: Typed, actor = ada) => {
    const place = { platform: "playground", workspace: "w", channel: "general" } as const;
    const invocation: Invocation = { sourceId: "s-1", command, typed, actor, place, locale: "en-GB" };
    return one(dispatch.run(invocation));
  };
  const type = (line: string, actor = ada, attachments: readonly Attachment[] = []) => {
    const [, command = "", rest = ""] = /^\/(\S+)\s*([\s\S]*)$/.exec(line) ?? [];
    return ask(command, { line: rest, attachments }, actor);
  };
  return { ask, type, ran, lines, logged, requested };
}

/** The one card that there is, if any. */
async function one(cards: Promise<readonly Card[]>): Promise<Card | undefined> {
  const [card, ...more] = await cards;
  expect(more).toEqual([]);
  return card;
}

function refusal(card: Card | undefined): { sentence: string | undefined; line: string | undefined } {
  expect(card).toMatchObject({ tone: "bad", audience: "member", buttons: [{ does: "edit" }] });
  return { sentence: card?.text, line: card?.buttons?.[0]?.line };
}

describe("a command", () => {
  it("gets the same options, typed as a line or given by name", async () => {
    const { ask, type, ran } = stage();
    const given = { image: file, prompt: "a paper boat", duration: 8, quality: "1080p" };
    expect(await ask("video", { options: given })).toMatchObject(nothing);
    expect(await type("/video a paper boat 8s 1080p", ada, [file])).toMatchObject(nothing);
    expect(ran.map(({ options }) => options)).toEqual([given, given]);
  });

  it("gets numbers that a chat sends as words, and undefined for what was left out", async () => {
    const { ask, ran } = stage();
    await ask("video", { options: { duration: "8" } });
    expect(ran[0]?.options).toEqual({ image: undefined, prompt: undefined, duration: 8, quality: undefined });
  });

  it("gets who asked, and every command there is", async () => {
    const { type, ran } = stage();
    await type("/video a boat");
    expect(ran[0]).toMatchObject({ actor: ada });
    expect(ran[0]?.commands.map(({ name }) => name)).toContain("element create");
  });

  it("that answers nothing leaves it to the announcement", async () => {
    const { type } = stage({ run: async () => undefined });
    expect(await type("/video a boat")).toBeUndefined();
  });

  it("is given to its services as a line that asks for the same again, without its files", async () => {
    const { ask, type, lines } = stage();
    await type('/video say "hi" 8s', ada, [file]);
    await type("/video a boat image:https://files.example/a.png");
    await ask("video", { options: { prompt: 'say "hi"', duration: 8, image: "g_0abcdefghjkmnpqrstv.image" } });
    await type("/element CREATE a boat");
    expect(lines).toEqual([
      'video duration:8s prompt:"say \\"hi\\""',
      'video prompt:"a boat"',
      'video prompt:"say \\"hi\\"" duration:8',
      'element create prompt:"a boat"',
    ]);
  });
});

describe("a group of commands", () => {
  it("runs the subcommand that the line begins with, whatever its case and the space around it", async () => {
    const { type, ran, lines } = stage();
    await type("/element   Create\na boat 8s");
    await type("/element list");
    expect(ran[0]?.options).toMatchObject({ prompt: "a boat", duration: 8 });
    expect(lines).toEqual(['element create duration:8s prompt:"a boat"', "element list"]);
  });

  it("runs the subcommand that a chat names in full", async () => {
    const { ask, ran } = stage();
    await ask("element create", { options: { prompt: "a boat" } });
    expect(ran[0]?.options).toMatchObject({ prompt: "a boat" });
  });

  it.each(["/element", "/element destroy all", "/element listen"])("says what comes after it: %s", async (line) => {
    const { sentence, line: back } = refusal(await stage().type(line));
    expect(sentence).toContain("Say what /element should do: create or list. /help explains each.");
    expect(back).toBe(line.slice(1));
  });

  it("says so too where a chat gave options", async () => {
    const { sentence } = refusal(await stage().ask("element", { options: { prompt: "a boat" } }));
    expect(sentence).toContain("Say what /element should do: create or list.");
  });
});

describe("a refused command gives back what was typed, and runs nothing", () => {
  it("when there is none of that name", async () => {
    const { type, ran, logged } = stage();
    const { sentence, line } = refusal(await type("/film a paper boat 8s"));
    expect(sentence).toBe("There is no /film here. /help lists what there is.\n\nNothing was charged.");
    expect(line).toBe("film a paper boat 8s");
    expect([ran, logged]).toEqual([[], []]);
  });

  it("when its name is nearly another's, which is one tap away", async () => {
    const { type, ran } = stage({ commands });
    expect(await type("/vidoe a paper boat 8s")).toMatchObject({
      title: "Did you mean /video?",
      text: "There is no /vidoe here. The nearest is /video.",
      buttons: [{ label: "Yes", does: "run", line: "video a paper boat 8s" }],
    });
    expect(ran).toEqual([]);
  });

  it("when words may mean an option: both ways to mean it are one tap away", async () => {
    const { type, requested } = stage({ commands });
    const asked = {
      title: "Did you mean duration:5?",
      text: "You wrote “durration:5”. Nothing is held until you say which it is.",
      buttons: [
        { label: "Yes", does: "run", line: 'video duration:5 quality:1080p prompt:"a boat"' },
        { label: "It's part of my words", does: "run", line: 'video quality:1080p prompt:"a boat durration:5"' },
        { label: "Edit and send again", does: "edit", line: 'video quality:1080p prompt:"a boat durration:5"' },
      ],
    };
    const card = await type("/video a boat durration:5 1080p");
    expect(card).toMatchObject(asked);
    expect(requested).toEqual([]);
    for (const { line } of card?.buttons ?? []) await type(`/${line}`);
    expect(requested).toMatchObject([
      { draft: { prompt: "a boat", duration: 5 } },
      { draft: { prompt: "a boat durration:5" } },
      { draft: { prompt: "a boat durration:5" } },
    ]);
  });

  it.each(["constructor", "__proto__", "x".repeat(5_000)])("when its name is %s", async (name) => {
    const { sentence = "" } = refusal(await stage().type(`/${name}`));
    expect(sentence).toMatch(/^There is no \//);
    expect(sentence.length).toBeLessThan(140);
  });

  it("when it is for admins", async () => {
    const { type, ran } = stage();
    const { sentence, line } = refusal(await type("/admin grant everything"));
    expect(sentence).toContain("/admin grant is for admins. Ask one of them.");
    expect(line).toBe("admin grant everything");
    expect(ran).toEqual([]);
    expect(await type("/admin grant everything", grace)).toMatchObject(nothing);
  });

  it("when an option is wrong", async () => {
    const { type, ask, ran, lines } = stage();
    const typed = refusal(await type('/video a "red" boat duration:five image:https://files.example/a.png'));
    expect(typed.sentence).toContain("duration takes whole seconds from 3 to 15, not “five”.");
    expect(typed.line).toBe('video a "red" boat duration:five image:https://files.example/a.png');
    const given = refusal(await ask("video", { options: { prompt: "a boat", duration: 16 } }));
    expect(given.sentence).toContain("not “16”. Try duration:15.");
    expect(given.line).toBe('video prompt:"a boat" duration:16');
    expect(ran).toEqual([]);
    expect(lines).toHaveLength(2);
  });

  it("when the command refuses it", async () => {
    const run = async () => {
      throw new UserError("The picture is 200×200; it needs 300×300.");
    };
    const { sentence, line } = refusal(await stage({ run }).type("/video a boat 8s"));
    expect(sentence).toBe("The picture is 200×200; it needs 300×300.\n\nNothing was charged.");
    expect(line).toBe("video a boat 8s");
  });

  it("when the credits don't suffice", async () => {
    const run = async () => {
      throw new InsufficientCredits(units(270_000), units(10_000), Date.UTC(2026, 11, 1));
    };
    const { type, logged } = stage({ run });
    expect(refusal(await type("/video a boat")).sentence).toMatch(/^This costs 27 credits; you have 1 credit left\./);
    expect(logged).toEqual([]);
  });
});

describe("what is begun to be typed", () => {
  const jobs = [
    { id: "g_1", model: "Kling 3.0", state: "delivered", prompt: "a paper boat" },
    { id: "g_2", model: "Kling O3", state: "running", prompt: `a${"b".repeat(200)}` },
  ];
  const cast = {
    names: async (begun: string) => ["Ada", "Adam"].filter((name) => name.toLowerCase().startsWith(begun)),
  };
  const services = () =>
    ({ cast, generations: { jobs: async () => ({ jobs }) } }) as unknown as Omit<Services, "commands">;
  const dispatch = createDispatch({ commands, services, owed: async () => [], log: createLog("silent") });
  const place = { platform: "slack", workspace: "w", channel: "c" } as const;
  const begin = (command: string, option: string, begun: string) =>
    dispatch.complete({ command, option, begun, actor: ada, place });

  it("is completed by the cast, one's own jobs by id or words, or the values that are known", async () => {
    expect(await begin("video", "element1", "AD")).toEqual([
      { value: "Ada", label: "Ada" },
      { value: "Adam", label: "Adam" },
    ]);
    expect(await begin("jobs", "again", "paper")).toEqual([{ value: "g_1", label: "Kling 3.0, done: a paper boat" }]);
    const all = await begin("jobs", "delete", "");
    expect(all.map(({ value }) => value)).toEqual(["g_1", "g_2"]);
    expect(all.every(({ label }) => label.length <= 100)).toBe(true);
    expect((await begin("element create", "voice", "")).length).toBeGreaterThan(3);
  });

  it("has no suggestions where there are none, or where the store doesn't answer", async () => {
    expect(await begin("video", "prompt", "a")).toEqual([]);
    expect(await begin("no such command", "prompt", "a")).toEqual([]);
    const broken = createDispatch({
      commands,
      services: () => {
        throw new Error("no store");
      },
      owed: async () => [],
      log: createLog("silent"),
    });
    expect(await broken.complete({ command: "video", option: "element1", begun: "", actor: ada, place })).toEqual([]);
  });
});

describe("what a member is owed", () => {
  const late: Card = { tone: "done", audience: "member", title: "Late" };
  const place = { platform: "slack", workspace: "w", channel: "c" } as const;
  const services = () => ({}) as unknown as Omit<Services, "commands">;
  const asked = { sourceId: "s", command: "help", typed: {}, actor: ada, place, locale: "en" };

  it("comes after the answer to their next command, and is owed until it was shown", async () => {
    const clock = testClock();
    const told: string[] = [];
    const owed = async () => [{ key: "g_1", card: { ...late }, told: async () => void told.push("g_1") }];
    const dispatch = createDispatch({ commands, services, owed, clock, log: createLog("silent") });
    const titles = async () => (await dispatch.run(asked)).map(({ title }) => title);
    const cards = await dispatch.run(asked);
    expect(cards.map(({ title }) => title)).toEqual([expect.any(String), "Late"]);
    // While that answer is on its way another has nothing of it.
    expect(await titles()).toEqual([expect.any(String)]);
    // It never came to be shown.
    await clock.advance(5 * 60_000);
    expect(told).toEqual([]);
    const again = await dispatch.run(asked);
    expect(again).toHaveLength(2);
    await dispatch.shown(again);
    expect(told).toEqual(["g_1"]);
  });

  it("does not keep the answer from coming when it can't be read", async () => {
    const owed = () => Promise.reject(new Error("no store"));
    const { run } = createDispatch({ commands, services, owed, log: createLog("silent") });
    expect(await run(asked)).toHaveLength(1);
  });
});

describe("an error that is not the member's", () => {
  const secret = "connect ECONNREFUSED 10.0.0.7:5432 password=hunter2";
  const run = async () => {
    throw new Error(secret);
  };

  it("gives a reference that is in the log with the error, and leaks nothing of it", async () => {
    const { type, logged } = stage({ run });
    const card = await type('/video a boat negative:"x" 8s');
    const { sentence, line } = refusal(card);
    const [, reference] = /\(reference ([0-9a-f]{8})\)/.exec(sentence ?? "") ?? [];
    expect(logged).toMatchObject([{ level: 50, reference, command: "video", source: "s-1", err: { message: secret } }]);
    expect(line).toBe('video a boat negative:"x" 8s');
    for (const leak of [secret, "ECONNREFUSED", "hunter2", "Error", "dispatch.ts"]) {
      expect(JSON.stringify(card)).not.toContain(leak);
    }
  });

  it("has another reference each time", async () => {
    const { type } = stage({ run });
    expect((await type("/video a boat"))?.text).not.toBe((await type("/video a boat"))?.text);
  });

  it("is caught where no Error was thrown, and before the command runs", async () => {
    const thrown = stage({ run: () => Promise.reject("just words") });
    expect(refusal(await thrown.type("/video a boat")).sentence).not.toContain("just words");
    const dispatch = createDispatch({
      commands,
      services: () => {
        throw new TypeError("no services today");
      },
      owed: async () => [],
      log: createLog("silent"),
    });
    const place = { platform: "slack", workspace: "w", channel: "c" } as const;
    const typed = { line: "", attachments: [] };
    const asked = { sourceId: "s", command: "credits", typed, actor: ada, place, locale: "en" };
    const card = await one(dispatch.run(asked));
    expect(refusal(card).sentence).toMatch(/^Something went wrong on our side \(reference/);
  });
});

describe("the real commands", () => {
  it("have names, descriptions and options that every chat can draw", () => {
    for (const { name, description, options } of commands) {
      expect(name).toMatch(/^[a-z]{1,32}( [a-z]{1,32})?$/);
      expect(inEnglish(description).length).toBeGreaterThan(0);
      expect(inEnglish(description).length, name).toBeLessThanOrEqual(100);
      const drawn = Object.values(options).filter(({ filesGo }) => filesGo === undefined);
      expect(drawn.length, name).toBeLessThanOrEqual(25);
      expect(Object.values(options).filter(({ rest }) => rest).length, name).toBeLessThanOrEqual(1);
      for (const [option, { description }] of Object.entries(options)) {
        expect(option).toMatch(/^[a-z][a-z0-9_]{0,31}$/);
        expect(inEnglish(description).length, `${name} ${option}`).toBeLessThanOrEqual(100);
      }
    }
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
  });

  it("storyboard reads shots as people write them", async () => {
    const { type, requested } = stage({ commands });
    await type("/storyboard --o3\n5s: the door opens\n\n 2 s : rain, 3s of it \n1: end");
    await type("/storyboard Auto prompt:“a day at sea”");
    const shots = [
      { prompt: "the door opens", seconds: 5 },
      { prompt: "rain, 3s of it", seconds: 2 },
      { prompt: "end", seconds: 1 },
    ];
    expect(requested).toMatchObject([
      { model: "kling-o3-text-to-video", draft: { shots } },
      { draft: { shots: "auto" } },
    ]);
  });

  it.each([
    ["behind each other", "3s: a door; 2s: a hand", "a door", "a hand"],
    ["with a bar between them", "3s: a door | 2s: a hand", "a door", "a hand"],
    ["with nothing but their lengths", "3s: a door 2s: a hand", "a door", "a hand"],
    ["with their lengths behind", "a door 3s; a hand (2s)", "a door", "a hand"],
    ["numbered", "shot 1 (3s): a door; shot 2 (2 sec): a hand", "a door", "a hand"],
    ["as a list", "1. a door 3s\n2. a hand 2 seconds", "a door", "a hand"],
    ["as a list with colons", "- 3s: a door\n- 2s: a hand", "a door", "a hand"],
    ["as another list", "- 3s a door\n• 2s – a hand", "a door", "a hand"],
    ["as Turbo has them", "shot 1, 3, a door; shot 2, 2, a hand;", "a door", "a hand"],
    [
      "with semicolons and times in their words",
      "3s: a door; 3 men; 2s: a hand at 10:30",
      "a door; 3 men",
      "a hand at 10:30",
    ],
  ])("storyboard understands shots %s", async (_, shots, first, second) => {
    const { type, requested } = stage({ commands });
    await type(`/storyboard --o3 shots:"${shots}"`);
    const read = [
      { prompt: first, seconds: 3 },
      { prompt: second, seconds: 2 },
    ];
    expect(requested).toMatchObject([{ draft: { shots: read } }]);
  });

  it.each(["no shots", "5", "5 the door opens", "five s: the door opens"])(
    "storyboard says how a shot is written: %s",
    async (shots) => {
      const { sentence } = refusal(await stage({ commands }).type(`/storyboard shots:"${shots}"`));
      expect(sentence).toMatch(
        /^Say how long the shot in line 1 lasts, such as 5s: the door opens\. It says “.*” without a length\./,
      );
    },
  );

  it("storyboard takes time in proportion for a shot that never comes", async () => {
    const { type } = stage({ commands });
    const took = async (spaces: number) => {
      const began = performance.now();
      refusal(await type(`/storyboard shots:"5${" ".repeat(spaces)}x"`));
      return performance.now() - began;
    };
    const fastest = async (spaces: number) => Math.min(await took(spaces), await took(spaces), await took(spaces));
    // 32 times as long takes some 32 times the time, not 1,024 times; between them there is room for a busy machine.
    const short = await fastest(5_000);
    expect(await fastest(160_000)).toBeLessThan(320 * Math.max(short, 0.1));
  });

  it("storyboard without a word says so too", async () => {
    const { sentence } = refusal(await stage({ commands }).type("/storyboard"));
    expect(sentence).toMatch(/^Write one shot a line, such as 5s: the door opens/);
  });

  it.each(["https://[", "http://%zz"])(
    "a link that is none, %s, is refused by its option's own sentence",
    async (link) => {
      const card = await stage({ commands }).type(`/animate waves image:${link}`);
      const sentence = "Attach the picture for image to the command, or give its link: image:https://…";
      expect(card?.text).toContain(sentence);
    },
  );

  it("a group lists what the member may type, and not what only buttons type", async () => {
    const card = await stage({ commands }).type("/element");
    expect(card?.text).toContain("Say what /element should do: create, list, show or delete.");
  });

  it.each([ada, grace])(
    "help names every command that $name may type, but for those that only buttons do",
    async (by) => {
      const card = await stage({ commands }).type("/help", by);
      for (const { name, unlisted = false, adminOnly = false } of commands) {
        expect(card?.text?.includes(`/${name}: `), name).toBe(!unlisted && (!adminOnly || by.admin));
      }
    },
  );
});
