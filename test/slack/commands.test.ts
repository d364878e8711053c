import { afterEach, describe, expect, it } from "vitest";
import type { Invocation } from "../../src/chat/contract/invocation.ts";
import { inEnglish } from "../../src/text/render.ts";
import { type Incoming, openIncoming, wordsOf } from "./incoming.ts";

let stage: Incoming;
afterEach(async () => {
  const { violations } = stage.slack;
  await stage.close();
  expect(violations).toEqual([]);
});

describe.each(["socket", "http"] as const)("a typed line, by %s", (mode) => {
  it("is acknowledged, and runs as it was typed", async () => {
    stage = await openIncoming({ mode });
    const { slack } = stage;
    const ada = slack.member({ name: "ada", admin: true });
    const channel = slack.channel({ members: [ada.id] });
    slack.group("makers", [ada.id]);
    const text = "video a paper boat on a river --turbo 8s 9:16 --sound";
    const act = slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text });
    expect(await act.acked).toMatchObject({ ok: true, body: undefined });
    expect(await stage.asked()).toMatchObject({
      command: "video",
      typed: { line: "a paper boat on a river --turbo 8s 9:16 --sound" },
      actor: { id: ada.id, name: "ada", admin: true, roles: [expect.stringMatching(/^S/)] },
      place: { platform: "slack", workspace: slack.team.id, channel: channel.id },
      locale: "en-US",
      sourceId: `slack:${act.triggerId}`,
    });
  });
});

