import type { AddressInfo } from "node:net";
import { App, ExpressReceiver, type Logger, LogLevel, SocketModeReceiver } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClientOptions } from "@slack/web-api";
import { afterEach, describe, expect, it } from "vitest";
import { buttons, texts } from "../support/slack/looks.ts";
import { localSlack } from "../support/slack/slack.ts";
import type { LocalSlack, SlackOptions } from "../support/slack/types.ts";

type Mode = "socket" | "http";

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** Keeps what Bolt and its clients say of refusals, which are wanted here, out of the tests' own output. */
const logger: Logger = {
  ...{ debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  ...{ setLevel: () => undefined, setName: () => undefined, getLevel: () => LogLevel.ERROR },
};

/** After a lost socket the client waits this long, in milliseconds; 5 s where nobody says. */
const clientPingTimeout = 1_000;

/** A real Bolt app on a Slack of its own; `listen` puts its listeners on before it starts. */
async function started(mode: Mode, listen: (app: App) => void, options: SlackOptions = {}) {
  const slack = await localSlack(options);
  open.push(slack.close);
  const clientOptions: WebClientOptions = {
    ...{ slackApiUrl: slack.apiUrl, retryConfig: { retries: 3, minTimeout: 1, maxTimeout: 5 }, logger },
  };
  const common = { token: slack.team.botToken, clientOptions, logger };
  if (mode === "socket") {
    const { appToken } = slack;
    const receiver = new SocketModeReceiver({
      appToken,
      clientPingTimeout,
      logger,
      installerOptions: { clientOptions },
    });
    const app = new App({ ...common, receiver });
    listen(app);
    await app.start();
    open.push(() => app.stop());
    await slack.connected();
    return { slack, client: app.client };
  }
  const receiver = new ExpressReceiver({ signingSecret: slack.signingSecret, logger });
  const app = new App({ ...common, receiver });
  listen(app);
  const server = await receiver.start({ port: 0, host: "127.0.0.1" });
  open.push(() => receiver.stop());
  slack.toHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  return { slack, client: app.client };
}

const JSON_HEADERS = { "content-type": "application/json" };

/** Whether Slack greets a socket that comes to this address. */
async function greeted(address: string): Promise<boolean> {
  const socket = new WebSocket(address);
  const said = await new Promise((resolve) => {
    for (const type of ["message", "error"]) socket.addEventListener(type, () => resolve(type), { once: true });
  });
  socket.close();
  return said === "message";
}

function place(slack: LocalSlack) {
  const user = slack.member().id;
  return { user, channel: slack.channel({ members: [user] }).id };
}

const plain = (text: string) => ({ type: "plain_text", text }) as const;

const form: ModalView = {
  ...{ type: "modal", callback_id: "form", title: plain("New video"), submit: plain("Make it") },
  blocks: [
    {
      type: "input",
      block_id: "prompt",
      label: plain("Prompt"),
      element: { type: "plain_text_input", action_id: "p" },
    },
    {
      ...{ type: "input", block_id: "model", label: plain("Model"), optional: true, dispatch_action: true },
      element: {
        ...{ type: "static_select", action_id: "m" },
        options: ["turbo", "o3"].map((value) => ({ text: plain(value), value })),
      },
    },
    {
      ...{ type: "input", block_id: "image", label: plain("Picture"), optional: true },
      element: { type: "file_input", action_id: "i", filetypes: ["png"], max_files: 1 },
    },
    {
      ...{ type: "input", block_id: "who", label: plain("Who"), optional: true },
      element: { type: "external_select", action_id: "w", min_query_length: 0 },
    },
  ],
};

describe.each<Mode>(["socket", "http"])("the local Slack with Bolt, by %s", (mode) => {
  it("runs a command, whose answer its member alone sees", async () => {
    const { slack } = await started(mode, (app) => {
      app.command("/reelay", async ({ ack, command, respond }) => {
        await ack(`you said ${command.text}`);
        await respond({ text: "and more" });
      });
    });
    const act = slack.slash({ ...place(slack), command: "/reelay", text: "a boat & a <tree>" });
    expect(await act.acked).toMatchObject({ ok: true, retries: 0 });
    await slack.until(() => act.ephemerals().length === 2);
    expect(act.ephemerals().flatMap(texts)).toEqual(["you said a boat & a <tree>", "and more"]);
    expect(slack.violations).toEqual([]);
  });

  it("opens a form within the trigger's time, takes what is entered, and shows errors at their fields", async () => {
    const { slack } = await started(mode, (app) => {
      app.command("/reelay", async ({ ack, client, body }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: form });
      });
      app.options("w", ({ ack, options }) =>
        ack({ options: [{ text: plain(`${options.value} Lovelace`), value: "ada" }] }),
      );
      app.action("m", async ({ ack, body, client }) => {
        await ack();
        if (body.type !== "block_actions" || !body.view) return;
        const view = { ...form, title: plain("12 credits") };
        await client.views.update({ view_id: body.view.id, hash: body.view.hash, view });
      });
      app.view("form", async ({ ack, view }) => {
        const { prompt, image } = view.state.values;
        const short = prompt?.p?.value === "x";
        if (short) return ack({ response_action: "errors", errors: { prompt: "longer, please" } });
        if (!image?.i?.files?.[0]?.url_private_download) return ack({ response_action: "update", view: form });
        return ack();
      });
    });
    const { user, channel } = place(slack);
    const act = slack.slash({ user, channel, command: "/reelay" });
    const view = await slack.until(() => act.views()[0]);
    slack.select({ user, on: view, field: "Model", value: "o3", values: { Prompt: "x" } });
    await slack.until(() => view.updates === 1);
    expect(view.state.prompt?.p).toEqual({ type: "plain_text_input", value: "x" });
    await slack.submit({ user, view }).acked;
    expect(view.errors).toEqual({ prompt: "longer, please" });
    await slack.options({ user, on: view, field: "Who", typed: "Ada" }).acked;
    expect(() => slack.submit({ user, view, values: { Prompt: "" } })).toThrow("prompt is required");
    expect(() =>
      slack.submit({ user, view, files: { Picture: [{ name: "a.gif", bytes: Buffer.from("a") }] } }),
    ).toThrow("no .gif");
    await slack.submit({ user, view, values: { Prompt: "a boat", Who: "Ada Lovelace" } }).acked;
    expect(slack.views(user)).toEqual([view]);
    const files = { Picture: [{ name: "a.png", bytes: Buffer.from("png") }] };
    await slack.submit({ user, view, files }).acked;
    expect(slack.views(user)).toEqual([]);
    expect(slack.violations).toEqual([]);
    expect([...slack.scopesUsed].toSorted()).toEqual(["commands", "files:read"]);
  });

  it("delivers clicks, shortcuts and the home tab with what Slack sends along", async () => {
    const { slack, client } = await started(mode, (app) => {
      app.action("again", async ({ ack, body, client: api }) => {
        await ack();
        if (body.type !== "block_actions" || !body.message) return;
        await api.chat.update({ channel: body.container.channel_id, ts: body.message.ts, text: "pressed" });
      });
      app.shortcut("animate", async ({ ack, shortcut, client: api }) => {
        await ack();
        const view: ModalView = { type: "modal", title: plain("Animate"), blocks: [], private_metadata: shortcut.type };
        await api.views.open({ trigger_id: shortcut.trigger_id, view });
      });
      app.event("app_home_opened", async ({ event, client: api }) => {
        const blocks = [{ type: "header", text: plain("Your videos") }];
        await api.views.publish({ user_id: event.user, view: { type: "home", blocks } });
      });
    });
    const { user, channel } = place(slack);
    const button = { type: "button", text: plain("Again"), action_id: "again", value: "1" } as const;
    const blocks = [{ type: "actions" as const, elements: [button] }];
    await client.chat.postMessage({ channel, text: "done <@U1> <!channel>", blocks });
    const [message] = slack.messages(channel);
    expect(message && buttons(message)).toMatchObject([{ label: "Again", value: "1" }]);
    expect(slack.pinged.map(({ who }) => who)).toEqual(["U1", "channel"]);
    if (!message) throw new Error("nothing was posted");
    await slack.press({ user, on: message, label: "Again" }).acked;
    await slack.until(() => message.edits.length === 1);
    expect(texts(message)).toEqual(["pressed"]);

    const theirs = slack.say({ user, channel, files: [{ name: "a.mp4", bytes: Buffer.from("mp4") }] });
    const acts = [
      slack.shortcut({ user, callbackId: "animate" }),
      slack.messageShortcut({ user, callbackId: "animate", message: theirs }),
    ];
    await slack.until(() => acts.every((act) => act.views().length === 1));
    expect(acts.map((act) => act.views()[0]?.content.private_metadata)).toEqual(["shortcut", "message_action"]);

    slack.openHome(user);
    const home = await slack.until(() => slack.home(user));
    expect(texts(home)).toEqual(["Your videos"]);
    expect(slack.violations).toEqual([]);
  });

  it("delivers again what nobody acknowledged, and a test's duplicates", async () => {
    let heard = 0;
    const { slack } = await started(
      mode,
      (app) => {
        app.event("app_home_opened", async () => {
          heard += 1;
        });
        app.command("/reelay", async ({ ack }) => {
          heard += 1;
          await ack();
        });
      },
      { patienceMs: 50, retryAfterMs: [0] },
    );
    const { user, channel } = place(slack);
    const act = slack.slash({ user, channel, command: "/reelay" });
    const twice = act.again();
    expect(twice.payload).toBe(act.payload);
    expect([await act.acked, await twice.acked]).toMatchObject([{ retries: 0 }, { retries: 1 }]);
    await slack.openHome(user).acked;
    expect(heard).toBe(3);
  });
});

