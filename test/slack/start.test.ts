import Keyv from "keyv";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { ConfigError } from "../../src/base/errors.ts";
import { createLog } from "../../src/base/log.ts";
import type { Chat } from "../../src/chat/contract/chat.ts";
import { startSlack } from "../../src/slack/slack.ts";
import { hurryingClock } from "../support/clock.ts";
import { localSlack } from "../support/slack/slack.ts";
import type { LocalSlack } from "../support/slack/types.ts";
import { type Incoming, openIncoming } from "./incoming.ts";

describe("HTTP mode", () => {
  let stage: Incoming;
  afterEach(() => stage.close());

  async function aRequest() {
    stage = await openIncoming({ mode: "http" });
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    const act = slack.slash({ user: ada.id, channel: channel.id, command: "/video", text: "a boat" });
    expect(await act.acked).toMatchObject({ status: 200 });
    if (!act.request) throw new Error("nothing went out");
    return { slack, request: act.request, act };
  }

  it("refuses a forged, an old and a replayed signature", async () => {
    const { slack, request } = await aRequest();
    expect(await slack.send(slack.forged(request))).toMatchObject({ status: 401 });
    expect(await slack.send(slack.aged(request, 301))).toMatchObject({ status: 401 });
    expect(await slack.send(slack.aged(request, -301))).toMatchObject({ status: 401 });
    expect(await slack.send(request)).toMatchObject({ status: 401 });
    expect(await slack.send({ ...request, body: `${request.body}&text=more` })).toMatchObject({ status: 401 });
    const { "x-slack-signature": _none, ...headers } = request.headers;
    expect(await slack.send({ ...request, headers })).toMatchObject({ status: 401 });
    await stage.asked();
    expect(stage.invocations).toHaveLength(1);
  });

  it("knows a repetition that says it is one, and does it once", async () => {
    const { slack, request } = await aRequest();
    const headers = { ...request.headers, "x-slack-retry-num": "1" };
    expect(await slack.send({ ...request, headers })).toMatchObject({ status: 200 });
    await stage.asked();
    expect(stage.invocations).toHaveLength(1);
  });

  it("passes Slack's look at the address once the signing secret is the app's, and not before", async () => {
    stage = await openIncoming({ mode: "http", signingSecret: "that of an app that was made before" });
    expect(await stage.slack.verifyUrl(`${stage.address}/slack/events`)).toBe(false);
    await stage.close();
    stage = await openIncoming({ mode: "http" });
    expect(await stage.slack.verifyUrl(`${stage.address}/slack/events`)).toBe(true);
  });

  it("answers Slack's question for its address, and what it can't read by 400", async () => {
    const { slack, request } = await aRequest();
    const json = (body: string) => ({
      ...request,
      body,
      headers: { "content-type": "application/json", ...slack.sign(body) },
    });
    const asked = json(JSON.stringify({ type: "url_verification", challenge: "say this" }));
    expect(await slack.send(asked)).toMatchObject({ status: 200, body: { challenge: "say this" } });
    expect(await slack.send(json("{"))).toMatchObject({ status: 400 });
  });
});

describe("Socket Mode", () => {
  it.each(["warning", "refresh_requested"] as const)(
    "opens the next connection before Slack ends this one, and misses nothing: %s",
    async (reason) => {
      const stage = await openIncoming({ clock: hurryingClock(10) });
      const { slack } = stage;
      const ada = slack.member();
      const channel = slack.channel({ members: [ada.id] });
      const type = () => slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text: "video a boat" });
      // The next one takes its time.
      slack.fail({ method: "apps.connections.open", status: 503 });
      slack.refresh(reason);
      await slack.until(() =>
        slack.calls.some(({ method, status }) => method === "apps.connections.open" && status === 503),
      );
      expect(await type().acked).toMatchObject({ ok: true });
      await slack.connected(2);
      expect(await type().acked).toMatchObject({ ok: true });
      await slack.until(() => slack.connections === 1);
      expect(await type().acked).toMatchObject({ ok: true });
      await stage.asked(3);
      expect(stage.adapter.problems()).toEqual([]);
      await stage.close();
    },
  );

  it.each([
    ["is cut", (slack: LocalSlack) => slack.drop()],
    ["is one too many", (slack: LocalSlack) => slack.refresh("too_many_websockets")],
  ])("connects again when the connection %s", async (_, lose) => {
    const stage = await openIncoming();
    const { slack } = stage;
    const ada = slack.member();
    const channel = slack.channel({ members: [ada.id] });
    lose(slack);
    await slack.until(() => slack.connections === 0, "the connection gone");
    await slack.connected();
    const act = slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text: "video a boat" });
    expect(await act.acked).toMatchObject({ ok: true });
    await stage.asked();
    expect(stage.adapter.problems()).toEqual([]);
    await stage.close();
  });

  it("hears of an event that came while there was no connection", async () => {
    const stage = await openIncoming();
    const { slack } = stage;
    const ada = slack.member();
    slack.drop();
    slack.openHome(ada.id);
    await slack.until(() => slack.home(ada.id), "the page");
    await stage.close();
  });

  it("can be closed while it connects again", async () => {
    const stage = await openIncoming();
    stage.slack.drop();
    await stage.adapter.close();
    await stage.close();
  });

  it("starts although Slack can't be reached yet", async () => {
    const stage = await openIncoming({
      clock: { now: Date.now, sleep: async () => undefined },
      faults: [{ method: "apps.connections.open", status: 503, times: 2 }],
    });
    await stage.slack.connected();
    await stage.close();
  });

  it("goes on trying while Slack refuses it", async () => {
    const stage = await openIncoming({ clock: { now: Date.now, sleep: async () => undefined } });
    const { slack } = stage;
    slack.fail({ method: "apps.connections.open", error: "invalid_auth", times: 3 });
    slack.fail({ method: "apps.connections.open", status: 503, times: 3 });
    slack.drop();
    const refused = () => slack.calls.filter(({ method, error }) => method === "apps.connections.open" && error).length;
    await slack.until(() => refused() === 6);
    await slack.connected();
    await stage.close();
  });
});

describe("a token that Slack doesn't take", () => {
  it.each(["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])("ends the start, and names %s", async (variable) => {
    const slack = await localSlack();
    const start = startSlack({
      botToken: variable === "SLACK_BOT_TOKEN" ? "xoxb-wrong" : slack.team.botToken,
      appToken: variable === "SLACK_APP_TOKEN" ? "xapp-wrong" : slack.appToken,
      apiUrl: slack.apiUrl,
      dispatch: {
        commands: [],
        run: async () => [],
        complete: async () => [],
        lineOf: async () => "",
        shown: async () => undefined,
      },
      messageCommands: [],
      chat: { platform: "slack" } as Chat,
      reach: async () => undefined,
      attachmentOf: () => ({ name: "", bytes: 0, open: () => Promise.reject(new Error("none")) }),
      usual: async () => ({}),
      drafts: new Keyv<unknown>(),
      clock: systemClock,
      log: createLog("silent"),
    });
    const failed = await start.catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ConfigError);
    expect((failed as ConfigError).problems).toEqual([expect.stringMatching(`^${variable}: `)]);
    await slack.close();
  });
});
