import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { sayFileGone } from "../../src/chat/cards/notices.ts";
import { refusalCard } from "../../src/chat/cards/refusals.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import type { Attachment, Invocation } from "../../src/chat/contract/invocation.ts";
import { readFileSource } from "../../src/chat/contract/invocation.ts";
import { renderCard } from "../../src/chat/contract/render-card.ts";
import type { Channel, Guild, User } from "../support/discord/types.ts";
import { buttons, texts } from "../support/discord/types.ts";
import { answer, type Incoming, openIncoming, whyBlocked } from "./incoming.ts";

let stage: Incoming;
let guild: Guild;
let channel: Channel;
let ada: User;
const boat = { name: "boat.png", bytes: new Uint8Array([137, 80, 78, 71]) };
const forAll: Card = { tone: "info", audience: "channel", title: "For all" };
const JOB = "g_0abcdefghjkmnpqrstv";

beforeAll(async () => {
  stage = await openIncoming({ rate: false });
  guild = stage.local.guild({ attachmentSizeLimit: 20_000_000 });
  channel = stage.local.channel(guild);
  ada = stage.local.user({ name: "Ada", locale: "de" });
});
afterAll(async () => {
  expect(stage.local.violations).toEqual([]);
  await stage.close();
});
beforeEach(() => {
  stage.play.run = async () => [answer];
  stage.play.complete = async () => [];
  stage.ran.length = 0;
});

const ran = () => stage.local.until("a command that ran", () => stage.ran.at(-1));
const slash = (given: Partial<Parameters<typeof stage.local.slash>[0]> & { name: string }) =>
  stage.local.slash({ channel, user: ada, ...given });
/** Resolves when something is kept under a key that begins so. */
const keeping = (begin: string) =>
  new Promise<void>((resolve) => {
    const set = stage.drafts.set.bind(stage.drafts);
    stage.drafts.set = async (...given: Parameters<typeof set>) => {
      const done = await set(...given);
      if (String(given[0]).startsWith(begin)) resolve();
      return done;
    };
  });
const bytesOf = async (file: Attachment) => Buffer.concat(await Array.fromAsync(await file.open()));

describe("turns", () => {
  it("are held by nobody whose link hangs: another member's help is answered meanwhile", async () => {
    const gate = Promise.withResolvers<void>();
    const all = Promise.withResolvers<void>();
    stage.play.run = async ({ command, aside }) => {
      if (stage.ran.length === 30) all.resolve();
      if (command !== "help") await aside?.(() => gate.promise);
      return [answer];
    };
    const mallories = Array.from({ length: 30 }, () => stage.local.user());
    const acts = mallories.map((user) => slash({ name: "video", options: { prompt: "a boat" }, user }));
    await all.promise;
    expect(texts(await slash({ name: "help" }).response())).toContain("As you said.");
    gate.resolve();
    await Promise.all(acts.map((act) => act.response()));
  });

  it("are one member's up to four at a time, and others go on", async () => {
    const gate = Promise.withResolvers<void>();
    const mallory = stage.local.user();
    stage.play.run = async ({ actor }) => {
      if (actor.id === mallory.id) await gate.promise;
      return [answer];
    };
    const acts = Array.from({ length: 40 }, () =>
      slash({ name: "video", options: { prompt: "a boat" }, user: mallory }),
    );
    expect(texts(await slash({ name: "help" }).response())).toContain("As you said.");
    expect(stage.ran.filter(({ actor }) => actor.id === mallory.id).length).toBeLessThanOrEqual(4);
    gate.resolve();
    await Promise.all(acts.map((act) => act.response()));
  });
});