describe("the local Slack", () => {
  it("limits what is posted, and the client waits as it is told", async () => {
    const { slack, client } = await started("socket", () => undefined);
    const { channel } = place(slack);
    await Promise.all(Array.from({ length: 5 }, (_, at) => client.chat.postMessage({ channel, text: `${at}` })));
    expect(slack.messages(channel)).toHaveLength(5);
    expect(slack.refused.get("chat.postMessage")).toBeGreaterThan(0);
  });

  it("fails as it is told: before it does the thing, after it, and in words", async () => {
    const { slack, client } = await started("socket", () => undefined);
    const { channel } = place(slack);
    slack.fail({ method: "chat.postMessage", status: "cut" });
    slack.fail({ method: "chat.postMessage", status: 429, retryAfter: 0 });
    await client.chat.postMessage({ channel, text: "once" });
    expect(slack.messages(channel)).toHaveLength(1);
    slack.fail({ method: "chat.postMessage", status: "lose", when: ({ text }) => text === "twice" });
    await client.chat.postMessage({ channel, text: "twice" });
    expect(slack.messages(channel)).toHaveLength(3);
    slack.fail({ method: "chat.update", error: "restricted_action" });
    const [{ ts } = expect.unreachable()] = slack.messages(channel);
    await expect(client.chat.update({ channel, ts, text: "x" })).rejects.toThrow("restricted_action");
    slack.fail({ method: "chat.update", status: 503, times: 2 });
    await client.chat.update({ channel, ts, text: "y" });
    const updates = slack.calls.filter(({ method }) => method === "chat.update");
    expect(updates.map(({ status }) => status)).toEqual([200, 503, 503, 200]);
  });

  it("refuses as Slack does", async () => {
    const { slack, client } = await started("socket", () => undefined, { scopes: ["chat:write", "commands"] });
    const { user, channel } = place(slack);
    const text = "x";
    const there = await client.chat.postMessage({ channel, text });
    const theirs = slack.say({ user, channel, text });
    const refused = async (code: string, call: Promise<unknown>) => {
      await expect(call, code).rejects.toMatchObject({ data: { ok: false, error: code } });
    };
    await refused("channel_not_found", client.chat.postMessage({ channel: "C1", text }));
    await refused(
      "channel_not_found",
      client.chat.postMessage({ channel: slack.channel({ private: true, bot: false }).id, text }),
    );
    await refused("not_in_channel", client.chat.postMessage({ channel: slack.channel({ bot: false }).id, text }));
    await refused("is_archived", client.chat.postMessage({ channel: slack.channel({ archived: true }).id, text }));
    await refused(
      "restricted_action",
      client.chat.postMessage({ channel: slack.channel({ restricted: true }).id, text }),
    );
    await refused("cant_update_message", client.chat.update({ channel, ts: theirs.ts, text }));
    await refused("message_not_found", client.chat.update({ channel, ts: "1.000000", text }));
    await refused("file_not_found", client.chat.update({ channel, ts: there.ts ?? "", text, file_ids: ["F1"] }));
    await refused("missing_scope", client.users.info({ user }));
    await refused("invalid_auth", client.auth.test({ token: "xoxb-none" }));
    const away = slack.addTeam();
    await refused("channel_not_found", client.chat.postMessage({ token: away.botToken, channel, text }));
    expect(slack.violations.splice(0)).toEqual(["users.info without users:read"]);

    const button = { type: "button", text: plain("x".repeat(76)), action_id: "a" } as const;
    await refused(
      "invalid_blocks",
      client.chat.postMessage({ channel, blocks: [{ type: "actions", elements: [button, button] }], text }),
    );
    expect(slack.violations.splice(0)).toEqual([
      expect.stringContaining("at most 75 characters, has 76"),
      expect.stringContaining("at most 75 characters, has 76"),
      expect.stringContaining("action_id is there twice: a"),
    ]);
    await refused("msg_too_long", client.chat.postMessage({ channel, text: "x".repeat(40_001) }));
    slack.violations.splice(0);

    const view: ModalView = { type: "modal", title: plain("A form"), blocks: [] };
    const [first, second] = [slack.shortcut({ user, callbackId: "s" }), slack.shortcut({ user, callbackId: "s" })];
    const [used = "", late = ""] = [first.triggerId, second.triggerId];
    const long = { ...view, title: plain("x".repeat(25)) };
    await refused("invalid_arguments", client.views.open({ trigger_id: used, view: long }));
    await client.views.open({ trigger_id: used, view });
    await refused("exchanged_trigger_id", client.views.open({ trigger_id: used, view }));
    slack.later(3_001);
    await refused("expired_trigger_id", client.views.open({ trigger_id: late, view }));
  });

  it("keeps events while the socket is down until the app is back, and loses what members do", async () => {
    const heard: string[] = [];
    const { slack } = await started("socket", (app) => {
      app.command("/reelay", async ({ ack, command }) => {
        heard.push(command.text);
        await ack();
      });
      app.event("app_home_opened", async () => {
        heard.push("the page");
      });
    });
    const where = { ...place(slack), command: "/reelay" };
    await slack.slash({ ...where, text: "before" }).acked;
    slack.drop();
    await slack.until(() => slack.connections === 0);
    const lost = slack.slash({ ...where, text: "meanwhile" });
    const kept = slack.openHome(where.user);
    expect(await lost.acked).toMatchObject({ ok: false });
    expect(await kept.acked).toMatchObject({ ok: true });
    expect(heard).toEqual(["before", "the page"]);
  });

  it("gives every envelope to one of the sockets, and nothing to a socket with a used ticket", async () => {
    const heard = [0, 0];
    const listen = (at: number) => (app: App) =>
      app.command("/reelay", async ({ ack }) => {
        heard[at] = (heard[at] ?? 0) + 1;
        await ack();
      });
    const { slack } = await started("socket", listen(0));
    const { appToken } = slack;
    const clientOptions: WebClientOptions = { slackApiUrl: slack.apiUrl, logger };
    const receiver = new SocketModeReceiver({ appToken, logger, installerOptions: { clientOptions } });
    const second = new App({ token: slack.team.botToken, receiver, clientOptions, logger });
    listen(1)(second);
    await second.start();
    open.push(() => second.stop());
    await slack.connected(2);
    const where = { ...place(slack), command: "/reelay" };
    await Promise.all([1, 2, 3, 4].map(() => slack.slash(where).acked));
    expect(heard).toEqual([2, 2]);

    const { url = "" } = (await second.client.apps.connections.open({ token: appToken })) as { url?: string };
    const tries = await Promise.all([url, url].map((address) => greeted(address)));
    expect(tries.toSorted()).toEqual([false, true]);
  });

  it("takes five answers at a response address, for half an hour", async () => {
    const { slack } = await started("http", (app) => {
      app.command("/reelay", ({ ack }) => ack());
    });
    const { user, channel } = place(slack);
    const answer = async (url = "", said: object) => {
      const response = await fetch(url, { method: "POST", body: JSON.stringify(said), headers: JSON_HEADERS });
      return response.ok ? "ok" : ((await response.json()) as { error: string }).error;
    };
    const act = slack.slash({ user, channel, command: "/reelay" });
    const answers = [];
    for (const at of [1, 2, 3, 4, 5, 6]) answers.push(await answer(act.responseUrl, { text: `${at}` }));
    expect(answers).toEqual(["ok", "ok", "ok", "ok", "ok", "used_url"]);
    expect(act.ephemerals()).toHaveLength(5);
    const later = slack.slash({ user, channel, command: "/reelay" });
    expect(await answer(later.responseUrl, { text: "hi", response_type: "in_channel" })).toBe("ok");
    expect(slack.messages(channel).map(({ text }) => text)).toEqual(["hi"]);
    slack.later(30 * 60_000 + 1);
    expect(await answer(later.responseUrl, { text: "hi" })).toBe("expired_url");
  });

  it("signs its requests, and can forge and age them", async () => {
    let ran = 0;
    const { slack } = await started("http", (app) => {
      app.command("/reelay", async ({ ack }) => {
        ran += 1;
        await ack();
      });
    });
    const act = slack.slash({ ...place(slack), command: "/reelay" });
    expect(await act.acked).toMatchObject({ ok: true, status: 200 });
    const request = act.request ?? expect.unreachable();
    expect(await slack.send(slack.forged(request))).toMatchObject({ status: 401 });
    expect(await slack.send(slack.aged(request, 301))).toMatchObject({ status: 401 });
    expect(await slack.send(request)).toMatchObject({ status: 200 });
    expect(ran).toBe(2);
  });
});
