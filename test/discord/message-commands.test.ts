import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { isAttachment } from "../../src/chat/contract/invocation.ts";
import type { Act } from "../support/discord/local-discord.ts";
import { type Channel, type Component, type Guild, type Message, texts, type User } from "../support/discord/types.ts";
import { type Incoming, openIncoming } from "./incoming.ts";
import { JOB, VIDEO } from "./stage.ts";

let stage: Incoming;
let guild: Guild;
let channel: Channel;
let ada: User;
let other: User;

beforeAll(async () => {
  stage = await openIncoming({ rate: false });
  guild = stage.local.guild();
  channel = stage.local.channel(guild);
  ada = stage.local.user({ name: "Ada" });
  other = stage.local.user({ name: "Gallery", bot: true });
});
afterEach(() => {
  stage.ran.length = 0;
});
afterAll(async () => {
  expect(stage.local.violations).toEqual([]);
  await stage.close();
});

const PICTURE = { name: "boat.png", bytes: new Uint8Array([1, 2, 3]) };
const CLIP = { name: "clip.mp4", bytes: new Uint8Array([4, 5]) };
const CLIP_OPTION = { name: "clip.mp4", bytes: Buffer.from(CLIP.bytes) };
const PICTURE_OPTION = { name: "boat.png", bytes: Buffer.from(PICTURE.bytes) };
const RESULT_OPTION = { name: VIDEO, bytes: Buffer.from(CLIP.bytes) };

const gallery = (...names: string[]): Component => ({
  type: 12,
  items: names.map((name) => ({ media: { url: `attachment://${name}` } })),
});
const text = (content: string): Component => ({ type: 10, content });
const inContainer = (...components: Component[]): Component => ({ type: 17, components });

/** A finished video as Reelay shows it. */
const result = () =>
  stage.local.say(channel, stage.local.bot, {
    files: [{ ...CLIP, name: VIDEO }],
    components: [inContainer(text("Kling 3.0: done"), gallery(VIDEO))],
  });
const forwarded = (message: Message) => stage.local.forward(message, ada, channel);
const othersGallery = () =>
  stage.local.say(channel, other, {
    files: [PICTURE, CLIP],
    components: [text("look"), gallery(PICTURE.name, CLIP.name)],
  });

/** What the form that a message command opens runs once it is sent: the command, and the file by its option. */
async function submitted(act: Act) {
  await (await stage.local.submit({ modal: act })).response();
  const { command, typed } = stage.ran.at(-1) ?? expect.fail("nothing ran");
  const files = Object.entries(typed.options ?? {}).flatMap(([option, given]) =>
    isAttachment(given) ? [{ option, given }] : [],
  );
  expect(files.length).toBeLessThanOrEqual(1);
  const [file] = files;
  if (!file) return [command, typed.line?.trim()];
  const { name, open } = file.given;
  return [command, file.option, { name, bytes: Buffer.concat(await Array.fromAsync(await open())) }];
}

const use = (name: string, message: Message) => stage.local.messageCommand({ name, message, user: ada });

describe.each([
  ["a result of Reelay's", result, RESULT_OPTION],
  ["a forwarded result of Reelay's", () => forwarded(result()), RESULT_OPTION],
])("a message command on %s", (_, message, file) => {
  it.each([
    ["Edit this video", "edit", "video"],
    ["Use as motion", "motion", "video"],
    ["Use as reference", "reference", "video"],
    ["Make a character", "element create", "video"],
  ])("%s takes its video", async (name, command, option) => {
    expect(await submitted(use(name, message()))).toEqual([command, option, file]);
  });

  it("Animate this goes on from its last frame", async () => {
    stage.play.lineOf = async () => "video a boat";
    expect(await submitted(use("Animate this", message()))).toEqual(["animate", `image:${JOB}.last`]);
  });

  it("Animate this says what it works with where the job is somebody else's", async () => {
    stage.play.lineOf = async () => {
      throw new UserError("That is Ben's job.");
    };
    const answer = await use("Animate this", message()).response();
    expect(texts(answer)).toContain("“Animate this” works on a message with a picture. I found none in this one.");
  });
});

describe.each([
  ["another bot's gallery", othersGallery],
  ["a forwarded gallery of another bot's", () => forwarded(othersGallery())],
])("a message command on %s", (_, message) => {
  it.each([
    ["Animate this", "animate", "image", PICTURE_OPTION],
    ["Edit this video", "edit", "video", CLIP_OPTION],
    ["Use as motion", "motion", "image", PICTURE_OPTION],
    ["Use as reference", "animate", "reference1", PICTURE_OPTION],
    ["Make a character", "element create", "image", PICTURE_OPTION],
  ])("%s takes the first file that fits", async (name, command, option, file) => {
    expect(await submitted(use(name, message()))).toEqual([command, option, file]);
  });
});

describe("a message command finds what is shown by", () => {
  const say = (files: (typeof PICTURE)[], ...components: Component[]) =>
    stage.local.say(channel, other, { files, components });

  it("a file's component", async () => {
    const message = say([CLIP], { type: 13, file: { url: `attachment://${CLIP.name}` } });
    expect(await submitted(use("Edit this video", message))).toEqual(["edit", "video", CLIP_OPTION]);
  });

  it("a section's thumbnail, in a container", async () => {
    const accessory: Component = { type: 11, media: { url: `attachment://${PICTURE.name}` } };
    const message = say([PICTURE], inContainer({ type: 9, components: [text("look")], accessory }));
    expect(await submitted(use("Animate this", message))).toEqual(["animate", "image", PICTURE_OPTION]);
  });

  it("a gallery of somebody's own address", async () => {
    const message = say([], { type: 12, items: [{ media: { url: "https://pictures.example/boat.png" } }] });
    const image = "image:https://pictures.example/boat.png";
    expect(await submitted(use("Animate this", message))).toEqual(["animate", image]);
  });
});
