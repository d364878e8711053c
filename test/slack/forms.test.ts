import { afterEach, describe, expect, it } from "vitest";
import type { Card } from "../../src/chat/contract/card.ts";
import type { View } from "../support/slack/types.ts";
import { type Incoming, openIncoming, optionsOf, wordsOf } from "./incoming.ts";

let stage: Incoming;
afterEach(async () => {
  const { violations } = stage.slack;
  await stage.close();
  expect(violations).toEqual([]);
});

const PNG = { name: "boat.png", bytes: Buffer.from("a picture") };

/** A member who types the line, and the form that it opens. */
async function formFor(line: string, settings: Parameters<typeof openIncoming>[0] = {}) {
  stage = await openIncoming(settings);
  const { slack } = stage;
  const ada = slack.member();
  const channel = slack.channel({ members: [ada.id] });
  const act = slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text: line });
  const view = await slack.until(() => slack.views(ada.id)[0], "the form");
  return { slack, ada, channel, act, view };
}

function fieldsOf(view: View): string[] {
  return view.blocks.filter(({ type }) => type === "input").map(({ block_id: id }) => String(id));
}

function held(view: View, field: string): unknown {
  const [value] = Object.values(view.state[field] ?? view.state[`usual:${field}`] ?? {});
  const { value: text, selected_option: option } = (value ?? {}) as Record<string, { value?: string } | string | null>;
  return typeof option === "object" ? option?.value : (text ?? undefined);
}

