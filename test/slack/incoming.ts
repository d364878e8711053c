import express from "express";
import Keyv from "keyv";
import { commands, messageCommands } from "../../commands/index.ts";
import { type Clock, systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import type { Chat, MessageRef, Posting } from "../../src/chat/contract/chat.ts";
import { type Attachment, type Invocation, isAttachment, type Place } from "../../src/chat/contract/invocation.ts";
import type { Completion, Suggestion } from "../../src/chat/serve/dispatch.ts";
import { createHttpReceiver } from "../../src/slack/api/receiver.ts";
import type { FormFile } from "../../src/slack/form/files.ts";
import { startSlack } from "../../src/slack/slack.ts";
import { listen } from "../../src/web/serve/listen.ts";
import { localSlack } from "../support/slack/slack.ts";
import type { Fault, SlackOptions } from "../support/slack/types.ts";

interface Settings {
  mode?: "socket" | "http";
  /** In HTTP mode, the app's own when left out. */
  signingSecret?: string;
  slack?: SlackOptions;
  /** What goes wrong from the beginning. */
  faults?: readonly Fault[];
  clock?: Clock;
  /** What dispatch answers. */
  act?(invocation: Invocation): Promise<readonly Card[]> | readonly Card[];
  blocked?: "not invited";
  usual?: Readonly<Record<string, string | number | boolean>>;
  suggestions?: readonly Suggestion[];
  jobLine?(job: string): string;
}

export type Incoming = Awaited<ReturnType<typeof openIncoming>>;

/** The adapter's incoming half with the real Bolt, against a local Slack and a dispatch that the test acts out. */
export async function openIncoming(settings: Settings = {}) {
  const { mode = "socket", clock = systemClock } = settings;
  const slack = await localSlack({ rates: Number.POSITIVE_INFINITY, ...settings.slack });
  for (const fault of settings.faults ?? []) slack.fail(fault);
  const invocations: Invocation[] = [];
  const completed: Completion[] = [];
  const told: { how: "post" | "direct"; place: Place; to?: string; posting: Posting; card: Card }[] = [];
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watch of [...watchers]) watch();
  };
  const until = <T>(look: () => T | undefined) =>
    new Promise<T>((resolve) => {
      const check = () => {
        const found = look();
        if (found === undefined) return;
        watchers.delete(check);
        resolve(found);
      };
      watchers.add(check);
      check();
    });
  const chat: Chat = {
    platform: "slack",
    pace: { messageMs: 0, sharedMs: 0, sharedBy: "workspace" },
    post: async (place, posting, card) => {
      told.push({ how: "post", place, posting, card });
      changed();
      return "posted" as MessageRef;
    },
    edit: async () => undefined,
    direct: async (place, to, posting, card) => {
      told.push({ how: "direct", place, to, posting, card });
      changed();
    },
  };
  const log = createLog("silent");
  const http = createHttpReceiver({ signingSecret: settings.signingSecret ?? slack.signingSecret, clock, log });
  const adapter = await startSlack({
    botToken: slack.team.botToken,
    ...(mode === "socket" ? { appToken: slack.appToken } : { http }),
    apiUrl: slack.apiUrl,
    dispatch: {
      commands,
      run: async (invocation) => {
        invocations.push(invocation);
        changed();
        return (await settings.act?.(invocation)) ?? [];
      },
      complete: async (asked) => {
        completed.push(asked);
        return settings.suggestions ?? [];
      },
      lineOf: async (_by, job) => settings.jobLine?.(job) ?? "video a boat",
      shown: async () => undefined,
    },
    messageCommands,
    chat,
    reach: async () => settings.blocked,
    attachmentOf,
    usual: async () => settings.usual ?? {},
    drafts: new Keyv<unknown>(),
    clock,
    log,
  });
  const app = express();
  if (mode === "http") http.mount(app);
  const server = await listen(app, { host: "127.0.0.1", port: 0, graceMs: 500 });
  if (mode === "http") slack.toHttp(`${server.address}/slack/events`);
  else await slack.connected();

  return {
    slack,
    adapter,
    address: server.address,
    invocations,
    completed,
    told,
    /** Resolves with the nth thing that dispatch was asked for, the first when left out. */
    asked: (count = 1) => until(() => invocations[count - 1]),
    /** Resolves with the nth card that the chat was given. */
    tells: (count = 1) => until(() => told[count - 1]),
    close: async () => {
      await adapter.close();
      await server.close();
      await slack.close();
    },
  };
}

function attachmentOf({ id, name = id, size = 0 }: FormFile): Attachment {
  return { name, bytes: size, open: () => Promise.reject(new Error(`${id} is read by nobody here`)) };
}

/** The options of an invocation, files by their names. */
export function optionsOf({ typed }: Invocation): Record<string, unknown> {
  const entries = Object.entries(typed.options ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, isAttachment(value) ? value.name : value]));
}

/** All words that are shown in blocks, a line each. */
export function wordsOf(blocks: readonly unknown[]): string {
  const words: string[] = [];
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === "text" && typeof value === "string") words.push(value);
    return value;
  });
  return words.join("\n");
}
