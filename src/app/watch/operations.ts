import { createHash } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import { tellOfDrift } from "../../chat/cards/drift.ts";
import type { Chat } from "../../chat/contract/chat.ts";
import type { Platform } from "../../chat/contract/invocation.ts";
import type { EvoLink } from "../../evolink/evolink.ts";
import type { Models } from "../../generations/makers/finder.ts";
import { knownAdmins } from "../../policy/admins.ts";
import { type AccountWatch, createAccountWatch } from "../../reconcile/account.ts";
import type { Drift } from "../../reconcile/drift.ts";
import { createHealth } from "../../reconcile/health.ts";
import { observed } from "../../reconcile/observed.ts";
import { createReconciler, type Reconciler } from "../../reconcile/reconciler.ts";
import { createStatus, type StatusReader } from "../../reconcile/status.ts";
import type { Db } from "../../store/tables.ts";
import { inEnglish } from "../../text/render.ts";
import { createUsage, type Usage } from "../../usage/usage.ts";
import type { Totals } from "../../web/serve/metrics.ts";
import type { Standing } from "../chats/presence.ts";
import type { Config } from "../config/environment.ts";
import type { Gateway } from "../gateway.ts";

/** What watches over the money: the account at EvoLink, and who spent what. */
export interface Operations {
  /** EvoLink for the jobs, every call of which is heard. */
  evolink: EvoLink;
  account: AccountWatch;
  reconciler: Reconciler;
  status: StatusReader;
  usage: Usage;
  /** For the metrics: what is known of EvoLink's account and of the chats, and what the last daily comparison said. */
  totals(): Promise<Pick<Totals, "accountEmpty" | "keyRefused" | "chats"> & { drift: Drift | undefined }>;
  /** Begins to look, in the process that runs the jobs. */
  start(): void;
  stop(): Promise<void>;
}

export function createOperations(
  config: Config,
  {
    db,
    finder,
    gateway,
    speaks,
    chats,
    clock,
    log,
  }: {
    db: Db;
    /** Finds what made a job. */
    finder: Models;
    gateway: Gateway;
    /** The chat of a platform, where this process speaks in it. */
    speaks(platform: Platform): Pick<Chat, "direct"> | undefined;
    /** How the chats of this process stand. */
    chats(): readonly Standing[];
    clock: Clock;
    log: Logger;
  },
): Operations {
  const account = accountOf(config);
  const health = createHealth(clock);
  const watch = createAccountWatch({ db, evolink: gateway.evolink, account, clock, log });
  const evolink = observed(gateway.evolink, health.heard, watch.heard);
  const onDrift = async (drift: Drift, reading: string) =>
    tellOfDrift({ speaks, log }, await knownAdmins(db, clock.now()), drift, reading);
  const reconciler = createReconciler({ db, evolink, account, clock, log, onDrift });
  const status = createStatus({ db, evolink, account, watch, health, chats, drift: reconciler.drift, clock, log });
  const usage = createUsage({
    ...{ db, clock, unitPrice: config.CREDIT_PRICE },
    label: (id) => inEnglish(finder.model(id).label),
  });
  return {
    evolink,
    account: watch,
    reconciler,
    status,
    usage,
    totals: async () => {
      const why = (await watch.closed())?.why;
      return {
        accountEmpty: why === "empty",
        keyRefused: why === "key",
        chats: chats().map((one) => ({ chat: one.chat, up: one.why === undefined })),
        drift: await reconciler.drift(),
      };
    },
    start: () => {
      watch.start();
      reconciler.start();
    },
    stop: async () => {
      await Promise.all([watch.stop(), reconciler.stop()]);
      await usage.close();
    },
  };
}

/** Names the account that the key belongs to, without giving the key away. */
function accountOf({ EVOLINK_API_KEY: key }: Config): string {
  return key === undefined ? "sandbox" : createHash("sha256").update(key).digest("hex").slice(0, 12);
}
