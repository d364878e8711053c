import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkLedger } from "../support/ledger.ts";
import { png } from "../support/pictures.ts";
import { type Live, labelsIn, openLive, toCopy, wordsIn } from "./live.ts";

const BOAT = { name: "boat.png", bytes: png(640, 480) };
const NOTES = { name: "notes.txt", bytes: Buffer.from("words") };

describe.each(["socket", "http"] as const)("what can't be done in Slack, by %s", (mode) => {
  let live: Live;
  beforeAll(async () => {
    live = await openLive(mode);
  });
  afterAll(async () => {
    const { slack, reelay } = live;
    await checkLedger(reelay.db);
    await live[Symbol.asyncDispose]();
    expect(slack.violations).toEqual([]);
  });

  it.each([
    ["an unknown flag", "video a boat --tubro 8s", /no option --tubro here/, "/reelay video a boat 8s"],
    ["a quality that there isn't", "video a boat --quality 8k", /720p, 1080p, or 4k, not “8k”/, "/reelay video a boat"],
    ["two durations", "video a boat 8s duration:5", /You gave duration twice/, "/reelay video a boat 8s"],
    [
      ...["somebody of Slack's who isn't in the cast", "video <@U123|cy> waves &amp; smiles", /no @cy in the cast/],
      "/reelay video @cy waves & smiles",
    ],
    [...["everybody called", "video <!channel> dances", /no @channel in the cast/], "/reelay video @channel dances"],
    [
      ...["a link to a machine of our own", "animate a boat image:<https://127.0.0.1/a.png|a>", /isn't on the public/],
      "/reelay animate a boat image:https://127.0.0.1/a.png",
    ],
  ] as [string, string, RegExp, string][])(
    "%s is said to the member alone, with a line to copy",
    async (_, line, sentence, copy) => {
      const channel = live.room();
      const before = await live.holds();
      const answer = await live.answer(live.type(line, channel));
      expect(wordsIn(answer)).toMatch(sentence);
      expect(wordsIn(answer)).toContain("Nothing was charged");
      expect(toCopy(answer)).toBe(copy);
      expect(labelsIn(answer)).toEqual(["Edit and send again"]);
      expect(live.by(channel)).toEqual([]);
      expect(await live.holds()).toEqual(before);
    },
  );

  it("smart quotes and wrapped links are read as they were meant, and nobody is called", async () => {
    const { slack, ada } = live;
    const channel = live.room();
    live.type("video “&lt;!channel&gt; as in <https://example.com/?a=1&amp;b=2|this>” aspect:“9:16” —turbo", channel);
    const message = await live.finished(await live.begun(channel));
    expect(wordsIn(message)).toContain("<!channel> as in https://example.com/?a=1&b=2");
    await slack.until(() => slack.thread(message)[0], "the notice");
    expect(slack.pinged.filter((one) => one.channel === channel.id).map(({ who }) => who)).toEqual([ada.id]);
  });

  it("a form says at its field what won't do, and stays open for another try", async () => {
    const { slack, ada } = live;
    const channel = live.room();
    const view = await live.form(live.type("animate wind in the sails", channel));
    await slack.submit({ user: ada.id, view, files: { files: [NOTES] } }).acked;
    expect(view.errors).toEqual({ files: "“notes.txt” won't work here. Attach a picture instead." });
    await slack.submit({ user: ada.id, view, files: { files: [] } }).acked;
    expect(view.errors).toEqual({ files: expect.stringMatching(/^Attach a picture/) });
    await slack.submit({ user: ada.id, view, values: { more: "--shape round" }, files: { files: [BOAT] } }).acked;
    expect(view.errors).toEqual({ more: expect.stringMatching(/no option --shape here/) });
    await slack.submit({ user: ada.id, view, values: { more: "shape:round" }, files: { files: [BOAT] } }).acked;
    expect(view.errors).toEqual({ more: expect.stringMatching(/doesn't take “shape:round”/) });
    expect(view.open).toBe(true);
    await slack.submit({ user: ada.id, view, values: { more: "" }, files: { files: [BOAT] } }).acked;
    await live.finished(await live.begun(channel));
  });

  it("a file that is deleted before it is read, and what calls itself a picture", async () => {
    const { slack, ada, ben } = live;
    const channel = live.room();
    const before = await live.holds();
    const message = slack.say({ user: ben.id, channel: channel.id, files: [BOAT] });
    const act = slack.messageShortcut({ user: ada.id, callbackId: "animate", message });
    const view = await live.form(act);
    for (const file of message.files) slack.deleteFile(file);
    await slack.submit({ user: ada.id, view, values: { prompt: "waves" } }).acked;
    expect(wordsIn(await live.answer(act))).toMatch(/“boat\.png” is no longer available in the chat/);
    const begun = live.type("animate waves", channel);
    const form = await live.form(begun);
    await slack.submit({ user: ada.id, view: form, files: { files: [{ ...NOTES, name: "notes.png" }] } }).acked;
    const refused = await live.answer(begun);
    expect(wordsIn(refused)).toMatch(/“notes\.png” is/);
    expect(await live.holds()).toEqual(before);
    // The form comes back as it was, to be given another file.
    const again = await live.form(slack.press({ user: ada.id, on: refused, label: "Edit and send again" }));
    expect(wordsIn(again)).toContain("notes.png");
  });

  it("a file that another workspace has shared", async () => {
    const { slack, ada } = live;
    const channel = live.room();
    const message = slack.say({ user: ada.id, channel: channel.id, files: [{ ...BOAT, access: "denied" }] });
    const act = slack.messageShortcut({ user: ada.id, callbackId: "animate", message });
    const shown = await slack.until(() => act.views().find((one) => one.updates > 0), "what is said of it");
    expect(wordsIn(shown)).toMatch(/works on a message with a picture/);
  });

  it("a trigger that has expired is answered with a button that opens the form", async () => {
    const { slack, ada } = live;
    slack.fail({ method: "views.open", error: "expired_trigger_id" });
    const late = await live.answer(live.type("animate wind", live.room()));
    expect(wordsIn(late)).toMatch(/didn't open in time/);
    const view = await live.form(slack.press({ user: ada.id, on: late, label: "Edit and send again" }));
    expect(JSON.stringify(view.state)).toContain("wind");
  });

  it("a button on somebody else's job does nothing, and says so to who pressed it", async () => {
    const { slack, ben } = live;
    const message = await live.make("video a harbour");
    const before = await live.holds();
    for (const label of ["Again", "Delete", "Another model"]) {
      const answer = await live.answer(slack.press({ user: ben.id, on: message, label }));
      expect(wordsIn(answer), label).toMatch(/only they and admins can do that/);
      expect(answer.user).toBe(ben.id);
    }
    expect(await live.holds()).toEqual(before);
    expect(live.videos(message)).toHaveLength(1);
  });

  it("a private channel that the bot isn't in is said before any credit is held", async () => {
    const before = await live.holds();
    const channel = live.room({ private: true, bot: false });
    const answer = await live.answer(live.type("video a boat", channel));
    expect(wordsIn(answer)).toMatch(/I'm not in this channel.*\/invite @Reelay/);
    expect(await live.holds()).toEqual(before);
    channel.members.add(live.slack.team.botUser);
    const again = await live.form(live.slack.press({ user: live.ada.id, on: answer, label: "Edit and send again" }));
    await live.slack.submit({ user: live.ada.id, view: again }).acked;
    await live.finished(await live.begun(channel));
  });

  it("a conversation of members alone, which no app can be added to, is said before any credit is held", async () => {
    const { slack, ada, ben, root } = live;
    const before = await live.holds();
    for (const members of [
      [ada.id, ben.id],
      [ada.id, ben.id, root.id],
    ]) {
      const answer = await live.answer(live.type("video a boat", slack.conversation({ members })));
      expect(wordsIn(answer)).toMatch(/can't be added to it.*Send it in a channel, or in a direct message to me/);
    }
    expect(await live.holds()).toEqual(before);
  });

  it("somebody of another organisation, in a channel that both share, gets nothing either", async () => {
    const { slack } = live;
    const before = await live.holds();
    const eve = slack.member({ name: "eve", team: slack.addTeam("far", "E0FAR") });
    const shared = live.room();
    shared.members.add(eve.id);
    const message = await live.make("video a bridge");
    for (const label of ["Again", "Delete"]) {
      const answer = await live.answer(slack.press({ user: eve.id, on: message, label }));
      expect(wordsIn(answer), label).toMatch(/from another workspace, and credits belong to this one/);
    }
    expect(await live.holds()).toHaveLength(before.length + 1);
  });

  it("another workspace's members get nothing from this one's credits, wherever they are", async () => {
    const { slack } = live;
    const before = await live.holds();
    const other = slack.addTeam("lighthouse");
    const eve = slack.member({ name: "eve", team: other });
    const theirs = slack.channel({ team: other, members: [eve.id] });
    const away = await live.answer(live.type("video a boat", theirs, eve));
    expect(wordsIn(away)).toMatch(/not set up for this workspace/);
    expect(slack.messages(theirs.id)).toEqual([]);
    expect(await live.holds()).toEqual(before);
    const owners = await live.reelay.db.selectFrom("pots").select("workspace").distinct().execute();
    expect(owners).toEqual([{ workspace: slack.team.id }]);
  });
});
