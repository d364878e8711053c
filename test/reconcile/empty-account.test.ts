import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../src/app/config/config.ts";
import { start } from "../../src/app/start.ts";
import { createLog } from "../../src/base/log.ts";
import { type MessageView, visit } from "../../src/playground/client.ts";
import { until } from "../contract/chat.ts";
import { hurryingClock } from "../support/clock.ts";
import { checkLedger } from "../support/ledger.ts";

/** So a first look at the account is 1.5 s after it was found empty, and a video takes 4.5 s. */
const HURRY = 20;
const ENV = { PORT: "0", SANDBOX_SPEED: "2" };

/** A Reelay with the sandbox behind it, all of it in a hurry. */
async function open() {
  const dataDir = await mkdtemp(join(tmpdir(), "reelay-empty-"));
  const logged: string[] = [];
  const log = createLog("info", { write: (line) => logged.push(line) });
  const reelay = await start(readConfig({ ...ENV, DATA_DIR: dataDir }), { log, clock: hurryingClock(HURRY) });
  onTestFinished(async () => {
    await reelay.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const page = visit(reelay.address);
  const faults = (method: string, body?: object) =>
    fetch(`${reelay.sandbox}/faults`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const read = (message: MessageView | undefined) =>
    [message?.card?.title, message?.card?.text, ...(message?.card?.fields ?? []).map(({ value }) => value)].join("\n");
  return {
    ...{ reelay, page, faults, read, logged },
    ask: async (line: string, as: "member" | "admin" = "member") => read((await page.say(line, { as }))[1]),
    ready: async () => {
      const answer = await fetch(`${reelay.address}/readyz`);
      const { degraded } = (await answer.json()) as { degraded: { what: string; why: string }[] };
      return { status: answer.status, degraded };
    },
    metric: async () =>
      /^reelay_account_empty (\d)$/m.exec(await (await fetch(`${reelay.address}/metrics`)).text())?.[1],
  };
}

test("an account that is found empty stops new requests alone, tells its operator alone, and opens by itself", async () => {
  const { reelay, page, faults, read, logged, ask, ready, metric } = await open();
  expect(await ready()).toEqual({ status: 200, degraded: [] });
  await page.say("/video a boat that is under way");
  await page.until((seen) => seen.some((one) => /making the video/.test(read(one))));

  await faults("POST", { on: "credits", kind: "http", status: 503, times: 1_000_000 });
  await faults("POST", { on: "create", kind: "http", status: 402 });
  await page.say("/video a kite");
  const seen = await page.until((all) => all.some((one) => /no video this time/.test(read(one))));
  expect(read(seen.find((one) => /no video this time/.test(read(one))))).toContain("27 credits");

  const refusal = await ask("/video a lamp");
  expect(refusal).toContain("The video service can't take new jobs from here at the moment.");
  expect(refusal).not.toMatch(/account|credits on it|402/);
  expect(await ready()).toEqual({
    status: 200,
    degraded: [
      {
        what: "evolink",
        since: expect.stringMatching(/^\d{4}-.*Z$/),
        why: "EvoLink's account is empty: new requests are refused until it is topped up.",
      },
    ],
  });
  expect(await metric()).toBe("1");
  expect(await ask("/admin status", "admin")).toContain("Top up the video service's account: it has been empty since");
  expect(logged.filter((line) => line.includes("EvoLink's account is empty"))).toHaveLength(1);

  await page.until((all) => all.some((one) => /boat that is under way/.test(read(one)) && one.card?.video));
  await faults("DELETE");
  await until("opening", async () => (await ready()).degraded.length === 0);
  expect(await metric()).toBe("0");
  expect((await ask("/video a lamp")).trim()).toBe("");
  await page.until((all) => all.some((one) => /a lamp/.test(read(one)) && /making the video|done/.test(read(one))));
  await checkLedger(reelay.db);
});
