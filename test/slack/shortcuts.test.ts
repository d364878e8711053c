import { afterEach, describe, expect, it } from "vitest";
import { type Incoming, openIncoming, optionsOf, wordsOf } from "./incoming.ts";

let stage: Incoming;
afterEach(async () => {
  const { violations } = stage.slack;
  await stage.close();
  expect(violations).toEqual([]);
});

const PNG = { name: "boat.png", bytes: Buffer.from("a picture") };
const MP4 = { name: "sea.mp4", bytes: Buffer.from("a video") };
const NOTES = { name: "notes.txt", bytes: Buffer.from("words") };

async function openWith(settings: Parameters<typeof openIncoming>[0] = {}) {
  stage = await openIncoming(settings);
  const { slack } = stage;
  const ada = slack.member();
  return { slack, ada, channel: slack.channel({ members: [ada.id] }) };
}

describe("a message's menu", () => {
  it("opens the form with the first file that fits, and posts where the message is", async () => {
    const { slack, ada, channel } = await openWith();
    const message = slack.say({ user: ada.id, channel: channel.id, files: [NOTES, PNG, { ...PNG, name: "two.png" }] });
    slack.messageShortcut({ user: ada.id, callbackId: "animate", message });
    const view = await slack.until(() => slack.views(ada.id)[0]);
    expect(wordsOf(view.blocks)).toContain("boat.png");
    expect(wordsOf(view.blocks)).toContain("the first of 2 files");
    slack.submit({ user: ada.id, view, values: { prompt: "a breeze" } });
    const asked = await stage.asked();
    expect(asked).toMatchObject({ command: "animate", place: { channel: channel.id } });
    expect(asked.place.thread).toBeUndefined();
    expect(optionsOf(asked)).toEqual({ image: "boat.png", prompt: "a breeze" });
  });

  it("takes a video to another command, and stays in the thread", async () => {
    const { slack, ada, channel } = await openWith();
    const first = slack.say({ user: ada.id, channel: channel.id, text: "look" });
    const message = slack.say({ user: ada.id, channel: channel.id, thread: first.ts, files: [MP4] });
    slack.messageShortcut({ user: ada.id, callbackId: "reference", message });
    const view = await slack.until(() => slack.views(ada.id)[0]);
    slack.submit({ user: ada.id, view, values: { prompt: "at night" } });
    const asked = await stage.asked();
    expect(asked).toMatchObject({ command: "reference", place: { thread: first.ts } });
    expect(optionsOf(asked)).toEqual({ video: "sea.mp4", prompt: "at night" });
  });

  it("knows a file that has just come by its name, until Slack says what it is", async () => {
    const { slack, ada, channel } = await openWith();
    const files = [NOTES, PNG, MP4].map((file) => ({ ...file, fresh: true }));
    const message = slack.say({ user: ada.id, channel: channel.id, files });
    slack.messageShortcut({ user: ada.id, callbackId: "edit", message });
    const view = await slack.until(() => slack.views(ada.id)[0]);
    expect(wordsOf(view.blocks)).toContain("sea.mp4");
  });

  it("gives a new file of the form the place that is free", async () => {
    const { slack, ada, channel } = await openWith();
    const message = slack.say({ user: ada.id, channel: channel.id, files: [PNG] });
    slack.messageShortcut({ user: ada.id, callbackId: "motion", message });
    const view = await slack.until(() => slack.views(ada.id)[0]);
    slack.submit({ user: ada.id, view, files: { files: [MP4] } });
    expect(optionsOf(await stage.asked())).toEqual({ image: "boat.png", video: "sea.mp4" });
  });

  it("says so when there is nothing for it", async () => {
    const { slack, ada, channel } = await openWith();
    const message = slack.say({ user: ada.id, channel: channel.id, files: [NOTES] });
    const act = slack.messageShortcut({ user: ada.id, callbackId: "animate", message });
    const [shown] = await slack.until(() => act.ephemerals().length > 0 && act.ephemerals());
    expect(wordsOf(shown?.blocks ?? [])).toContain("works on a message with a picture");
  });

  it("asks Slack what a file of a shared channel is", async () => {
    const { slack, ada, channel } = await openWith();
    const message = slack.say({ user: ada.id, channel: channel.id, files: [{ ...PNG, access: "check_file_info" }] });
    slack.messageShortcut({ user: ada.id, callbackId: "animate", message });
    const view = await slack.until(() => {
      const [one] = slack.views(ada.id);
      return one && wordsOf(one.blocks).includes("boat.png") && one;
    });
    slack.submit({ user: ada.id, view });
    expect(optionsOf(await stage.asked())).toEqual({ image: "boat.png" });
  });

  it("says so when the file is another workspace's", async () => {
    const { slack, ada, channel } = await openWith();
    const message = slack.say({ user: ada.id, channel: channel.id, files: [{ ...PNG, access: "denied" }] });
    slack.messageShortcut({ user: ada.id, callbackId: "animate", message });
    await slack.until(() => {
      const [one] = slack.views(ada.id);
      return one && wordsOf(one.blocks).includes("I found none");
    });
  });
});

describe("“New video”", () => {
  it("opens from anywhere and asks where to post", async () => {
    const { slack, ada, channel } = await openWith();
    slack.shortcut({ user: ada.id, callbackId: "new_video" });
    const view = await slack.until(() => slack.views(ada.id)[0]);
    slack.submit({ user: ada.id, view, values: { prompt: "a boat", where: channel.id } });
    expect(await stage.asked()).toMatchObject({ command: "video", place: { channel: channel.id } });
  });
});
