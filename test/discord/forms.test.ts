import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import type { Attachment } from "../../src/chat/contract/invocation.ts";
import type { Modal as Drawn } from "../../src/discord/form/modal.ts";
import { modalOf, readFormId, writeFormId } from "../../src/discord/form/modal.ts";
import type { Act } from "../support/discord/local-discord.ts";
import { type File, type Guild, type Modal, texts, type User, walk } from "../support/discord/types.ts";
import { type Incoming, openIncoming } from "./incoming.ts";

const READER = { token: undefined, locale: "en-US" };

let stage: Incoming;
let guild: Guild;
let ada: User;
const boat = { name: "boat.png", bytes: new Uint8Array([1, 2, 3]) };
const clip = { name: "clip.mp4", bytes: new Uint8Array([4, 5]) };

beforeAll(async () => {
  stage = await openIncoming({ rate: false });
  guild = stage.local.guild();
  ada = stage.local.user({ name: "Ada" });
});
afterAll(async () => {
  expect(stage.local.violations).toEqual([]);
  await stage.close();
});
beforeEach(() => {
  stage.ran.length = 0;
});

const say = (...files: File[]) =>
  stage.local.say(stage.local.channel(guild), stage.local.user(), { content: "look", files });
const use = (name: string, ...files: File[]) => stage.local.messageCommand({ name, message: say(...files), user: ada });
const fieldOf = (modal: Modal, id: string) => walk(modal.components).find((one) => one.custom_id === id);
const submitted = async (given: Parameters<typeof stage.local.submit>[0]) => {
  await (await stage.local.submit(given)).response();
  const last = stage.ran.at(-1);
  if (!last) throw new Error("Nothing ran");
  return last;
};
const bytesOf = async (file: unknown) => Buffer.concat(await Array.fromAsync(await (file as Attachment).open()));
const answered = async (act: Act) => texts(await act.response());

describe("a message command", () => {
  it("opens the command's form with the message's picture in its place", async () => {
    const act = use("Animate this", boat);
    const modal = await act.modal();
    expect(modal.title).toMatch(/^\/animate: /);
    expect(modal.components).toHaveLength(5);
    expect(JSON.stringify(modal.components)).toContain("With “boat.png”.");
    const { command, typed } = await submitted({ modal: act, values: { prompt: "wind" } });
    expect(command).toBe("animate");
    expect(typed.options).toMatchObject({ prompt: "wind", image: { name: "boat.png", bytes: 3 } });
    expect(await bytesOf(typed.options?.image)).toEqual(Buffer.from(boat.bytes));
  });

  it("goes by what the file is", async () => {
    const act = use("Use as reference", clip);
    expect((await act.modal()).title).toMatch(/^\/reference: /);
    expect((await submitted({ modal: act })).typed.options).toMatchObject({ video: { name: "clip.mp4" } });
  });

  it("takes the first of several that fit, and says so", async () => {
    const act = use("Animate this", clip, boat, { ...boat, name: "second.png" });
    expect(JSON.stringify((await act.modal()).components)).toContain("With “boat.png”, the first of 2 files there.");
  });

  it("of a message without any says what it works with", async () => {
    expect(await answered(use("Edit this video", boat))).toContain(
      "“Edit this video” works on a message with a video.",
    );
    expect(await answered(use("Make a character"))).toContain("a picture or a video");
    expect(stage.ran).toEqual([]);
  });
});

