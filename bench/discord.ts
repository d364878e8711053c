import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startDiscord } from "../test/support/discord/discord.ts";
import type { Act, LocalDiscord } from "../test/support/discord/local-discord.ts";
import { spawnReelay } from "../test/support/reelay.ts";

const RATE = 200;
const SECONDS = 20;
const MEMBERS = 200;
const CHANNELS = 20;
/** The turn of ten that is a completion. */
const COMPLETION = 3;
/** Before what counts: code that has run before runs faster, here as there. */
const WARM_UP_SECONDS = 3;

/** From Discord's dispatch to the answer that it takes, in milliseconds. */
export interface Times {
  asked: number;
  acknowledged: number;
  mean: number;
  p50: number;
  p99: number;
  max: number;
}

/** Commands, which are acknowledged by “thinking…”, and completions, which are by what there is to choose from. */
export type Acknowledged = Readonly<Record<"commands" | "completions", Times>>;

/** Ten turns of a busy server: half of them jobs, the others what is asked around them. */
const TURNS: readonly ((discord: LocalDiscord, who: Pick<Act, "channel" | "user">, turn: number) => Act)[] = [
  video,
  (discord, who) => discord.slash({ ...who, name: "credits" }),
  video,
  (discord, who) => discord.autocomplete({ ...who, name: "jobs", options: { again: "g_" }, focused: "again" }),
  video,
  (discord, who) => discord.slash({ ...who, name: "jobs" }),
  video,
  (discord, who) => discord.slash({ ...who, name: "help" }),
  video,
  (discord, who) => discord.slash({ ...who, name: "element", subcommand: "list" }),
];

function video(discord: LocalDiscord, who: Pick<Act, "channel" | "user">, turn: number): Act {
  return discord.slash({ ...who, name: "video", options: { prompt: `a paper boat, the ${turn}th`, duration: 5 } });
}

/**
 * 200 interactions a second for 20 s, each from its dispatch to its acknowledgement: to a whole Reelay in a process of
 * its own (SQLite, the sandbox, everything it does for a job), and to a bare discord.js client that only defers. The
 * Discord is in this process.
 */
export async function run(): Promise<{ ours: Acknowledged; bare: Acknowledged; jobs: number }> {
  const discord = await startDiscord({ check: false, rate: false, patienceMs: 60_000 });
  const dir = await mkdtemp(join(tmpdir(), "reelay-bench-"));
  try {
    const env = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.api };
    const reelay = await spawnReelay({
      ...env,
      ...{ DATA_DIR: dir, PORT: "0", LOG_LEVEL: "error" },
      // As fast as the real models: what is measured is Reelay, not how the sandbox draws.
      ...{ DEFAULT_ALLOWANCE: "1000000", DEFAULT_MAX_JOBS: "10000", SANDBOX_SPEED: "1" },
    });
    const ours = await load(discord).finally(() => reelay.end("SIGKILL"));
    const jobs = discord.requests.filter(({ method, path }) => method === "POST" && /^\/channels\//.test(path)).length;
    await discord.until("quiet", () => discord.shards().length === 0);
    const client = await bareClient(env);
    const bare = await load(discord).finally(() => client.kill("SIGKILL"));
    return { ours, bare, jobs };
  } finally {
    await discord.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function bareClient(env: Record<string, string>): Promise<ChildProcess> {
  const file = fileURLToPath(new URL("discord-bare.ts", import.meta.url));
  const child = spawn(process.execPath, [file], { env, stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

async function load(discord: LocalDiscord): Promise<Acknowledged> {
  const guild = discord.guild();
  const channels = Array.from({ length: CHANNELS }, () => discord.channel(guild));
  const members = Array.from({ length: MEMBERS }, () => discord.user());
  const ask = async (seconds: number): Promise<Act[]> => {
    const acts: Act[] = [];
    const begun = performance.now();
    while (acts.length < seconds * RATE) {
      const due = Math.min(seconds * RATE, Math.floor(((performance.now() - begun) / 1000) * RATE));
      while (acts.length < due) {
        const turn = acts.length;
        const [channel, user] = [channels[turn % CHANNELS], members[(turn * 7) % MEMBERS]];
        const act = channel && user && TURNS[turn % TURNS.length]?.(discord, { channel, user }, turn);
        if (act) acts.push(act);
      }
      await delay(1);
    }
    return acts;
  };
  await ask(WARM_UP_SECONDS);
  const acts = await ask(SECONDS);
  const isCompletion = (index: number) => index % TURNS.length === COMPLETION;
  return {
    commands: await timesOf(acts.filter((_, index) => !isCompletion(index))),
    completions: await timesOf(acts.filter((_, index) => isCompletion(index))),
  };
}

async function timesOf(acts: readonly Act[]): Promise<Times> {
  const taken = await Promise.allSettled(acts.map(({ acked }) => acked));
  const ms = taken.flatMap((one) => (one.status === "fulfilled" ? [one.value.ms] : [])).sort((a, b) => a - b);
  const at = (share: number) => ms[Math.min(ms.length - 1, Math.floor(ms.length * share))] ?? Number.NaN;
  const mean = ms.reduce((sum, one) => sum + one, 0) / ms.length;
  return { asked: acts.length, acknowledged: ms.length, mean, p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** The rows of a table of both. */
export function rowsOf({ ours, bare }: Awaited<ReturnType<typeof run>>) {
  const all = {
    "Reelay: commands": ours.commands,
    "discord.js that only defers: commands": bare.commands,
    "Reelay: completions, looked up": ours.completions,
    "discord.js: completions, always empty": bare.completions,
  };
  return Object.entries(all).map(([what, times]) => ({
    what,
    acknowledged: `${times.acknowledged} of ${times.asked}`,
    ...Object.fromEntries(
      (["mean", "p50", "p99", "max"] as const).map((name) => [`${name} (ms)`, Number(times[name].toFixed(1))]),
    ),
  }));
}

/** How many times as long a command waits at Reelay as at the bare client. */
export function ratiosOf({ ours, bare }: Awaited<ReturnType<typeof run>>): string {
  const ratio = (name: "p50" | "mean" | "p99") => `${name} ${(ours.commands[name] / bare.commands[name]).toFixed(1)}`;
  return [ratio("p50"), ratio("mean"), ratio("p99")].join(", ");
}

if (import.meta.main) {
  const found = await run();
  console.table(rowsOf(found));
  console.log(
    `Commands take this many times as long: ${ratiosOf(found)}. ${found.jobs} jobs were announced meanwhile.`,
  );
}
