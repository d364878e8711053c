import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../src/app/config/config.ts";
import { start } from "../src/app/start.ts";
import { systemClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import { visit } from "../src/playground/client.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";

const JOBS = 100;
/** Where the gateway thinks that Reelay is. */
const PUBLIC_URL = "https://reelay.example";
/** A video of 5 s takes about 18 s then. */
const SPEED = 10;

export interface Called {
  jobs: number;
  delivered: number;
  /** Milliseconds from a task's end to its video in the channel, the mean of all. */
  meanDelayMs: number;
  /** Of the task that was read most. */
  mostReads: number;
}

/** 100 jobs of a Reelay that the gateway calls back, or of one whose calls are all lost on the way. */
export async function run({ lost }: { lost: boolean }): Promise<Called> {
  const dataDir = await mkdtemp(join(tmpdir(), "reelay-bench-"));
  const log = createLog("silent");
  const ended = new Map<string, number>();
  let address = "";
  const sandbox = await startSandbox({
    dataDir,
    speed: SPEED,
    clock: systemClock,
    log,
    sendCallback: async (to, body) => {
      const { id } = JSON.parse(body) as { id: string };
      if (!ended.has(id)) ended.set(id, Date.now());
      if (lost) throw new Error("lost on the way");
      return (await fetch(to.replace(PUBLIC_URL, address), { method: "POST", body })).status;
    },
  });
  const reads = new Map<string, number>();
  const counter = createServer(async (request, response) => {
    const [, task] = /^\/v1\/tasks\/([\w-]+)$/.exec(request.url ?? "") ?? [];
    if (task !== undefined) reads.set(task, (reads.get(task) ?? 0) + 1);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { authorization = "", "content-type": type = "application/json" } = request.headers;
    const answer = await fetch(`${sandbox.url}${request.url}`, {
      method: request.method ?? "GET",
      headers: { authorization, "content-type": type },
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  }).listen(0, "127.0.0.1");
  await once(counter, "listening");
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: "0",
    EVOLINK_API_KEY: "of-the-bench",
    EVOLINK_API_URL: `http://127.0.0.1:${(counter.address() as AddressInfo).port}`,
    EVOLINK_MAX_RUNNING: "1000",
    EVOLINK_POLL_RPS: "1000",
    PUBLIC_URL,
    DEFAULT_ALLOWANCE: "100000",
    DEFAULT_MAX_JOBS: "1000",
  });
  // Without the page, which a public Reelay doesn't serve, commands come in by the same routes all the same.
  const reelay = await start({ ...config, PLAYGROUND: true }, { log });
  try {
    address = reelay.address;
    const page = visit(address);
    await Promise.all(Array.from({ length: JOBS }, () => page.say("/video a paper boat on a river")));
    const left = async () => {
      const rows = await reelay.db.selectFrom("generations").select("id").where("due_at", "is not", null).execute();
      return rows.length;
    };
    while ((await left()) > 0) await systemClock.sleep(200);
    const rows = await reelay.db.selectFrom("generations").selectAll().where("state", "=", "delivered").execute();
    const delays = rows.map(({ task, finished_at }) => (finished_at ?? 0) - (ended.get(task ?? "") ?? Number.NaN));
    return {
      jobs: JOBS,
      delivered: rows.length,
      meanDelayMs: delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
      mostReads: Math.max(...reads.values()),
    };
  } finally {
    await reelay.stop();
    counter.close();
    await sandbox.close();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

if (import.meta.main) for (const lost of [false, true]) console.log({ lost, ...(await run({ lost })) });
