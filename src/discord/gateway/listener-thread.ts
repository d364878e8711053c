import { parentPort, workerData } from "node:worker_threads";
import type { APIInteraction } from "discord.js";
import { acknowledge, type Notes } from "../api/acknowledge.ts";
import { forLog } from "../api/for-log.ts";
import { createRest } from "../api/rest.ts";
import { isDeferred } from "./deferral.ts";
import type { ListenerOptions, Told } from "./listener.ts";
import { createShards } from "./shards.ts";

// The script of the thread that `openListener` starts: it hears the gateway and acknowledges, and does nothing else.
if (!parentPort) throw new Error("This runs in a thread");
const port = parentPort;
const { outlines, ...options } = workerData as ListenerOptions;
const rest = createRest({
  ...{ token: options.token, api: options.apiUrl },
  // Interactions' own addresses don't count for the bot's 50 requests a second.
  more: { globalRequestsPerSecond: Number.POSITIVE_INFINITY, timeout: 10_000 },
});
const underWay = new Set<Promise<void>>();
const tell = (told: Told) => port.postMessage(told);
const tellState = () => tell({ is: "state", problems: shards.problems(), deaf: shards.deaf(), ended: shards.ended() });

const log: Notes = {
  info: (about, words) => tell({ is: "news", news: { level: "info", about, words } }),
  warn: (about, words) => tell({ is: "news", news: { level: "warn", about, words } }),
};

async function take(interaction: APIInteraction): Promise<void> {
  const deferred = isDeferred(interaction, outlines);
  if (deferred && !(await acknowledge(rest, log, interaction))) return;
  tell({ is: "heard", interaction, deferred });
}

const shards = createShards(options, {
  hear: (interaction) => {
    const work = take(interaction).finally(() => underWay.delete(work));
    underWay.add(work);
  },
  tell: (news) => tell({ is: "news", news }),
  changed: tellState,
});

port.once("message", async () => {
  await shards.close();
  await Promise.all(underWay);
  tell({ is: "closed" });
});

try {
  await shards.login();
  tellState();
  tell({ is: "connected" });
} catch (error) {
  tell({ is: "failed", error: forLog(error), ended: shards.ended() });
}
