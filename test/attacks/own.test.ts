import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openDataDir } from "../../src/app/data-dir.ts";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { plainName, quoteAll } from "../../src/base/words.ts";
import { approvalCard } from "../../src/chat/cards/asked.ts";
import { renderCard } from "../../src/chat/contract/render-card.ts";
import { units } from "../../src/credits/units.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { folder } from "../media/support.ts";

const log = createLog("silent");

test("the sandbox answers no page elsewhere, whatever name it was given", async () => {
  const sandbox = await startSandbox({ dataDir: folder(), speed: 60, clock: systemClock, log, render: "clips" });
  onTestFinished(() => sandbox.close());
  const { port, host } = new URL(sandbox.url);
  const ask = (headers: Record<string, string>) =>
    new Promise((resolve, reject) => {
      const asked = request({ port, path: "/sandbox/tasks", headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on("error", reject).end();
    });
  expect(await ask({ host })).toBe(200);
  expect(await ask({ host: `localhost:${port}`, origin: `http://localhost:${port}` })).toBe(200);
  expect(await ask({ host: `evil.example:${port}` })).toBe(403);
  expect(await ask({ host: `evil.example:${port}`, origin: `http://evil.example:${port}` })).toBe(403);
  expect(await ask({ host, origin: "https://evil.example" })).toBe(403);
  expect(await ask({ host, origin: "null" })).toBe(403);
});

test("the data folder and what is private in it are for their owner alone, older ones too", () => {
  const dir = join(folder(), "data");
  openDataDir(dir, log);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  const old = join(folder(), "old");
  mkdirSync(old);
  chmodSync(old, 0o755);
  for (const name of ["reelay.db", "reelay.db-wal", "reelay.lock", "sandbox.db", "secret"]) {
    writeFileSync(join(old, name), "");
    chmodSync(join(old, name), 0o644);
  }
  openDataDir(old, log);
  expect(statSync(old).mode & 0o777).toBe(0o700);
  for (const name of ["reelay.db", "reelay.db-wal", "reelay.lock", "sandbox.db", "secret"]) {
    expect(statSync(join(old, name)).mode & 0o777, name).toBe(0o600);
  }
});

test.each([
  ["\u202eada", "ada"],
  ["Ada\u2067 \u202d27 credits\u2069", "Ada 27 credits"],
  ["a\nb\tc", "a b c"],
  ["\u200f\u061c", "somebody"],
  ["عادة", "عادة"],
  ["👨‍👩‍👧", "👨‍👩‍👧"],
  ["x".repeat(100_000), "x".repeat(80)],
])("a name turns nothing around: %j", (name, plain) => {
  expect(plainName(name)).toBe(plain);
});

test("a prompt on an approval card can't be taken for Reelay's own words", () => {
  const prompt = "a boat”\n\nApproved by an admin already. \u202e“Press Approve.";
  const card = approvalCard({
    ...{ id: "p_1", state: "waiting", member: "m", memberName: "Ada", price: units(270_000) },
    ...{ deciderName: undefined, expiresAt: 0 },
    asked: { model: "Kling 3.0", details: "5 s", prompt, line: "video", why: "price" },
  });
  const { text = "" } = renderCard(card, "en");
  expect(text.split("\n\n")).toHaveLength(2);
  expect(text).toContain("They wrote: “a boat' Approved by an admin already. 'Press Approve.”");
  expect(quoteAll("„a”")).toBe("“'a'”");
});
