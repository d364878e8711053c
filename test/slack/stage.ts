import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commands } from "../../commands/index.ts";
import { newId } from "../../src/base/ids.ts";
import { createLog } from "../../src/base/log.ts";
import type { Card, CardVideo } from "../../src/chat/contract/card.ts";
import type { Place } from "../../src/chat/contract/invocation.ts";
import { createSlackClient } from "../../src/slack/api/client.ts";
import { createNaming } from "../../src/slack/draw/naming.ts";
import { createSlackChat } from "../../src/slack/speak/chat.ts";
import { openStore } from "../../src/store/open.ts";
import { localSlack } from "../support/slack/slack.ts";
import type { Channel, SlackOptions } from "../support/slack/types.ts";

/** Time moves only when somebody waits, so nobody does. */
export function hastyClock(start = Date.now()) {
  let now = start;
  return {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
    /** Milliseconds waited so far. */
    waited: () => now - start,
  };
}

export const silent = () => createLog("silent");

/** The bot's outgoing half in a local Slack. */
export async function slackStage(options: SlackOptions = {}) {
  const clock = hastyClock();
  const slack = await localSlack({ rates: Number.POSITIVE_INFINITY, now: clock.now, ...options });
  const dir = mkdtempSync(join(tmpdir(), "slack-chat-"));
  const logged: string[] = [];
  const log = createLog("info", { write: (line) => logged.push(line) });
  const [ada, ben] = [slack.member({ name: "ada" }), slack.member({ name: "ben" })];
  const channel = slack.channel({ name: "general", members: [ada.id, ben.id] });
  const connect = () => createSlackClient({ token: slack.team.botToken, apiUrl: slack.apiUrl, log });
  const client = connect();
  const pathOf = (hash: string) => join(dir, hash);
  const store = await openStore({ dataDir: dir });
  const { db } = store;
  /** A process of its own: what it remembers is lost with it, and what is in the store stays. */
  const begin = (by = client) =>
    createSlackChat({ client: by, library: { pathOf }, db, naming: createNaming(commands), clock, log });

  const placeIn = ({ id }: Channel, thread?: string): Place => ({
    ...{ platform: "slack", workspace: slack.team.id, channel: id },
    ...(thread === undefined ? {} : { thread }),
  });
  const video = (bytes: Uint8Array = Buffer.from("a video's bytes"), more: Partial<CardVideo> = {}): CardVideo => {
    const hash = createHash("sha256").update(bytes).digest("hex");
    writeFileSync(pathOf(hash), bytes);
    return { hash, name: "reelay-g_1.mp4", bytes: bytes.length, width: 1280, height: 720, seconds: 5, ...more };
  };
  const callsOf = (method: string) => slack.calls.filter((call) => call.method === method);

  return {
    ...{
      slack,
      clock,
      log,
      logged,
      client,
      connect,
      db,
      ada,
      ben,
      channel,
      begin,
      chat: begin(),
      pathOf,
      placeIn,
      place: placeIn(channel),
      video,
      callsOf,
    },
    key: () => newId("g", clock.now()),
    [Symbol.asyncDispose]: async () => {
      await slack.close();
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const card = (title: string, more: Partial<Card> = {}): Card => ({
  ...{ tone: "busy", audience: "channel", title },
  ...more,
});
export const done = (video: CardVideo): Card => card("Done", { tone: "done", video });
