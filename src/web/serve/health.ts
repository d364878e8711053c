import type { Express } from "express";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";

/** Something that isn't as it should be, while the rest goes on. */
export interface Degraded {
  /** `database`, `disk`, `evolink`, or a chat: `discord`, `slack`. */
  what: string;
  /** ISO 8601. */
  since: string;
  /** A sentence for the operator, with nothing secret in it: this is read without a login. */
  why: string;
}

export interface Readiness {
  /** Whether anything can be served. */
  ready: boolean;
  degraded: readonly Degraded[];
}

export interface Health {
  /** Whether the process should go on living. */
  live(): boolean;
  ready(): Promise<Readiness>;
}

/** `GET /healthz` and `GET /readyz`, by status for whoever restarts and balances, and as JSON for people. */
export function mountHealth(
  app: Express,
  { live, ready }: Health,
  { clock, log }: { clock: Pick<Clock, "now">; log: Logger },
): void {
  app.get("/healthz", (_req, res) => {
    const alive = live();
    res.status(alive ? 200 : 503).json({ live: alive });
  });
  app.get("/readyz", async (_req, res) => {
    let readiness: Readiness;
    try {
      readiness = await ready();
    } catch (error) {
      log.error({ err: error }, "The readiness check failed");
      const why = "The check itself failed; the log says why.";
      readiness = { ready: false, degraded: [{ what: "check", since: new Date(clock.now()).toISOString(), why }] };
    }
    res.status(readiness.ready ? 200 : 503).json(readiness);
  });
}
