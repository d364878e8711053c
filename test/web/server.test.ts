import { json } from "express";
import { expect, test } from "vitest";
import { render } from "../../src/text/render.ts";
import type { Text } from "../../src/text/text.ts";
import { escapeHtml } from "../../src/web/pages/html.ts";
import { notePage } from "../../src/web/pages/page-frame.ts";
import { web } from "./support.ts";

const WELL = { ready: true, degraded: [] };

test("is alive while it says so", async () => {
  expect((await fetch(`${(await web()).address}/healthz`)).status).toBe(200);
  const dying = await web({ health: { live: () => false, ready: async () => WELL } });
  expect((await fetch(`${dying.address}/healthz`)).status).toBe(503);
});

test("is ready, also where something is wrong, or says what keeps it", async () => {
  const well = await fetch(`${(await web()).address}/readyz`);
  expect([well.status, await well.json()]).toEqual([200, WELL]);
  const degraded = [{ what: "slack", since: "2026-11-27T12:00:00.000Z", why: "Slack can't be reached." }];
  for (const ready of [true, false]) {
    const { address } = await web({ health: { live: () => true, ready: async () => ({ ready, degraded }) } });
    const answer = await fetch(`${address}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([ready ? 200 : 503, { ready, degraded }]);
  }
});

test("is not ready when the check itself fails, and tells only the log why", async () => {
  const ready = async () => {
    throw new Error("password of postgres refused");
  };
  const { address, logged, time } = await web({ health: { live: () => true, ready } });
  const answer = await fetch(`${address}/readyz`);
  const since = new Date(time.now).toISOString();
  const why = "The check itself failed; the log says why.";
  expect([answer.status, await answer.json()]).toEqual([
    503,
    { ready: false, degraded: [{ what: "check", since, why }] },
  ]);
  expect(logged.join()).toContain("password of postgres refused");
});

test("gives the metrics with their type", async () => {
  const answer = await fetch(`${(await web()).address}/metrics`);
  expect(answer.headers.get("content-type")).toContain("version=0.0.4");
  expect(await answer.text()).toBe("reelay_up 1\n");
});

test("has a friendly page for what is not there, with nothing of the address in it", async () => {
  const { address } = await web();
  const answer = await fetch(`${address}/%3Cscript%3Ealert(1)%3C/script%3E`);
  expect(answer.status).toBe(404);
  expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
  const body = await answer.text();
  expect(body).toContain("There&#39;s nothing at this address.");
  expect(body).not.toContain("script");
});

test("has the routes of others before that page", async () => {
  const { address } = await web({ mount: (app) => app.get("/hello", (_req, res) => res.send("hi")) });
  expect(await (await fetch(`${address}/hello`)).text()).toBe("hi");
});

test("tells a failure by a reference that is in the log, and nothing else of it", async () => {
  const { address, logged } = await web({
    mount: (app) =>
      app.get("/break/:token", async (_req, res) => {
        res.set("ETag", '"kept"');
        throw Object.assign(new Error("ENOENT: /var/lib/reelay/secret.key"), { status: 500 });
      }),
  });
  const answer = await fetch(`${address}/break/a-token`);
  const body = await answer.text();
  expect(answer.status).toBe(500);
  expect(answer.headers.has("etag") && answer.headers.get("etag") === '"kept"').toBe(false);
  expect(body).toContain("give an admin this reference: 5eed");
  expect(body).not.toMatch(/secret|ENOENT|at .*\.ts/);
  expect(logged.join()).toContain('"reference":"5eed"');
  expect(logged.join()).toContain("secret.key");
  expect(logged.join()).not.toContain("a-token");
});

test("keeps the status of an error that is the client's, and alarms nobody", async () => {
  const { address, logged } = await web({
    mount: (app) => app.post("/json", json({ limit: 20 }), (_req, res) => res.end()),
  });
  const post = (body: string) =>
    fetch(`${address}/json`, { method: "POST", body, headers: { "content-type": "application/json" } });
  expect((await post("{broken")).status).toBe(400);
  expect((await post(JSON.stringify("x".repeat(99)))).status).toBe(413);
  expect((await fetch(`${address}/media/%E0%A4%A`)).status).toBe(400);
  expect(logged.join()).not.toContain('"level":50');
});

test("cuts an answer off that fails on its way, and says so in the log", async () => {
  const { address, logged } = await web({
    mount: (app) =>
      app.get("/half", async (_req, res) => {
        res.write("half");
        throw new Error("no more");
      }),
  });
  await expect(fetch(`${address}/half`).then((answer) => answer.text())).rejects.toThrow();
  expect(logged.join()).toContain("An answer broke off");
});

test("what stands in a page is text", () => {
  expect(escapeHtml(`<a href='x' title="y">&`)).toBe("&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;");
  const visitor = { locale: "en", say: (text: Text) => render(text, "en") };
  expect(notePage("<b>", "<i>", visitor)).not.toMatch(/<b>|<i>/);
});
