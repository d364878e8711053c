import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { hashesIn, useFiles } from "../src/store/file-uses.ts";
import { openStore } from "../src/store/open.ts";
import { rowOf } from "../test/generations/rows.ts";
import { spawnReelay } from "../test/support/reelay.ts";

const DAY_MS = 24 * 3_600_000;
const JOBS = 20_000;
/** Of them so many are older than videos are kept, and so many are one member's. */
const OLD = 16_681;
const OF_ONE = 6_670;
/** How long each part is watched, in milliseconds. */
const WATCHED_MS = 30_000;

/** What others saw of Reelay while it was at a chore: the middle and the slowest of their answers, in milliseconds. */
export interface Chore {
  chore: string;
  /** How long the chore took, or how long it was watched. */
  seconds: number;
  health: { p50: number; max: number };
  command: { p50: number; max: number };
}

/**
 * A Reelay in a process of its own on SQLite with 20,000 jobs, at the work that nobody asked it to hurry with: letting go
 * of old videos and sweeping their files, exporting and forgetting a member. Meanwhile `/healthz` is asked and another
 * member types /help; and once more when it is idle, to compare with.
 */
export async function run(): Promise<Chore[]> {
  const dir = await mkdtemp(join(tmpdir(), "reelay-bench-"));
  const dataDir = join(dir, "data");
  await fill(dataDir);
  const reelay = await spawnReelay({ DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "info", KEEP_VIDEOS_DAYS: "30" });
  try {
    const ask = (as: string, line: string) => say(reelay.address, as, line);
    const until = (words: string) => async () => {
      const end = Date.now() + WATCHED_MS * 4;
      while (!reelay.log().includes(words) && Date.now() < end) await delay(100);
    };
    const watch = (chore: string, work: () => Promise<unknown>) => watched(chore, reelay.address, ask, work);
    return [
      await watch("letting go of 16,681 videos, sweeping", until("swept files")),
      await watch("showing their messages anew", () => delay(WATCHED_MS)),
      await watch("exporting a member with 6,670 jobs", () => ask("member", "/settings data:export")),
      await watch("forgetting them", () => ask("member", "/settings data:forget sure:yes")),
      await watch("nothing", () => delay(WATCHED_MS / 3)),
    ];
  } finally {
    await reelay.end("SIGTERM");
    await rm(dir, { recursive: true, force: true });
  }
}

async function fill(dataDir: string): Promise<void> {
  const media = join(dataDir, "media");
  await mkdir(media, { recursive: true });
  const store = await openStore({ dataDir });
  const now = Date.now();
  await store.db.transaction().execute(async (tx) => {
    for (let index = 0; index < JOBS; index++) {
      const old = index < OLD;
      const at = now - (old ? 40 : 5) * DAY_MS + index;
      const hash = createHash("sha256").update(`video ${index}`).digest("hex");
      const video = { kind: "video", hash, name: "boat.mp4", type: "video/mp4", bytes: 9, width: 1280, height: 720 };
      const row = rowOf({
        id: `g_${index}`,
        message: `m_${index}`,
        workspace: "local",
        member: index % 3 === 0 && index / 3 < OF_ONE ? "member" : `somebody ${index % 50}`,
        state: "delivered",
        told: "delivered",
        notice: "sent",
        due_at: null,
        created_at: at,
        finished_at: at,
        video: JSON.stringify({ ...video, seconds: 5 }),
      });
      await tx.insertInto("generations").values(row).execute();
      await useFiles(tx, row.id, "result", hashesIn(row.video));
      await tx.insertInto("playground_messages").values(messageOf(index, at)).execute();
      const path = join(media, hash);
      await writeFile(path, "not a film");
      await utimes(path, at / 1000, at / 1000);
    }
  });
  await store.close();
}

function messageOf(index: number, at: number) {
  const card = { tone: "done", audience: "channel", title: `Video ${index}` };
  return {
    ...{ id: `m_${index}`, key: `job g_${index}`, channel: "general", audience: null },
    ...{ author: "reelay", author_name: "Reelay", body: JSON.stringify({ kind: "card", card }) },
    ...{ created_at: at, updated_at: at },
  };
}

async function watched(
  chore: string,
  address: string,
  ask: (as: string, line: string) => Promise<unknown>,
  work: () => Promise<unknown>,
): Promise<Chore> {
  const began = performance.now();
  let done = false;
  const taken = async (every: number, once: () => Promise<unknown>): Promise<number[]> => {
    const times: number[] = [];
    do {
      const from = performance.now();
      await once();
      times.push(performance.now() - from);
      await delay(every);
    } while (!done);
    return times;
  };
  const health = taken(20, async () => (await fetch(`${address}/healthz`)).text());
  const command = taken(200, () => ask("friend", "/help"));
  await work();
  done = true;
  const seconds = (performance.now() - began) / 1000;
  return { chore, seconds, health: summed(await health), command: summed(await command) };
}

function summed(times: readonly number[]): { p50: number; max: number } {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}

let said = 0;

async function say(address: string, as: string, line: string): Promise<unknown> {
  const body = JSON.stringify({ as, line, nonce: `bench-${++said}-${Date.now()}` });
  const headers = { "content-type": "application/json", origin: address };
  const answer = await fetch(`${address}/playground/messages`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`${line} got ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** As rows of a table, whole milliseconds. */
export function rowsOf(chores: readonly Chore[]) {
  return chores.map(({ chore, seconds, health, command }) => ({
    chore,
    "took (s)": Number(seconds.toFixed(1)),
    "/healthz p50": Math.round(health.p50),
    "/healthz max": Math.round(health.max),
    "/help p50": Math.round(command.p50),
    "/help max": Math.round(command.max),
  }));
}

if (import.meta.main) console.table(rowsOf(await run()));
