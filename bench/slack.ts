import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { systemClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";
import { EVENTS_PATH } from "../src/slack/api/receiver.ts";
import { spawnReelay } from "../test/support/reelay.ts";
import { localSlack } from "../test/support/slack/slack.ts";
import type { Act, LocalSlack } from "../test/support/slack/types.ts";

const ROOMS = 50;
const MEMBERS = 50;
/** Before what counts: code that has run before runs faster, here as there. */
const WARM_UP_SECONDS = 3;
/** Of each four commands: two that make a video, each a hold and a row, and two that only show something. */
const LINES = [
  "video a paper boat on a river --turbo 8s 9:16",
  "credits",
  "video “a lighthouse” 5s 1080p --sound",
  "jobs",
];

export interface Acknowledged {
  what: string;
  commands: number;
  acknowledged: number;
  /** Acknowledgements a second, from the first command to the last acknowledgement. */
  perSecond: number;
  /** From sending a request to its acknowledgement, in milliseconds. */
  medianMs: number;
  p99Ms: number;
  mostMs: number;
}

/** The same signed slash commands for a whole Reelay and for an app that only acknowledges, one after the other. */
export async function run({ rate = 200, seconds = 20 } = {}): Promise<{
  bare: Acknowledged;
  ours: Acknowledged;
  /** How many of the videos that were asked for had their row and their hold in the end. */
  videos: { asked: number; begun: number };
}> {
  const slack = await localSlack({ rates: Number.POSITIVE_INFINITY });
  const env = {
    SLACK_BOT_TOKEN: slack.team.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl.replace(/\/$/, ""),
  };
  try {
    const bare = await ofBare(slack, env, { rate, seconds });
    return { bare, ...(await ofReelay(slack, env, { rate, seconds })) };
  } finally {
    await slack.close();
  }
}

async function ofBare(slack: LocalSlack, env: Record<string, string>, load: Load): Promise<Acknowledged> {
  const script = fileURLToPath(new URL("slack-bare.ts", import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [address] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    slack.toHttp(`${address}${EVENTS_PATH}`);
    return (await send("a bare Bolt app", slack, load)).acks;
  } finally {
    child.kill();
    await once(child, "close");
  }
}

async function ofReelay(slack: LocalSlack, env: Record<string, string>, load: Load) {
  const dir = await mkdtemp(join(tmpdir(), "reelay-bench-"));
  // At real speed and with clips that are there already, no gateway takes the machine's time.
  const sandbox = await startSandbox({
    ...{ dataDir: join(dir, "sandbox"), speed: 1, clock: systemClock, log: createLog("silent"), render: "clips" },
  });
  const reelay = await spawnReelay({
    ...env,
    EVOLINK_API_KEY: "of-the-bench",
    EVOLINK_API_URL: sandbox.url,
    EVOLINK_FILES_URL: sandbox.filesUrl,
    DATA_DIR: join(dir, "data"),
    PORT: "0",
    LOG_LEVEL: "error",
    DEFAULT_ALLOWANCE: "1000000",
    DEFAULT_MAX_JOBS: "10000",
  });
  try {
    slack.toHttp(`${reelay.address}${EVENTS_PATH}`);
    const { acks: ours, asked } = await send("Reelay", slack, load);
    return { ours, videos: { asked, begun: await begun(reelay.address, asked) } };
  } finally {
    await reelay.end("SIGKILL");
    await sandbox.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Load {
  rate: number;
  seconds: number;
}

/** Warms up, and then counts. `asked` are the videos of both. */
async function send(what: string, slack: LocalSlack, { rate, seconds }: Load) {
  const members = Array.from({ length: MEMBERS }, (_, index) => slack.member({ name: `member ${index}` }).id);
  const rooms = Array.from({ length: ROOMS }, () => slack.channel({ members }).id);
  /** At the rate, whether or not what was sent before has been answered. */
  const ask = async (count: number): Promise<Act[]> => {
    const acts: Act[] = [];
    const start = performance.now();
    for (let index = 0; index < count; index++) {
      const wait = start + (index * 1_000) / rate - performance.now();
      if (wait > 0) await delay(wait);
      const [user = "", channel = ""] = [members[index % MEMBERS], rooms[(index * 7) % ROOMS]];
      acts.push(slack.slash({ user, channel, command: "/reelay", text: lineOf(index) }));
    }
    return acts;
  };
  const warm = await ask(rate * WARM_UP_SECONDS);
  const start = performance.now();
  const acts = await ask(rate * seconds);
  const taken = await Promise.all(acts.map(({ acked }) => acked));
  const lasted = (performance.now() - start) / 1_000;
  const times = taken.flatMap(({ ok, ms }) => (ok ? [ms] : [])).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  const acks: Acknowledged = {
    ...{ what, commands: acts.length, acknowledged: times.length, perSecond: times.length / lasted },
    ...{ medianMs: at(0.5), p99Ms: at(0.99), mostMs: at(1) },
  };
  const videos = (count: number) => Array.from({ length: count }, (_, index) => lineOf(index)).filter(isVideo).length;
  return { acks, asked: videos(warm.length) + videos(acts.length) };
}

function isVideo(line: string): boolean {
  return line.startsWith("video");
}

function lineOf(index: number): string {
  return LINES[index % LINES.length] ?? "";
}

/** Waits until what was asked for has all been begun, or no more is for some seconds. */
async function begun(address: string, asked: number): Promise<number> {
  let count = -1;
  for (let now = 0; count < asked && now > count; ) {
    count = now;
    await delay(3_000);
    now = await generations(address);
  }
  return generations(address);
}

async function generations(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  const counts = text.matchAll(/^reelay_generations\{state="\w+"\} (\d+)/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** As tables have it. */
export function rowsOf({ bare, ours }: Awaited<ReturnType<typeof run>>) {
  return [ours, bare].map(({ what, commands, acknowledged, perSecond, medianMs, p99Ms, mostMs }) => ({
    ...{ what, commands, acknowledged, "a second": Number(perSecond.toFixed(1)) },
    ...{ "median (ms)": Number(medianMs.toFixed(1)), "p99 (ms)": Number(p99Ms.toFixed(1)) },
    "longest (ms)": Number(mostMs.toFixed(1)),
    "of the bare app's rate": Number((perSecond / bare.perSecond).toFixed(2)),
  }));
}

if (import.meta.main) {
  const result = await run();
  console.table(rowsOf(result));
  console.log(`${result.videos.begun} of ${result.videos.asked} videos have their row and their hold.`);
}