describe("a form", () => {
  it("opens when there are no words, with the fields of the first command", async () => {
    const { view, act } = await formFor("");
    expect(fieldsOf(view)).toEqual(
      expect.arrayContaining(["prompt", "model", "duration", "quality", "aspect", "sound", "negative", "element1"]),
    );
    expect(await act.acked).toMatchObject({ ok: true });
    expect(stage.invocations).toEqual([]);
  });

  it("opens for a command that lacks its file, filled with what was typed", async () => {
    const { view } = await formFor("animate wind in the sails --turbo 8s 1080p --sound");
    expect(fieldsOf(view)).toEqual(expect.arrayContaining(["prompt", "files", "more"]));
    expect(held(view, "prompt")).toBe("wind in the sails");
    expect(held(view, "model")).toBe("kling-turbo");
    expect(held(view, "duration")).toBe("8");
    expect(held(view, "quality")).toBe("1080p");
    expect(held(view, "sound")).toBe("yes");
  });

  it.each(["animate a wind", "reference a wind", "edit make it night", "motion", "element create name:Ada a girl"])(
    "opens for a command that needs a file and got none: %s",
    async (line) => {
      const { view } = await formFor(line);
      expect(fieldsOf(view)).toContain("files");
    },
  );

  it("does not open when nothing is missing", async () => {
    stage = await openIncoming();
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    const lines = ["edit video:https://films.test/a.mp4 make it night", "credits", "settings", "jobs"];
    for (const text of lines) slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text });
    await stage.asked(lines.length);
    expect(slack.views(ada.id)).toEqual([]);
  });

  it("is sent with its files, and runs where it was asked for", async () => {
    const { slack, ada, channel, view } = await formFor("animate a wind");
    const act = slack.submit({
      user: ada.id,
      view,
      values: { prompt: "a gale", quality: "1080p", duration: 6 },
      files: { files: [PNG] },
    });
    expect(await act.acked).toMatchObject({ ok: true, body: undefined });
    const asked = await stage.asked();
    expect(asked).toMatchObject({ command: "animate", place: { channel: channel.id }, sourceId: `slack:${view.id}` });
    expect(optionsOf(asked)).toEqual({ image: "boat.png", prompt: "a gale", quality: "1080p", duration: "6" });
    expect(view.open).toBe(false);
  });

  it("takes a link where the file is too large for Slack's forms", async () => {
    const { slack, ada, view } = await formFor("edit make it night");
    slack.submit({ user: ada.id, view, values: { more: "video:https://films.test/a.mp4" } });
    expect(optionsOf(await stage.asked())).toEqual({ video: "https://films.test/a.mp4", prompt: "make it night" });
  });

  it("is one request, however often it is sent", async () => {
    const { slack, ada, view } = await formFor("", { mode: "http" });
    const act = slack.submit({ user: ada.id, view, values: { prompt: "a boat" } });
    await act.acked;
    expect(await act.again().acked).toMatchObject({ ok: true });
    await stage.asked();
    expect(stage.invocations).toHaveLength(1);
  });

  it("says at its field what is wrong, and can be sent again", async () => {
    const { slack, ada, view } = await formFor("animate a wind");
    const none = slack.submit({ user: ada.id, view, values: { prompt: "a gale" } });
    expect(await none.acked).toMatchObject({ body: { response_action: "errors" } });
    expect(view.errors.files).toContain("Attach a picture");
    const wrong = slack.submit({
      user: ada.id,
      view,
      files: { files: [{ name: "notes.txt", bytes: Buffer.from("hi") }] },
    });
    await wrong.acked;
    expect(view.errors.files).toContain("notes.txt");
    const unread = slack.submit({ user: ada.id, view, values: { more: "duration:99" }, files: { files: [PNG] } });
    await unread.acked;
    expect(view.errors.duration).toContain("from 3 to 15");
    expect(view.open).toBe(true);
    await slack.submit({ user: ada.id, view, values: { more: "" }, files: { files: [PNG] } }).acked;
    await stage.asked();
    expect(stage.invocations).toHaveLength(1);
  });

  it("has a field for each shot of a storyboard, which together are longer than any field of Slack's", async () => {
    const { slack, ada, view } = await formFor("storyboard --o3");
    const fields = fieldsOf(view).filter((name) => name.startsWith("shots"));
    expect(fields).toEqual([1, 2, 3, 4, 5, 6].map((number) => `shots#${number}`));
    expect(wordsOf(view.blocks)).toContain("Shot 6");
    const shots = fields.map((_, index) => `2s: ${String(index).repeat(512)}`);
    // Slack keeps what was filled in by the fields' names, in no order that it promises.
    const values = Object.fromEntries(fields.map((field, index) => [field, shots[index] ?? ""]).toReversed());
    slack.submit({ user: ada.id, view, values });
    const { shots: sent, ...rest } = optionsOf(await stage.asked());
    expect(sent).toBe(shots.join("\n"));
    expect(String(sent).length).toBeGreaterThan(3_000);
    expect(rest).toEqual({ model: "kling-o3" });
  });

  it("takes a line break in a shot as a space, unless a shot begins there", async () => {
    const { slack, ada, view } = await formFor("storyboard");
    slack.submit({
      user: ada.id,
      view,
      values: { "shots#1": "3s: a door\n  and a hand\n2s: rain", "shots#2": "4s: the sea" },
    });
    expect(optionsOf(await stage.asked())).toEqual({ shots: "3s: a door and a hand\n2s: rain\n4s: the sea" });
  });

  it("gives a refused storyboard back to its fields, however long", async () => {
    const shots = Array.from({ length: 6 }, (_, index) => `3s: ${String(index).repeat(512)}`);
    const line = `storyboard shots:"${shots.join("\n")}"`;
    const refusal: Card = {
      ...{ tone: "bad", audience: "member", title: "That didn't go through", text: "Take 3 s away." },
      buttons: [{ label: "Edit and send again", does: "edit", line }],
    };
    const { slack, ada, view } = await formFor("storyboard", { act: () => [refusal] });
    const values = Object.fromEntries(shots.map((shot, index) => [`shots#${index + 1}`, shot]));
    const act = slack.submit({ user: ada.id, view, values });
    const [shown] = await slack.until(() => act.ephemerals().length > 0 && act.ephemerals());
    if (!shown) throw new Error("nothing was shown");
    slack.press({ user: ada.id, on: shown, label: "Edit and send again" });
    const again = await slack.until(() => slack.views(ada.id).find((one) => one !== view));
    await slack.until(() => held(again, "shots#6") !== undefined);
    expect(shots.map((_, index) => held(again, `shots#${index + 1}`))).toEqual(shots);
    slack.submit({ user: ada.id, view: again, values: { "shots#6": "" } });
    expect(optionsOf(await stage.asked(2))).toEqual({ shots: shots.slice(0, 5).join("\n") });
  });

  it("begins with what the member usually wants, and leaves it unsaid when it stays so", async () => {
    const usual = { quality: "1080p", duration: 8, sound: true } as const;
    const { slack, ada, view } = await formFor("", { usual });
    await slack.until(() => held(view, "quality") === "1080p");
    expect([held(view, "duration"), held(view, "sound")]).toEqual(["8", "yes"]);
    // Nobody has touched it, so Slack's client lets it be closed without a question.
    expect(view.unsaved).toBe(false);
    slack.submit({ user: ada.id, view, values: { prompt: "a boat", Sound: "no" } });
    expect(optionsOf(await stage.asked())).toEqual({ prompt: "a boat", sound: "no" });
  });

  it("leaves an option that was put back to usual unsaid", async () => {
    const { slack, ada, view } = await formFor("video --turbo");
    slack.submit({ user: ada.id, view, values: { prompt: "a boat", model: "As usual" } });
    expect(optionsOf(await stage.asked())).toEqual({ prompt: "a boat" });
  });

  it("suggests the cast as one types, and what else an option takes", async () => {
    const { slack, ada, view } = await formFor("", { suggestions: [{ value: "Ada", label: "Ada" }] });
    const act = slack.options({ user: ada.id, on: view, field: "element1", typed: "a" });
    expect(await act.acked).toMatchObject({ body: { options: [{ text: { text: "Ada" }, value: "Ada" }] } });
    expect(stage.completed[0]).toMatchObject({ command: "video", option: "element1", begun: "a" });
    slack.submit({ user: ada.id, view, values: { prompt: "a boat", element1: "Ada" } });
    expect(optionsOf(await stage.asked())).toEqual({ prompt: "a boat", element1: "Ada" });
  });

  it("that came too late for its trigger is opened by a button", async () => {
    stage = await openIncoming();
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    slack.fail({ method: "views.open", error: "expired_trigger_id" });
    const act = slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text: "animate a wind" });
    const [shown] = await slack.until(() => act.ephemerals().length > 0 && act.ephemerals());
    if (!shown) throw new Error("nothing was shown");
    slack.press({ user: ada.id, on: shown, label: "Edit and send again" });
    const view = await slack.until(() => slack.views(ada.id)[0]);
    expect(held(view, "prompt")).toBe("a wind");
  });

  it("that is refused later comes back with its file", async () => {
    const refusal: Card = {
      ...{ tone: "bad", audience: "member", title: "That didn't go through", text: "The picture is too small." },
      buttons: [{ label: "Edit and send again", does: "edit", line: 'animate prompt:"a wind"' }],
    };
    const { slack, ada, view } = await formFor("animate a wind", { act: () => [refusal] });
    const act = slack.submit({ user: ada.id, view, files: { files: [PNG] } });
    const [shown] = await slack.until(() => act.ephemerals().length > 0 && act.ephemerals());
    if (!shown) throw new Error("nothing was shown");
    expect(wordsOf(shown.blocks).split("\n")).toContain('/reelay animate prompt:"a wind"');
    slack.press({ user: ada.id, on: shown, label: "Edit and send again" });
    const again = await slack.until(() => slack.views(ada.id).find((one) => fieldsOf(one).includes("prompt")));
    expect(wordsOf(again.blocks)).toContain("boat.png");
    slack.submit({ user: ada.id, view: again, values: { prompt: "a breeze" } });
    expect(optionsOf(await stage.asked(2))).toEqual({ image: "boat.png", prompt: "a breeze" });
  });
});