describe("a form", () => {
  it("gives what was written and chosen, and the files that were added", async () => {
    const act = use("Use as motion", boat);
    const modal = await act.modal();
    expect(fieldOf(modal, "files")).toMatchObject({ type: 19, file_types: ["video"], required: false });
    const more = fieldOf(modal, "more") ? { more: "quality:1080p" } : {};
    const { typed } = await submitted({
      modal: act,
      values: { prompt: "dance", orientation: ["video"], ...more },
      files: { files: [clip] },
    });
    expect(typed.options).toMatchObject({ prompt: "dance", orientation: "video", image: { name: "boat.png" } });
    expect(typed.line).toBe(more.more ?? "");
    expect(typed.attachments?.map(({ name }) => name)).toEqual(["clip.mp4"]);
    expect(await bytesOf(typed.attachments?.[0])).toEqual(Buffer.from(clip.bytes));
  });

  it("takes a link from among its words", async () => {
    const channel = stage.local.channel(guild);
    const act = stage.local.slash({ channel, user: ada, name: "animate", options: {} });
    await act.modal();
    const prompt = "wind in the sails image:https://files.example/a.png";
    expect((await submitted({ modal: act, values: { prompt } })).typed.options).toEqual({
      prompt: "wind in the sails",
      image: "https://files.example/a.png",
    });
  });

  it("keeps the lines of a storyboard", async () => {
    const channel = stage.local.channel(guild);
    const act = stage.local.slash({ channel, user: ada, name: "storyboard" });
    expect(fieldOf(await act.modal(), "shots")).toMatchObject({ type: 4, style: 2, max_length: 4000 });
    const shots = "5s: the door opens\n3s: a cat comes in";
    expect((await submitted({ modal: act, values: { shots } })).typed.options).toEqual({ shots });
  });

  it("whose file is no longer kept gives back what was written", async () => {
    const act = use("Animate this", boat);
    await act.modal();
    await stage.drafts.clear();
    const sent = await stage.local.submit({ modal: act, values: { prompt: "wind" } });
    const answer = await sent.response();
    expect(texts(answer)).toContain("Attach the file again and send it");
    const modal = await stage.local.press({ message: answer, user: ada, label: "Edit and send again" }).modal();
    expect(fieldOf(modal, "prompt")?.value).toBe("wind");
    expect(stage.ran).toEqual([]);
  });

  it("that Discord refuses is answered all the same", async () => {
    stage.local.fail({ path: /callback/, answer: 400 });
    expect(await answered(use("Animate this", boat))).toContain("Something went wrong on our side");
  });
});

describe("drawing a form", () => {
  const draw = (name: string, given = {}): Drawn => {
    const command = commands.find((one) => one.name === name);
    if (!command) throw new Error(`There is no /${name}`);
    return modalOf({ command, given }, READER);
  };

  it("has the choice that was meant chosen already", () => {
    const choices = (given: object) => JSON.stringify(draw("video", given).components);
    expect(choices({ model: "turbo" })).toContain('{"label":"kling-turbo","value":"kling-turbo","default":true}');
    expect(choices({ model: "no such" })).not.toContain("default");
  });

  it("keeps within Discord's limits for every command, with long words too", () => {
    const long = "word ".repeat(2000);
    for (const command of commands) {
      if (Object.keys(command.options).length === 0) continue;
      const given = Object.fromEntries(Object.keys(command.options).map((name) => [name, long]));
      for (const modal of [modalOf({ command, given: {} }, READER), modalOf({ command, given }, READER)]) {
        expect(modal.custom_id.length).toBeLessThanOrEqual(100);
        expect(modal.title.length).toBeLessThanOrEqual(45);
        expect(modal.components.length).toBeLessThanOrEqual(5);
        for (const one of modal.components) {
          if (!("label" in one) || !one.component) continue;
          expect(String(one.label).length).toBeLessThanOrEqual(45);
          expect(String(one.description ?? "").length).toBeLessThanOrEqual(100);
          if ("value" in one.component) expect(String(one.component.value ?? "").length).toBeLessThanOrEqual(4000);
        }
      }
    }
  });

  it("says in its id which command it fills", () => {
    for (const form of [
      { command: "element create", token: "a-B_9" },
      { command: "video", token: undefined },
    ]) {
      expect(readFormId(writeFormId(form))).toEqual(form);
    }
    expect(readFormId("something else")).toBeUndefined();
  });
});
