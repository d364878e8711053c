import { afterEach, describe, expect, it } from "vitest";
import type { Card } from "../../src/chat/contract/card.ts";
import { type Incoming, openIncoming, optionsOf, wordsOf } from "./incoming.ts";

let stage: Incoming;
afterEach(async () => {
  const { violations } = stage.slack;
  await stage.close();
  expect(violations).toEqual([]);
});

const PNG = { name: "boat.png", bytes: Buffer.from("a picture") };
const HERE: Card = { tone: "info", audience: "member", title: "Here you are" };

/** A message in a thread, and one that nobody has answered. */
async function openWith(settings: Parameters<typeof openIncoming>[0] = {}) {
  stage = await openIncoming(settings);
  const { slack } = stage;
  const ada = slack.member();
  const channel = slack.channel({ members: [ada.id] });
  const root = slack.say({ user: ada.id, channel: channel.id, text: "clips, please" });
  const reply = slack.say({ user: ada.id, channel: channel.id, thread: root.ts, text: "here" });
  const alone = slack.say({ user: ada.id, channel: channel.id, text: "nobody answers" });
  return { slack, ada, channel, root, reply, alone };
}

it("takes no slash command in a thread, as Slack sends none", async () => {
  const { slack, ada, channel, root } = await openWith();
  const where = { user: ada.id, channel: channel.id, thread: root.ts };
  expect(() => slack.slash({ ...where, command: "/reelay", text: "join" })).toThrow("not supported in threads");
});

describe("“Join this thread's clips”", () => {
  it("joins the thread that the message is in, or that it began", async () => {
    const { slack, ada, channel, root, reply } = await openWith();
    for (const message of [reply, root]) slack.messageShortcut({ user: ada.id, callbackId: "join_thread", message });
    for (const asked of [await stage.asked(), await stage.asked(2)]) {
      expect(asked).toMatchObject({ command: "join", place: { channel: channel.id, thread: root.ts } });
      expect(optionsOf(asked)).toEqual({ thread: true });
    }
  });

  it("answers its member where they see it, in the thread or, where nobody has answered in it, in the channel", async () => {
    const { slack, ada, root, reply, alone } = await openWith({ act: () => [HERE] });
    const act = slack.messageShortcut({ user: ada.id, callbackId: "join_thread", message: reply });
    expect((await slack.until(() => act.ephemerals()[0], "the answer")).threadTs).toBe(root.ts);
    const other = slack.messageShortcut({ user: ada.id, callbackId: "join_thread", message: alone });
    expect((await slack.until(() => other.ephemerals()[0], "the answer")).threadTs).toBeUndefined();
    expect((await stage.asked(2)).place.thread).toBe(alone.ts);
  });
});

describe("“Type a command here”", () => {
  async function typing(line: string, settings: Parameters<typeof openIncoming>[0] = {}) {
    const where = await openWith(settings);
    const { slack, ada, reply } = where;
    slack.messageShortcut({ user: ada.id, callbackId: "type_here", message: reply });
    const view = await slack.until(() => slack.views(ada.id)[0], "the field");
    const submitted = slack.submit({ user: ada.id, view, values: { Command: line } });
    await submitted.acked;
    return { ...where, view };
  }

  it.each(["storyboard 5s: the door opens", "/reelay storyboard 5s: the door opens"])(
    "runs the line in the message's thread: %s",
    async (line) => {
      const { channel, root, view } = await typing(line);
      expect(await stage.asked()).toMatchObject({
        command: "storyboard",
        typed: { line: "5s: the door opens" },
        place: { channel: channel.id, thread: root.ts },
      });
      expect(view.open).toBe(false);
    },
  );

  it("says at the field what can't be read, in the words of Slack", async () => {
    const { slack, ada, view } = await typing("video a boat --fast");
    expect(view.errors).toEqual({ line: expect.stringContaining("no option --fast here") });
    await slack.submit({ user: ada.id, view, values: { Command: "video a boat" } }).acked;
    expect(await stage.asked()).toMatchObject({ typed: { line: "a boat" } });
  });

  it("puts the command's form in its place where something is missing, and stays in the thread", async () => {
    const { slack, ada, root, view } = await typing("animate a breeze", { usual: { quality: "1080p" } });
    await slack.until(() => JSON.stringify(view.state).includes("1080p"), "what is usual");
    slack.submit({ user: ada.id, view, files: { files: [PNG] } });
    const asked = await stage.asked();
    expect(asked).toMatchObject({ command: "animate", place: { thread: root.ts } });
    expect(optionsOf(asked)).toEqual({ prompt: "a breeze", image: "boat.png" });
  });

  it("opens the first command's form for an empty line", async () => {
    const { slack, ada, root, view } = await typing("");
    await slack.until(() => wordsOf(view.blocks).includes("Prompt"), "the form");
    slack.submit({ user: ada.id, view, values: { prompt: "a boat" } });
    expect(await stage.asked()).toMatchObject({ command: "video", place: { thread: root.ts } });
  });
});