describe("a slash command", () => {
  it("is acknowledged before anything runs, for the member alone", async () => {
    const gate = Promise.withResolvers<void>();
    stage.play.run = async () => {
      await gate.promise;
      return [answer];
    };
    const act = slash({ name: "video", options: { prompt: "a boat" } });
    expect(await act.acked).toMatchObject({ type: 5, data: { flags: 64 } });
    gate.resolve();
    const response = await act.response();
    expect(response.ephemeral).toBe(true);
    expect(texts(response)).toContain("As you said.");
  });

  it("becomes an invocation: who, where, in which language, with its options by name", async () => {
    slash({
      name: "animate",
      options: { prompt: "wind  from *the* left", duration: 8, sound: true },
      attachments: { image: boat },
    });
    const { sourceId, typed, aside, ...invocation } = await ran();
    expect(sourceId).toMatch(/^\d+$/);
    expect(aside).toBeTypeOf("function");
    expect(invocation).toEqual({
      command: "animate",
      actor: { id: ada.id, name: "Ada", admin: false, roles: [] },
      place: { platform: "discord", workspace: guild.id, channel: channel.id, uploadLimit: 20_000_000 },
      locale: "de",
    });
    expect(typed.options).toMatchObject({ prompt: "wind  from *the* left", duration: 8, sound: true });
    const image = typed.options?.image as Attachment;
    expect(image).toMatchObject({ name: "boat.png", bytes: 4, publicUrl: expect.stringMatching(/^http/) });
    expect(await bytesOf(image)).toEqual(Buffer.from(boat.bytes));
  });

  it("of two words is a subcommand", async () => {
    slash({ name: "element", subcommand: "list" });
    expect((await ran()).command).toBe("element list");
  });

  it("by somebody who may manage the server is an admin's", async () => {
    slash({ name: "credits", user: stage.local.user({ name: "Grace", admin: true }) });
    expect((await ran()).actor).toMatchObject({ name: "Grace", admin: true });
  });

  it("in a thread is posted there", async () => {
    const thread = stage.local.thread(channel);
    slash({ name: "credits", channel: thread });
    expect((await ran()).place).toMatchObject({ channel: channel.id, thread: thread.id });
  });

  it.each([
    ["AttachFiles", "text", ["Attach Files"]],
    ["SendMessages", "text", ["Send Messages"]],
    ["SendMessages", "thread", undefined],
    ["SendMessagesInThreads", "thread", ["Send Messages in Threads"]],
    ["SendMessagesInThreads", "text", undefined],
    ["EmbedLinks", "text", undefined],
    ["ReadMessageHistory", "text", undefined],
  ] as const)("where the bot may not %s in a %s says so", async (permission, kind, lacks) => {
    const elsewhere = stage.local.channel(guild);
    const where = kind === "thread" ? stage.local.thread(elsewhere) : elsewhere;
    stage.local.deny(elsewhere, permission);
    slash({ name: "credits", channel: where });
    const why = whyBlocked((await ran()).place);
    if (lacks === undefined) expect(why).toBeUndefined();
    else expect(why).toContain(`I need ${lacks.join()} here`);
  });

  it("takes a link to a file from among its words, and leaves them otherwise as they were typed", async () => {
    slash({ name: "animate", options: { prompt: "at 16:9  image:https://files.example/a.png and 8s end_image:none" } });
    expect((await ran()).typed.options).toEqual({
      prompt: "at 16:9  and 8s end_image:none",
      image: "https://files.example/a.png",
    });
    expect(readFileSource("https://files.example/a.png")).toBeDefined();
  });

  it("that is answered in the channel leaves nothing for the member", async () => {
    stage.play.run = async () => [];
    const act = slash({ name: "video", options: { prompt: "a boat" } });
    await act.acked;
    await stage.local.until("nothing to see", () => act.seen() === undefined);
    expect(act.followups()).toEqual([]);
  });

  it("shows cards for all in the channel, and the others to the member in order", async () => {
    const elsewhere = stage.local.channel(guild);
    stage.play.run = async () => [answer, forAll, privately("Late", "Here it is.")];
    const act = slash({ name: "video", channel: elsewhere, options: { prompt: "a boat" } });
    expect(texts(await act.response())).toContain("As you said.");
    await stage.local.until("what follows", () => act.followups().length === 1);
    expect(act.followups().map((one) => [one.ephemeral, texts(one)])).toEqual([
      [true, expect.stringContaining("Here it is.")],
    ]);
    expect(stage.local.messages(elsewhere).map(texts)).toEqual([expect.stringContaining("For all")]);
  });

  it("shows a card for all to the member when the bot can't post it", async () => {
    const closed = stage.local.channel(guild);
    stage.local.deny(closed, "SendMessages");
    stage.play.run = async () => [forAll];
    const act = slash({ name: "video", channel: closed, options: { prompt: "a boat" } });
    expect(texts(await act.response())).toContain("For all");
  });

  it("whose file is no longer at Discord says so when it is opened", async () => {
    slash({ name: "animate", options: { prompt: "wind" }, attachments: { image: boat } });
    const image = (await ran()).typed.options?.image as Attachment;
    stage.local.expireAttachments();
    await expect(image.open()).rejects.toEqual(new UserError(sayFileGone("boat.png")));
  });

  it("that Discord takes no acknowledgement for does not run", async () => {
    stage.local.fail({ path: /^\/interactions\/.*callback/, answer: 404 });
    const act = slash({ name: "video", options: { prompt: "a boat" } });
    act.acked.catch(() => undefined);
    await stage.local.until("the refusal", () => stage.local.requests.findLast(({ path }) => path.includes(act.id)));
    await slash({ name: "credits" }).response();
    expect(stage.ran.map(({ command }) => command)).toEqual(["credits"]);
  });

  it("is acknowledged in spite of a 5xx, and runs once", async () => {
    stage.local.fail({ path: /^\/interactions\/.*callback/, answer: 500 });
    const act = slash({ name: "video", options: { prompt: "a boat" } });
    await act.response();
    expect(stage.ran).toHaveLength(1);
  });

  it("says so when Reelay itself fails, with a reference that is in the log", async () => {
    stage.play.run = async () => {
      throw new Error("the disk is full");
    };
    const text = texts(await slash({ name: "credits" }).response());
    const [, reference] = /reference ([0-9a-f]{8})/.exec(text) ?? [];
    expect(text).not.toContain("disk");
    expect(stage.logged).toContainEqual(expect.objectContaining({ reference, level: 50 }));
  });
});

