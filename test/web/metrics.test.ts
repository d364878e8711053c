import { expect, test } from "vitest";
import { units, ZERO } from "../../src/credits/units.ts";
import { createMetrics, type Totals } from "../../src/web/serve/metrics.ts";

const NOTHING: Totals = {
  ...{ generations: {}, held: ZERO, captured: ZERO, drift: undefined },
  ...{ accountEmpty: false, keyRefused: false, chats: [] },
};

test("shows what the store says at the time, credits as decimal credits", async () => {
  let totals: Totals = {
    ...{ generations: { running: 2, queued: 1 }, held: units(54_000), captured: units(270_000) },
    ...{ accountEmpty: false, keyRefused: true, drift: undefined },
    chats: [
      { chat: "discord", up: true },
      { chat: "slack", up: false },
    ],
  };
  const metrics = createMetrics();
  const first = (await metrics.read(totals)).body;
  expect(first).toContain('reelay_generations{state="running"} 2');
  expect(first).toContain("reelay_credits_held 5.4");
  expect(first).toContain("reelay_credits_captured_total 27");
  expect(first).toContain("reelay_account_empty 0");
  expect(first).toContain("reelay_key_refused 1");
  expect(first).toContain('reelay_chat_up{chat="discord"} 1');
  expect(first).toContain('reelay_chat_up{chat="slack"} 0');
  expect(first).toContain("reelay_credits_drift_unexplained 0");
  totals = {
    ...{ generations: { delivered: 3 }, held: ZERO, captured: units(324_000) },
    ...{ accountEmpty: true, keyRefused: false, chats: [{ chat: "slack", up: true }] },
    drift: { drift: units(500_000), unexplained: units(490_000) },
  };
  const second = (await metrics.read(totals)).body;
  expect(second).toContain('reelay_generations{state="delivered"} 3');
  expect(second).not.toContain('state="running"');
  expect(second).toContain("reelay_credits_held 0");
  expect(second).toContain("reelay_credits_captured_total 32.4");
  expect(second).toContain("reelay_account_empty 1");
  expect(second).toContain("reelay_key_refused 0");
  expect(second).toContain('reelay_chat_up{chat="slack"} 1');
  expect(second).toMatch(/^reelay_credits_drift 50$/m);
  expect(second).toContain("reelay_credits_drift_unexplained 49");
});

test("counts requests and times steps", async () => {
  const metrics = createMetrics();
  metrics.upstream("create", "ok");
  metrics.upstream("read", "timeout");
  metrics.upstream("read", "timeout");
  metrics.step("poll", "ok", 0.3);
  const { type, body } = await metrics.read(NOTHING);
  expect(type).toContain("text/plain");
  expect(body).toContain('reelay_upstream_requests_total{call="create",outcome="ok"} 1');
  expect(body).toContain('reelay_upstream_requests_total{call="read",outcome="timeout"} 2');
  expect(body).toContain('reelay_step_duration_seconds_bucket{le="0.5",step="poll",outcome="ok"} 1');
  expect(body).toContain("nodejs_eventloop_lag_p99_seconds");
});

test("two sets of metrics do not meet", async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.upstream("create", "ok");
  expect((await other.read(NOTHING)).body).not.toContain('call="create"');
});
