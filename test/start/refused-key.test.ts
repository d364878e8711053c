import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../src/app/config/config.ts";
import { start } from "../../src/app/start.ts";
import { createLog } from "../../src/base/log.ts";
import { type MessageView, visit } from "../../src/playground/client.ts";
import { until } from "../contract/chat.ts";
import { openGateway } from "../contract/gateway.ts";
import { leapingClock } from "../support/clock.ts";
import { checkLedger } from "../support/ledger.ts";

const MINUTE_MS = 60_000;

/** A Reelay before a gateway that refuses its key at every door, until `mend`. */
async function openRefused() {
  const dir = await mkdtemp(join(tmpdir(), "reelay-key-"));
  const clock = leapingClock();
  const gateway = await openGateway(clock);
  const faults = `${gateway.env.EVOLINK_API_URL}/sandbox/faults`;
  for (const on of ["create", "read", "upload", "credits"]) {
    const body = JSON.stringify({ on, kind: "http", status: 401, times: 1_000_000 });
    await fetch(faults, { method: "POST", headers: { "content-type": "application/json" }, body });
  }
  const logged: string[] = [];
  const log = createLog("info", { write: (line) => logged.push(line) });
  const config = readConfig({ ...gateway.env, DATA_DIR: dir, PORT: "0", PLAYGROUND: "on" });
  const reelay = await start(config, { log, clock });
  onTestFinished(async () => {
    await reelay.stop();
    await gateway.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });
  return { reelay, clock, logged, page: visit(reelay.address), mend: () => fetch(faults, { method: "DELETE" }) };
}

const read = (message: MessageView | undefined) => [message?.card?.title, message?.card?.text].join("\n");

test("a key that is refused stops new requests before anything is held, says why, and is taken again by itself", async () => {
  const { reelay, clock, logged, page, mend } = await openRefused();
  const ready = async () => {
    const answer = await fetch(`${reelay.address}/readyz`);
    return { status: answer.status, ...((await answer.json()) as { degraded: object[] }) };
  };
  const metric = async () =>
    /^reelay_key_refused (\d)$/m.exec(await (await fetch(`${reelay.address}/metrics`)).text())?.[1];

  await until("finding out", async () => (await ready()).degraded.length > 0);
  expect(await ready()).toEqual({
    ...{ status: 200, ready: true },
    degraded: [
      {
        ...{ what: "evolink", since: expect.stringMatching(/^\d{4}-.*Z$/) },
        why: "EvoLink refuses the key in EVOLINK_API_KEY: new requests are refused until it takes the key.",
      },
    ],
  });
  expect(await metric()).toBe("1");
  const refusal = read((await page.say("/video a lamp"))[1]);
  expect(refusal).toContain("The video service can't take new jobs from here at the moment.");
  expect(refusal).not.toMatch(/key|401/);
  expect(await reelay.db.selectFrom("holds").selectAll().execute()).toEqual([]);
  expect(read((await page.say("/admin status", { as: "admin" }))[1])).toContain(
    "The video service has refused Reelay's key since",
  );
  expect(logged.filter((line) => line.includes("EvoLink refuses the key"))).toHaveLength(1);

  await mend();
  clock.leap(MINUTE_MS);
  await until("opening", async () => (await ready()).degraded.length === 0);
  expect(await metric()).toBe("0");
  await page.say("/video a lamp");
  await page.until((all) => all.some((one) => one.card?.title.endsWith("done")));
  await checkLedger(reelay.db);
});
