import { afterEach, describe, expect, it } from "vitest";
import type { Card } from "../../src/chat/contract/card.ts";
import { speaking } from "../support/language.ts";
import { texts } from "../support/slack/looks.ts";
import type { Json } from "../support/slack/types.ts";
import { type Incoming, openIncoming, wordsOf } from "./incoming.ts";
import { card, slackStage } from "./stage.ts";

const GERMAN = {
  code: "de",
  messages: {
    "slack-form.send": "Senden",
    "slack-form.noFile": "Füge {takes, select, image {ein Bild} video {ein Video} other {ein Bild oder Video}} an.",
    "slack-menu.newVideo": "Neues Video",
    "slack-menu.slogan": "Videos aus Worten und Bildern",
    "slack-speak.toCopy": "Zum Kopieren:",
    "slack-speak.videoHere": "Hier ist das Video.",
    "slack-speak.watchVideo": "Video ansehen",
  },
};

let stage: Incoming | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

/** A member who has Slack in German. */
async function bertha(settings: Parameters<typeof openIncoming>[0] = {}) {
  const opened = await openIncoming(settings);
  stage = opened;
  const { slack } = opened;
  const user = slack.member({ name: "bertha", locale: "de-DE" }).id;
  const channel = slack.channel({ members: [user] }).id;
  const type = (text: string) => slack.slash({ user, channel, command: "/reelay", text });
  /** The form that has a field of that name. */
  const formWith = (field: string) =>
    slack.until(() => slack.views(user).find(({ blocks }) => blocks.some((one) => one.block_id === field)), "the form");
  const calls = (method: string) => slack.calls.filter((call) => call.method === method).map(({ args }) => args);
  return { ...opened, user, type, formWith, calls };
}

/** What the button says that sends a form, as it was opened first and as it is now. */
const sendsBy = ({ submit }: Json) => (submit as { text: string } | undefined)?.text;

describe("somebody who has Slack in another language", () => {
  it("has forms in it: the first one as soon as Slack has told, all others at once", async () => {
    await speaking(GERMAN, async () => {
      const { slack, user, type, formWith, asked, calls } = await bertha();
      type("");
      const first = await formWith("negative");
      await slack.until(() => sendsBy(first.content) === "Senden", "the form in German");
      expect(calls("views.open").map(({ view }) => sendsBy(view as Json))).toEqual(["Send"]);
      expect(first.unsaved).toBe(false);
      slack.submit({ user, view: first, values: { prompt: "ein Boot" } });
      expect(await asked()).toMatchObject({ locale: "de-DE" });

      type("animate ein Wind");
      const second = await formWith("files");
      expect(sendsBy(second.content)).toBe("Senden");
      await slack.submit({ user, view: second, values: { prompt: "ein Sturm" } }).acked;
      expect(second.errors.files).toMatch(/^Füge ein Bild an/);
      expect([calls("users.info").length, calls("views.update").length]).toEqual([1, 1]);
    });
  });

  it("reads what the adapter says by itself in it, and Slack is asked once for all of it", async () => {
    const refused: Card = {
      ...{ tone: "bad", audience: "member", title: "Nein" },
      buttons: [{ label: "Ändern", does: "edit", line: "video ein Boot" }],
    };
    await speaking(GERMAN, async () => {
      const { slack, user, type, calls } = await bertha({ act: () => [refused] });
      const act = type("video ein Boot");
      const shown = await slack.until(() => act.ephemerals()[0], "the answer");
      expect(wordsOf(shown.blocks)).toContain("Zum Kopieren:");
      slack.openHome(user);
      const home = await slack.until(() => slack.home(user), "the page");
      expect(wordsOf(home.blocks)).toContain("Videos aus Worten und Bildern");
      expect(wordsOf(home.blocks)).toContain("Neues Video");
      expect(calls("users.info")).toHaveLength(1);
    });
  });

  it("reads English while Slack doesn't say which, and is answered all the same", async () => {
    await speaking(GERMAN, async () => {
      const faults = [{ method: "users.info", error: "missing_scope" }];
      const { slack, type } = await bertha({ faults });
      const shown = type("video ein Boot");
      await slack.until(() => shown.ephemerals()[0], "the answer");
      expect(wordsOf(shown.ephemerals()[0]?.blocks ?? [])).toContain("I'm missing a permission");
    });
  });
});

it("has the words around a card in the card's language, whoever reads it", async () => {
  await speaking(GERMAN, async () => {
    await using there = await slackStage();
    const { slack, chat, place, channel } = there;
    const video = { ...card("Fertig", { tone: "done", video: there.video() }), locale: "de" };
    await chat.post(place, { key: there.key(), again: false }, video);
    const said = slack.messages(channel.id).flatMap(texts).join("\n");
    expect(said).toContain("Hier ist das Video.");
    expect(said).toContain("|Video ansehen>");
  });
});
