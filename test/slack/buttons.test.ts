import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { UserError } from "../../src/base/errors.ts";
import type { Button, Card } from "../../src/chat/contract/card.ts";
import { testClock } from "../support/clock.ts";
import { type Incoming, openIncoming, optionsOf, wordsOf } from "./incoming.ts";

let stage: Incoming;
afterEach(async () => {
  const { violations } = stage.slack;
  await stage.close();
  expect(violations).toEqual([]);
});

/** A member who is shown these buttons. */
async function shown(buttons: readonly Button[], settings: Parameters<typeof openIncoming>[0] = {}) {
  let asked = 0;
  const card: Card = { tone: "info", audience: "member", title: "Here", buttons };
  const act = () => (asked++ === 0 ? [card] : []);
  stage = await openIncoming({ act, ...settings });
  const { slack } = stage;
  const ada = slack.member();
  const channel = slack.channel({ members: [ada.id] });
  const typed = slack.slash({ user: ada.id, channel: channel.id, command: "/jobs" });
  const [on] = await slack.until(() => typed.ephemerals().length > 0 && typed.ephemerals());
  if (!on) throw new Error("nothing was shown");
  return { slack, ada, channel, on };
}

describe("a button", () => {
  it("runs its line as if its presser had typed it", async () => {
    const { slack, ada, channel, on } = await shown([{ label: "Again", does: "run", line: "jobs again:g_1" }]);
    slack.press({ user: ada.id, on, label: "Again" });
    expect(await stage.asked(2)).toMatchObject({
      command: "jobs",
      typed: { line: "again:g_1" },
      actor: { id: ada.id },
      place: { channel: channel.id },
    });
  });

  it("keeps what Slack would escape in it, word for word", async () => {
    const line = "video a <tree> & 100% &amp; %3C 8s";
    const { slack, ada, on } = await shown([{ label: "Again", does: "run", line }]);
    slack.press({ user: ada.id, on, label: "Again" });
    expect((await stage.asked(2)).typed.line).toBe("a <tree> & 100% &amp; %3C 8s");
  });

  it("is one request when it is pressed twice at once, and another when it is pressed again later", async () => {
    const clock = testClock(Date.now());
    // What waits for Slack waits by the machine's clock: a connection that a busy machine loses is opened again.
    const mixed = { now: clock.now, sleep: systemClock.sleep };
    const { slack, ada, on } = await shown([{ label: "Again", does: "run", line: "jobs again:g_1" }], { clock: mixed });
    await slack.press({ user: ada.id, on, label: "Again" }).acked;
    await slack.press({ user: ada.id, on, label: "Again" }).acked;
    await stage.asked(2);
    await clock.advance(10_000);
    slack.press({ user: ada.id, on, label: "Again" });
    await stage.asked(3);
    expect(stage.invocations).toHaveLength(3);
    expect(new Set(stage.invocations.map(({ sourceId }) => sourceId)).size).toBe(3);
  });

  it("is one request when Slack sends it again", async () => {
    const { slack, ada, on } = await shown([{ label: "Again", does: "run", line: "jobs again:g_1" }], { mode: "http" });
    const act = slack.press({ user: ada.id, on, label: "Again" });
    await act.acked;
    expect(await act.again().acked).toMatchObject({ ok: true });
    await stage.asked(2);
    expect(stage.invocations).toHaveLength(2);
  });

  it("opens the form with its line", async () => {
    const line = "video prompt:”” a boat 8s";
    const { slack, ada, on } = await shown([{ label: "Edit", does: "edit", line }]);
    slack.press({ user: ada.id, on, label: "Edit" });
    const view = await slack.until(() => slack.views(ada.id)[0]);
    slack.submit({ user: ada.id, view, values: { prompt: "a ship" } });
    expect(optionsOf(await stage.asked(2))).toEqual({ prompt: "a ship", duration: "8" });
  });

  it("opens the form with a line that is too long for it", async () => {
    const words = "a boat ".repeat(400).trim();
    const { slack, ada, on } = await shown([{ label: "Edit", does: "edit", line: `video ${words}` }]);
    slack.press({ user: ada.id, on, label: "Edit" });
    const view = await slack.until(() => slack.views(ada.id).find(({ content }) => content.callback_id === "form"));
    slack.submit({ user: ada.id, view });
    expect(optionsOf(await stage.asked(2))).toEqual({ prompt: words });
  });

  it("opens the form with its job's line", async () => {
    const line = `video ${"a boat ".repeat(400)}`;
    const { slack, ada, on } = await shown([{ label: "Edit", does: "edit", line, job: "g_1" }], {
      jobLine: (job) => `video the boat of ${job}`,
    });
    slack.press({ user: ada.id, on, label: "Edit" });
    const view = await slack.until(() => slack.views(ada.id).find(({ content }) => content.callback_id === "form"));
    slack.submit({ user: ada.id, view });
    expect(optionsOf(await stage.asked(2))).toEqual({ prompt: "the boat of g_1" });
  });

  it("of somebody else's job says so in the place of the form", async () => {
    const line = `video ${"a boat ".repeat(400)}`;
    const { slack, ada, on } = await shown([{ label: "Edit", does: "edit", line, job: "g_1" }], {
      jobLine: () => {
        throw new UserError("That job is somebody else's.");
      },
    });
    slack.press({ user: ada.id, on, label: "Edit" });
    await slack.until(() => wordsOf(slack.views(ada.id)[0]?.blocks ?? []).includes("somebody else's"));
  });

  it("that nobody knows any more says so", async () => {
    const { slack, ada, on } = await shown([{ label: "Edit", does: "edit", line: "juggle three boats" }]);
    const act = slack.press({ user: ada.id, on, label: "Edit" });
    await slack.until(() => wordsOf(act.ephemerals()[0]?.blocks ?? []).includes("no longer know"));
  });
});