describe("a form of its own accord", () => {
  it.each([
    ["storyboard", {}],
    ["video", {}],
    ["animate", { prompt: "wind", duration: 8 }],
    ["motion", { orientation: "video" }],
  ])("opens for /%s without what it is made from, with what was given filled in", async (name, options) => {
    const act = slash({ name, options });
    const modal = await act.modal();
    expect(modal.title).toMatch(new RegExp(`^/${name}: `));
    const filled = JSON.stringify(modal.components);
    for (const value of Object.values(options)) expect(filled).toContain(String(value));
    expect(stage.ran).toEqual([]);
  });

  it("does not open for a command that takes nothing, or whose words may be left out", async () => {
    await slash({ name: "settings" }).response();
    await slash({ name: "element", subcommand: "approval", user: stage.local.user({ admin: true }) }).response();
    expect(stage.ran).toHaveLength(2);
  });
});

describe("a DM", () => {
  it("uses the server in which the member used Reelay last, with the roles that they have there", async () => {
    const lin = stage.local.user({ name: "Lin", admin: true });
    await slash({ name: "credits", user: lin }).response();
    const dm = stage.local.dm(lin);
    await slash({ name: "credits", user: lin, channel: dm }).response();
    expect(stage.ran.at(-1)).toMatchObject({
      actor: { id: lin.id, admin: false, roles: [] },
      place: { workspace: guild.id, channel: dm.id },
    });
    expect(stage.ran.at(-1)?.place.blocked).toBeUndefined();
  });

  it("of somebody who has used none is told so, and nothing runs", async () => {
    const bo = stage.local.user({ name: "Bo" });
    const act = slash({ name: "video", user: bo, channel: stage.local.dm(bo), options: { prompt: "a boat" } });
    expect(texts(await act.response())).toContain("Credits and characters belong to a server.");
    expect(stage.ran).toEqual([]);
  });

  it("does not use a server that the bot has left", async () => {
    const other = stage.local.guild();
    const eve = stage.local.user({ name: "Eve" });
    await slash({ name: "credits", user: eve, channel: stage.local.channel(other) }).response();
    stage.local.removeBot(other);
    const act = slash({ name: "credits", user: eve, channel: stage.local.dm(eve) });
    expect(texts(await act.response())).toContain("belong to a server");
  });

  it("fails closed when Discord can't say whether the member is still there", async () => {
    const sam = stage.local.user({ name: "Sam" });
    await slash({ name: "credits", user: sam }).response();
    stage.local.fail({ path: /\/members\//, answer: 500, times: 4 });
    const act = slash({ name: "credits", user: sam, channel: stage.local.dm(sam) });
    expect(texts(await act.response())).toContain("Something went wrong on our side");
    expect(stage.ran).toHaveLength(1);
  });
});

describe("completion", () => {
  const typing = (focused: string, value: string, name = "video") =>
    stage.local.autocomplete({ channel, user: ada, name, focused, options: { [focused]: value } });

  it("asks for what could be meant, and gives at most 25 of it", async () => {
    const asked: unknown[] = [];
    stage.play.complete = async (completion) => {
      asked.push(completion);
      return Array.from({ length: 30 }, (_, index) => ({ value: `Ada${index}`, label: `Ada${index}` }));
    };
    const choices = await typing("element1", "Ad").choices();
    expect(asked).toMatchObject([{ command: "video", option: "element1", begun: "Ad", actor: { id: ada.id } }]);
    expect(choices).toHaveLength(25);
    expect(choices[0]).toEqual({ name: "Ada0", value: "Ada0" });
  });

  it("knows a subcommand's option", async () => {
    const asked: { command: string }[] = [];
    stage.play.complete = async (completion) => {
      asked.push(completion);
      return [];
    };
    const act = stage.local.autocomplete({ channel, user: ada, name: "element", subcommand: "show", focused: "name" });
    expect(await act.choices()).toEqual([]);
    expect(asked).toMatchObject([{ command: "element show", option: "name", begun: "" }]);
  });

  it("leaves out what Discord has no room for, and shortens what is read", async () => {
    stage.play.complete = async () => [
      { value: "x".repeat(101), label: "too long" },
      { value: JOB, label: "y".repeat(120) },
    ];
    expect(await typing("again", "", "jobs").choices()).toEqual([{ name: "y".repeat(100), value: JOB }]);
  });

  it("is empty when something fails", async () => {
    stage.play.complete = async () => {
      throw new Error("no store");
    };
    expect(await typing("element1", "").choices()).toEqual([]);
  });
});

describe("a button", () => {
  /** Has the cards shown to Ada, and gives the message that shows the last of them. */
  const shown = async (...cards: Card[]) => {
    stage.play.run = async () => cards;
    const message = await slash({ name: "credits" }).response();
    stage.play.run = async () => [answer];
    stage.ran.length = 0;
    return message;
  };
  const card = (line: string, does: "run" | "edit", job?: string) =>
    privately("Look", undefined, { buttons: [{ label: "Press", does, line, ...(job ? { job } : {}) }] });

  it("runs its line as if the presser had typed it", async () => {
    const message = await shown(card(`jobs cancel:${JOB}`, "run"));
    const act = stage.local.press({ message, user: ada, label: "Press" });
    expect(await act.acked).toMatchObject({ type: 5, data: { flags: 64 } });
    expect(texts(await act.response())).toContain("As you said.");
    expect(stage.ran).toMatchObject([
      { command: "jobs", typed: { line: `cancel:${JOB}` }, actor: { id: ada.id }, place: { workspace: guild.id } },
    ]);
  });

  it("runs a subcommand's line", async () => {
    const message = await shown(card("element approve name:Ada", "run"));
    await stage.local.press({ message, user: ada, label: "Press" }).response();
    expect(stage.ran).toMatchObject([{ command: "element approve", typed: { line: "name:Ada" } }]);
  });

  it("opens a form with its line filled in", async () => {
    const message = await shown(card("video duration:8 a paper boat", "edit"));
    const modal = await stage.local.press({ message, user: ada, label: "Press" }).modal();
    expect(JSON.stringify(modal.components)).toContain('"a paper boat"');
    expect(JSON.stringify(modal.components)).toContain('"8"');
  });

  it("opens a form with a line that is too long for it, after a restart too", async () => {
    const prompt = "a paper boat ".repeat(90).trim();
    const message = await shown(card(`video ${prompt}`, "edit"));
    expect(buttons(message)[0]?.customId).toMatch(/^k:/);
    const modal = await stage.local.press({ message, user: ada, label: "Press" }).modal();
    expect(JSON.stringify(modal.components)).toContain(prompt);
  });

  it("whose line is no longer kept says to type it", async () => {
    const message = await shown(card(`video ${"a paper boat ".repeat(90)}`, "edit"));
    await stage.drafts.clear();
    const act = stage.local.press({ message, user: ada, label: "Press" });
    expect(texts(await act.response())).toContain("Type the command instead.");
  });

  it("opens a form with its job's line, for whose it is", async () => {
    const line = `video ${"a paper boat ".repeat(90)}`;
    const message = await shown(card(line, "edit", JOB));
    const asked: unknown[] = [];
    stage.play.lineOf = async (by, job) => {
      asked.push([by.actor.id, by.place.workspace, job]);
      return "video of a boat";
    };
    const modal = await stage.local.press({ message, user: ada, label: "Press" }).modal();
    expect(JSON.stringify(modal.components)).toContain("of a boat");
    expect(asked).toEqual([[ada.id, guild.id, JOB]]);
    stage.play.lineOf = async () => {
      throw new UserError("That is somebody else's job.");
    };
    const act = stage.local.press({ message, user: ada, label: "Press" });
    expect(texts(await act.response())).toContain("somebody else");
  });

  it("of another time gets a friendly answer", async () => {
    for (const line of ["conjure a boat", "nothing"]) {
      const message = await shown(card(line, "edit"));
      const act = stage.local.press({ message, user: ada, label: "Press" });
      expect(texts(await act.response())).toContain("I no longer know what this button was for.");
    }
    expect(stage.ran).toEqual([]);
  });

  it("of a refusal gives the files back that came with the command", async () => {
    const kept = keeping("files-of:");
    stage.play.run = async ({ typed }: Invocation) => [
      renderCard(refusalCard("Too short.", `animate ${typed.options?.prompt}`), "en"),
    ];
    const message = await slash({
      name: "animate",
      options: { prompt: "wind" },
      attachments: { image: boat },
    }).response();
    await kept;
    const press = stage.local.press({ message, user: ada, label: "Edit and send again" });
    expect(JSON.stringify((await press.modal()).components)).toContain("With “boat.png”.");
    stage.play.run = async () => [answer];
    stage.ran.length = 0;
    await (await stage.local.submit({ modal: press })).response();
    const { typed } = await ran();
    expect(typed.options).toMatchObject({ prompt: "wind", image: { name: "boat.png" } });
    expect(await bytesOf(typed.options?.image as Attachment)).toEqual(Buffer.from(boat.bytes));
  });
});
