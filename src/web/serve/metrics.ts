import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { UNITS_PER_CREDIT, type Units } from "../../credits/units.ts";

/** How things are at the time of a scrape: the chats for this process, all else for all processes together. */
export interface Totals {
  /** How many generations stand in each state. */
  generations: Readonly<Record<string, number>>;
  /** Credits held for generations under way. */
  held: Units;
  /** Credits captured since the beginning. */
  captured: Units;
  /** EvoLink's account is known to be empty, so that new requests are refused. */
  accountEmpty: boolean;
  /** EvoLink is known to refuse the key, so that new requests are refused. */
  keyRefused: boolean;
  /** The chats that this process hears or speaks in, and whether each is there. */
  chats: readonly { chat: string; up: boolean }[];
  /** What the last daily comparison with EvoLink's account said; undefined before there was one. */
  drift: { drift: Units; unexplained: Units } | undefined;
}

/** How a request to the gateway ended. `refused`: it never left; `http`: an error status; `lost`: no answer came. */
export type UpstreamOutcome = "ok" | "refused" | "http" | "timeout" | "lost" | "unreadable";

/** What Reelay counts. */
export interface Metrics {
  /** One request to the gateway: `create`, `read`, `credits`, `upload`, `delete`, `download`. */
  upstream(call: string, outcome: UpstreamOutcome): void;
  /** One step of a generation, by the state it began in. */
  step(name: string, outcome: "ok" | "error", seconds: number): void;
  /** The metrics in Prometheus' text form, with how things are now. */
  read(now: Totals): Promise<{ type: string; body: string }>;
}

/**
 * A registry of its own with Reelay's metrics and those of the process (memory, garbage collection, event-loop delay
 * as `nodejs_eventloop_lag_*`). Credits are shown as decimal credits: nothing is calculated with them any more.
 */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const generations = new Gauge({
    name: "reelay_generations",
    help: "Generations by state",
    labelNames: ["state"],
    registers,
  });
  const held = new Gauge({ name: "reelay_credits_held", help: "Credits held for generations under way", registers });
  const captured = new Counter({ name: "reelay_credits_captured_total", help: "Credits captured", registers });
  const accountEmpty = new Gauge({
    name: "reelay_account_empty",
    help: "1 while EvoLink's account is known to be empty and new requests are refused",
    registers,
  });
  const keyRefused = new Gauge({
    name: "reelay_key_refused",
    help: "1 while EvoLink is known to refuse the key and new requests are refused",
    registers,
  });
  const chatUp = new Gauge({
    name: "reelay_chat_up",
    help: "1 while the chat is connected, 0 while it can't be reached or refuses the token",
    labelNames: ["chat"],
    registers,
  });
  const drift = new Gauge({
    name: "reelay_credits_drift",
    help: "Credits that EvoLink charged beyond what was captured, at the last daily comparison",
    registers,
  });
  const unexplained = new Gauge({
    name: "reelay_credits_drift_unexplained",
    help: "What of the drift neither jobs under way nor rounding explain",
    registers,
  });
  const upstream = new Counter({
    name: "reelay_upstream_requests_total",
    help: "Requests to the gateway by call and outcome",
    labelNames: ["call", "outcome"],
    registers,
  });
  const step = new Histogram({
    name: "reelay_step_duration_seconds",
    help: "How long a step of a generation took",
    labelNames: ["step", "outcome"],
    buckets: [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120],
    registers,
  });

  return {
    upstream: (call, outcome) => upstream.inc({ call, outcome }),
    step: (name, outcome, seconds) => step.observe({ step: name, outcome }, seconds),
    read: async (now) => {
      generations.reset();
      for (const [state, count] of Object.entries(now.generations)) generations.set({ state }, count);
      held.set(now.held / UNITS_PER_CREDIT);
      captured.reset();
      captured.inc(now.captured / UNITS_PER_CREDIT);
      accountEmpty.set(Number(now.accountEmpty));
      keyRefused.set(Number(now.keyRefused));
      for (const { chat, up } of now.chats) chatUp.set({ chat }, Number(up));
      drift.set((now.drift?.drift ?? 0) / UNITS_PER_CREDIT);
      unexplained.set((now.drift?.unexplained ?? 0) / UNITS_PER_CREDIT);
      return { type: registry.contentType, body: await registry.metrics() };
    },
  };
}
