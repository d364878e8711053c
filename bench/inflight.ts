import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { systemClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import { visit } from "../src/playground/client.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";
import { spawnReelay } from "../test/support/reelay.ts";

const ASKERS = 16;

export interface InFlight {
  jobs: number;
  /** The largest resident memory seen, in MB. */
  megabytes: number;
  /** The largest p99 of the event loop's delay over any ten seconds, in milliseconds. */
  delayMs: number;
  reads: number;
}

/**
 * A Reelay in a process of its own with so many jobs at the gateway at once, watched through its own `/metrics` for
 * `seconds` once all are under way. The gateway is the sandbox at real speed, in this process.
 */
export async function run({ jobs = 10_000, seconds = 60 } = {}): Promise<InFlight> {
  const dir = await mkdtemp(join(tmpdir(), "reelay-bench-"));
  // At a twentieth of real speed no job ends while all are being handed over and watched.
  const sandbox = await startSandbox({
    dataDir: join(dir, "sandbox"),
    speed: 0.05,
    clock: systemClock,
    log: createLog("silent"),
    render: "clips",
  });
  const reelay = await spawnReelay({
    EVOLINK_API_KEY: "a-key-for-the-bench",
    EVOLINK_API_URL: sandbox.url,
    EVOLINK_FILES_URL: sandbox.filesUrl,
    EVOLINK_MAX_RUNNING: String(jobs),
    EVOLINK_POLL_RPS: "200",
    DATA_DIR: join(dir, "data"),
    PORT: "0",
    LOG_LEVEL: "error",
    DEFAULT_MAX_JOBS: String(jobs),
    DEFAULT_ALLOWANCE: "1000000",
  });
  try {
    const page = visit(reelay.address);
    let asked = 0;
    const ask = async () => {
      while (asked < jobs) await page.say(`/video prompt:"boat ${asked++}" duration:3`);
    };
    await Promise.all(Array.from({ length: ASKERS }, ask));
    const read = () => metrics(reelay.address);
    for (let now = await read(); now.running < jobs; now = await read()) await delay(1_000);

    const before = (await read()).reads;
    let [megabytes, delayMs, reads] = [0, 0, 0];
    for (let second = 0; second < seconds; second += 10) {
      await delay(10_000);
      const now = await read();
      megabytes = Math.max(megabytes, now.megabytes);
      delayMs = Math.max(delayMs, now.delayMs);
      reads = now.reads - before;
    }
    return { jobs, megabytes, delayMs, reads };
  } finally {
    await reelay.end("SIGKILL");
    await sandbox.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** The event loop's numbers are of the time since they were last read. */
async function metrics(address: string) {
  // A connection of its own each time: one kept from ten seconds ago may just be closing.
  const [answer] = (await once(get(`${address}/metrics`, { agent: false }), "response")) as [IncomingMessage];
  const body = await text(answer);
  const value = (name: string) =>
    Number(
      body
        .split("\n")
        .find((line) => line.startsWith(`${name} `))
        ?.split(" ")[1] ?? 0,
    );
  return {
    running: value('reelay_generations{state="running"}'),
    megabytes: value("process_resident_memory_bytes") / 1e6,
    delayMs: value("nodejs_eventloop_lag_p99_seconds") * 1000,
    reads: value('reelay_upstream_requests_total{call="read",outcome="ok"}'),
  };
}

if (import.meta.main) {
  const { jobs, megabytes, delayMs, reads } = await run();
  console.log(
    `${jobs} jobs in flight: ${megabytes.toFixed(0)} MB (goal 300), event-loop p99 ${delayMs.toFixed(1)} ms (goal 50), ${reads} reads in 60 s`,
  );
}
