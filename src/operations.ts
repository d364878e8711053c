import { createHash } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { EvoLink } from "./evolink/evolink.ts";
import type { Gateway } from "./gateway.ts";
import type { Logger } from "./log.ts";
import { findModel } from "./models/index.ts";
import { type AccountWatch, createAccountWatch } from "./reconcile/account.ts";
import { createHealth } from "./reconcile/health.ts";
import { observed } from "./reconcile/observed.ts";
import { createReconciler, type Reconciler } from "./reconcile/reconciler.ts";
import { createStatus, type StatusReader } from "./reconcile/status.ts";
import type { Db } from "./store/tables.ts";
import { createUsage, type Usage } from "./usage/usage.ts";

/** What watches over the money: the account at EvoLink, and who spent what. */
export interface Operations {
  /** EvoLink for the jobs, every call of which is heard. */
  evolink: EvoLink;
  account: AccountWatch;
  reconciler: Reconciler;
  status: StatusReader;
  usage: Usage;
  /** What keeps new requests from being taken, one sentence each, for /readyz. */
  problems(): Promise<readonly string[]>;
  /** Begins to look, in the process that runs the jobs. */
  start(): void;
  stop(): Promise<void>;
}

export function createOperations(
  config: Config,
  { db, gateway, clock, log }: { db: Db; gateway: Gateway; clock: Clock; log: Logger },
): Operations {
  const { evolink } = gateway;
  const account = accountOf(config);
  const health = createHealth(clock);
  const watch = createAccountWatch({ db, evolink, account, clock, log });
  const onDrift = async () => {
    // The reconciler has logged it; admins see it in /admin status, and the metric has it.
  };
  const reconciler = createReconciler({ db, evolink, account, clock, log, onDrift });
  const status = createStatus({ db, evolink, account, watch, health, drift: reconciler.drift, clock, log });
  const usage = createUsage({ db, clock, label: (id) => findModel(id)?.label ?? id });
  return {
    evolink: observed(evolink, health.heard, watch.heard),
    account: watch,
    reconciler,
    status,
    usage,
    problems: async () => {
      const since = await watch.emptySince();
      return since === undefined ? [] : ["EvoLink's account is empty: new requests are refused."];
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
