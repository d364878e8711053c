import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { type MessageView, visit } from "../../src/playground/client.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { openStore } from "../../src/store/open.ts";
import { checkLedger } from "../support/ledger.ts";
import { spawnReelay } from "../support/reelay.ts";

const JOBS = 10;
const KILLS = 10;
/** The longest that a process lives before it is killed, from its start-up to well into the jobs. */
const LIVES_MS = 700;

let dir: string;
let sandbox: Sandbox;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "reelay-crash-"));
  const log = createLog("silent");
  sandbox = await startSandbox({ dataDir: join(dir, "sandbox"), speed: 60, clock: systemClock, log, render: "clips" });
});
afterAll(async () => {
  await sandbox.close();
  await rm(dir, { recursive: true, force: true });
});

test("killed at ten random moments of ten jobs: every job ends, each video is there once, each create was sent once", async () => {
  const seed = Number(process.env.REELAY_SEED ?? Date.now() % 2 ** 31);
  process.stdout.write(`kill -9: seed ${seed} (REELAY_SEED=${seed} repeats its moments)\n`);
  const random = mulberry(seed);
  const env = {
    EVOLINK_API_KEY: "a-key-for-tests",
    EVOLINK_API_URL: sandbox.url,
    EVOLINK_FILES_URL: sandbox.filesUrl,
    DATA_DIR: join(dir, "data"),
    PORT: "0",
    DEFAULT_MAX_JOBS: String(JOBS),
    DEFAULT_ALLOWANCE: "1000",
  };
  // A client whose answer was lost asks again with the same id, and it is the same request.
  const open = new Map(Array.from({ length: JOBS }, (_, i) => [`a boat, number ${i}.`, randomUUID()]));
  for (let kills = 0; kills < KILLS; kills++) {
    const reelay = await spawnReelay(env);
    const asking = askAll(reelay.address, open);
    await Promise.race([delay(random() * LIVES_MS), asking.then(() => delay(random() * LIVES_MS))]);
    await reelay.end("SIGKILL");
    await asking;
  }

  const reelay = await spawnReelay(env);
  await askAll(reelay.address, open);
  expect(open.size).toBe(0);
  const ended = (seen: MessageView[]) => seen.filter(({ card }) => card && card.tone !== "busy").length >= JOBS;
  const messages = await visit(reelay.address).until(ended);
  expect(await reelay.end("SIGTERM")).toBe(0);

  const { tasks } = (await (await fetch(`${sandbox.url}/sandbox/tasks`)).json()) as {
    tasks: { body: { prompt: string } }[];
  };
  const store = await openStore({ dataDir: join(dir, "data") });
  try {
    const rows = await store.db.selectFrom("generations").selectAll().execute();
    expect(rows).toHaveLength(JOBS);
    for (const row of rows) {
      const { prompt } = JSON.parse(row.input) as { prompt: string };
      const created = tasks.filter(({ body }) => body.prompt === prompt).length;
      const posted = messages.filter(({ card }) => card?.text?.includes(prompt));
      expect(["delivered", "lost"], `${row.id} ${row.error_code}`).toContain(row.state);
      expect(row.told).toBe(row.state);
      expect(posted, prompt).toHaveLength(1);
      expect(posted[0]?.card?.video !== undefined).toBe(row.state === "delivered");
      if (row.state === "delivered") expect(created, prompt).toBe(1);
      // A kill between the write and the POST sends nothing; a kill after it sends it once. Never twice.
      else expect(created, prompt).toBeLessThanOrEqual(1);
    }
    await checkLedger(store.db);
    const lost = rows.filter(({ state }) => state === "lost").length;
    process.stdout.write(
      `kill -9: ${JOBS - lost} delivered, ${lost} lost in the hand-over and refunded, ${tasks.length} creates\n`,
    );
  } finally {
    await store.close();
  }
});

/** Types every line that has had no answer yet; one that gets none stays open. */
async function askAll(address: string, open: Map<string, string>): Promise<void> {
  const page = visit(address);
  const asking = [...open].map(async ([prompt, nonce]) => {
    const heard = await page.say(`/video prompt:"${prompt}" duration:3`, { nonce }).catch(() => undefined);
    if (heard) open.delete(prompt);
  });
  await Promise.all(asking);
}

/** A small generator with a seed, so that a run's moments can be had again. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
