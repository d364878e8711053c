import type { JobPorts } from "../../src/app/job-ports.ts";
import { createLog } from "../../src/base/log.ts";
import type { Quota } from "../../src/credits/quota.ts";
import { request } from "../../src/generations/request/request.ts";
import { findModel } from "../../src/models/index.ts";
import { openStore } from "../../src/store/open.ts";

/** What one process is to ask for, all at once, when it is told to. */
export interface Order {
  databaseUrl?: string;
  dataDir: string;
  quota: Quota;
  /** One request for each, by this member. */
  members: readonly string[];
  name: string;
}

/**
 * A process that asks: says `ready` when its store is open, begins at the next message, and sends what became of each
 * request. When the store can't be opened it sends why.
 */
const order = JSON.parse(process.argv[2] ?? "") as Order;
try {
  const store = await openStore({ dataDir: order.dataDir, databaseUrl: order.databaseUrl });
  const deps = {
    db: store.db,
    clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
    log: createLog("silent"),
    model: (id) => {
      const model = findModel(id);
      if (!model) throw new RangeError(id);
      return model;
    },
    quota: order.quota,
    intake: {
      open: () => ({
        put: () => Promise.reject(new Error("Nobody gives a file here")),
        settle: async () => undefined,
        keep: () => undefined,
      }),
    },
    serve: () => undefined,
  } satisfies Partial<JobPorts> as Partial<JobPorts> as JobPorts;
  process.once("message", async () => {
    const outcomes = await Promise.allSettled(
      order.members.map((id, index) =>
        request(deps, {
          model: "kling-v3-text-to-video",
          draft: { prompt: "a boat" },
          actor: { id, name: id, admin: false, roles: [] },
          place: { platform: "playground", workspace: "w", channel: "general" },
          sourceId: `${order.name} ${index}`,
          line: "video",
        }),
      ),
    );
    await store.close();
    process.send?.(outcomes.map((one) => (one.status === "fulfilled" ? "begun" : String(one.reason.name))));
    process.disconnect();
  });
  process.send?.("ready");
} catch (error) {
  process.send?.(String(error));
  process.disconnect();
}