describe("a typed line", () => {
  it("has each command under its own name too, subcommands among them", async () => {
    stage = await openIncoming();
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    slack.slash({ user: ada.id, channel: channel.id, command: "/video", text: "a boat" });
    expect(await stage.asked()).toMatchObject({ command: "video", typed: { line: "a boat" } });
    slack.slash({ user: ada.id, channel: channel.id, command: "/element", text: "show  Ada" });
    expect(await stage.asked(2)).toMatchObject({ command: "element show", typed: { line: "Ada" } });
    slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text: "Element LIST" });
    expect(await stage.asked(3)).toMatchObject({ command: "element list", typed: { line: "" } });
  });

  it("is read without what Slack has wrapped", async () => {
    stage = await openIncoming();
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    const text = "edit video:<https://films.test/a.mp4|a.mp4> <@U1|ada> &amp; <!channel> in <#C1|sea> &lt;3";
    slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text });
    const line = "video:https://films.test/a.mp4 @ada & @channel in #sea <3";
    expect(await stage.asked()).toMatchObject({ command: "edit", typed: { line } });
  });

  it("keeps who is mentioned where a command needs to know them", async () => {
    stage = await openIncoming();
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    slack.slash({ user: ada.id, channel: channel.id, command: "/credits", text: "give <@U1|ada lovelace> 20" });
    expect(await stage.asked()).toMatchObject({ command: "credits", typed: { line: "give <@U1> 20" } });
  });

  it("is one request when Slack sends it again", async () => {
    stage = await openIncoming({ mode: "http" });
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    const act = slack.slash({ user: ada.id, channel: channel.id, command: "/video", text: "a boat" });
    await act.acked;
    expect(await act.again().acked).toMatchObject({ ok: true });
    const other = slack.slash({ user: ada.id, channel: channel.id, command: "/video", text: "a boat" });
    await other.acked;
    await stage.asked(2);
    expect(stage.invocations.map(({ sourceId }) => sourceId)).toEqual([
      `slack:${act.triggerId}`,
      `slack:${other.triggerId}`,
    ]);
  });

  it.each([
    ["video a boat --quality 8k", "quality can be 720p, 1080p, or 4k", "/reelay video a boat"],
    ["video a boat --qualty 1080p", "There is no option --qualty here", "/reelay video a boat --quality 1080p"],
    ["video a boat --fast", "There is no option --fast here", "/reelay video a boat"],
    ["video a boat duration:8 --duration 9", "You gave duration twice", "/reelay video a boat duration:8"],
    ["video a boat duration:40", "duration takes whole seconds", "/reelay video a boat duration:15"],
    ["video “a boat” quality:“1080”", "quality can be", "/reelay video “a boat” quality:1080p"],
  ])("that can't be read is answered with one that can: %s", async (text, sentence, line) => {
    stage = await openIncoming();
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    const act = slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text });
    const [shown] = await slack.until(() => act.ephemerals().length > 0 && act.ephemerals());
    expect(wordsOf(shown?.blocks ?? [])).toContain(sentence);
    expect(wordsOf(shown?.blocks ?? []).split("\n")).toContain(line);
    expect(stage.invocations).toEqual([]);
  });

  it("shows its answer to the member alone, and in the channel what is for all", async () => {
    stage = await openIncoming({
      act: () => [
        { tone: "info", audience: "member", title: "For you" },
        { tone: "info", audience: "channel", title: "For all" },
      ],
    });
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    const act = slack.slash({ user: ada.id, channel: channel.id, command: "/credits" });
    await slack.until(() => act.ephemerals().length === 1);
    expect(wordsOf(act.ephemerals()[0]?.blocks ?? [])).toContain("For you");
    expect(await stage.tells()).toMatchObject({
      how: "post",
      card: { title: "For all" },
      place: { channel: channel.id },
    });
  });

  it("tells why the bot can't post, before anything is begun", async () => {
    stage = await openIncoming({ blocked: "not invited" });
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id], bot: false, private: true });
    slack.slash({ user: ada.id, channel: channel.id, command: "/video", text: "a boat" });
    expect(blockedIn(await stage.asked())).toContain("Invite me with /invite @Reelay");
  });

  it("tells that an app can't be added to a conversation of members alone, also after a form", async () => {
    stage = await openIncoming({ blocked: "not invited" });
    const { slack } = stage;
    const [ada, ben, cy] = [slack.member({ name: "ada" }), slack.member({ name: "ben" }), slack.member({ name: "cy" })];
    const direct = slack.conversation({ members: [ada.id, ben.id] });
    const group = slack.conversation({ members: [ada.id, ben.id, cy.id] });
    for (const [index, channel] of [direct, group].entries()) {
      slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text: "video a boat" });
      expect(blockedIn(await stage.asked(2 * index + 1))).toContain("can't be added to it");
      const act = slack.slash({ user: ada.id, channel: channel.id, command: "/reelay" });
      const view = await slack.until(() => act.views()[0], "the form");
      slack.submit({ user: ada.id, view, values: { prompt: "a boat" } });
      expect(blockedIn(await stage.asked(2 * index + 2))).toContain("can't be added to it");
    }
  });

  it("is not heard from apps, nor from a workspace that is not ours", async () => {
    stage = await openIncoming();
    const { slack } = stage;
    const robot = slack.member({ name: "robot", bot: true });
    const channel = slack.channel({ members: [robot.id] });
    const act = slack.slash({ user: robot.id, channel: channel.id, command: "/video", text: "a boat" });
    await slack.until(() => act.ephemerals().length === 1);
    const team = slack.addTeam();
    const eve = slack.member({ name: "eve", team });
    const theirs = slack.channel({ team, members: [eve.id] });
    const other = slack.slash({ user: eve.id, channel: theirs.id, command: "/video", text: "a boat" });
    await slack.until(() => other.ephemerals().length === 1);
    expect(wordsOf(other.ephemerals()[0]?.blocks ?? [])).toContain("not set up for this workspace");
    expect(stage.invocations).toEqual([]);
  });

  it("that fails is answered with the reference that the log has", async () => {
    stage = await openIncoming({ act: () => Promise.reject(new Error("the store is gone")) });
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    const act = slack.slash({ user: ada.id, channel: channel.id, command: "/video", text: "a boat" });
    const [shown] = await slack.until(() => act.ephemerals().length > 0 && act.ephemerals());
    expect(wordsOf(shown?.blocks ?? [])).toMatch(/reference [0-9a-f]{8}/);
    expect(wordsOf(shown?.blocks ?? [])).not.toContain("store");
  });
});

/** Why the bot can't post where a command was typed. */
function blockedIn({ place }: Invocation): string | undefined {
  return place.blocked && inEnglish(place.blocked);
}