describe("the member's page", () => {
  const act: NonNullable<Parameters<typeof openIncoming>[0]>["act"] = ({ command, typed }) => [
    {
      ...{ tone: "info", audience: "member", title: `Section ${command}`, text: `${typed.line}` },
      ...(command === "jobs" && typed.line === ""
        ? { buttons: [{ label: "Cancel", does: "run", line: "jobs cancel:g_1" }] }
        : {}),
    },
  ];

  it("shows the balance, the jobs, the cast and the defaults when it is opened", async () => {
    stage = await openIncoming({ act });
    const { slack } = stage;
    const ada = slack.member();
    slack.openHome(ada.id);
    const home = await slack.until(() => slack.home(ada.id));
    for (const name of ["credits", "jobs", "element list", "settings"]) {
      expect(wordsOf(home.blocks)).toContain(`Section ${name}`);
    }
    expect(stage.invocations.every(({ place }) => place.channel === slack.dm(ada.id).id)).toBe(true);
  });

  it("runs what is pressed on it and shows the answer there", async () => {
    stage = await openIncoming({ act });
    const { slack } = stage;
    const ada = slack.member();
    slack.openHome(ada.id);
    const home = await slack.until(() => slack.home(ada.id));
    slack.press({ user: ada.id, on: home, label: "Cancel" });
    await slack.until(() => wordsOf(slack.home(ada.id)?.blocks ?? []).includes("cancel:g_1"));
    slack.press({ user: ada.id, on: home, label: "Refresh" });
    await slack.until(() => !wordsOf(slack.home(ada.id)?.blocks ?? []).includes("cancel:g_1"));
  });

  it("is drawn anew after its member did something elsewhere, but not at once each time", async () => {
    const clock = testClock(Date.now());
    stage = await openIncoming({ act, clock });
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    slack.openHome(ada.id);
    const home = await slack.until(() => slack.home(ada.id));
    const typed = [1, 2, 3].map(() => slack.slash({ user: ada.id, channel: channel.id, command: "/help" }));
    await slack.until(() => typed.every((one) => one.ephemerals().length >= 3) && clock.sleeping > 0);
    expect(home.updates).toBe(0);
    await clock.advance(10_000);
    await slack.until(() => home.updates === 1);
  });

  it("opens a form that asks where to post", async () => {
    stage = await openIncoming({ act });
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    slack.openHome(ada.id);
    const home = await slack.until(() => slack.home(ada.id));
    slack.press({ user: ada.id, on: home, label: "New video" });
    const view = await slack.until(() => slack.views(ada.id)[0]);
    const before = stage.invocations.length;
    slack.submit({ user: ada.id, view, values: { prompt: "a boat", where: channel.id } });
    expect(await stage.asked(before + 1)).toMatchObject({ command: "video", place: { channel: channel.id } });
  });

  it("sends what the member was owed to them alone, as it has a video", async () => {
    const owed: Card = {
      ...{ tone: "done", audience: "member", title: "Your video" },
      video: { hash: "0".repeat(64), name: "a.mp4", bytes: 1, width: 1, height: 1, seconds: 1 },
    };
    stage = await openIncoming({
      act: (asked) => [...(act(asked) as Card[]), ...(asked.command === "jobs" ? [owed] : [])],
    });
    const { slack } = stage;
    const ada = slack.member();
    slack.openHome(ada.id);
    expect(await stage.tells()).toMatchObject({ how: "direct", to: ada.id, card: { title: "Your video" } });
  });
});
