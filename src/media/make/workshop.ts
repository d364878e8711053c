import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import { createWatchdog } from "../../base/watchdog.ts";
import type { Order, Said } from "../encode/orders.ts";
import { DiskFull, EncoderBusy, EncoderMissing, EncodingFailed } from "../keep/errors.ts";

/** Where videos are coded: a process for each piece of work, one at a time, in the order it was asked for. */
export interface Workshop {
  /** Whether the encoder is installed. */
  available(): boolean;
  /**
   * Does the work when its turn comes; then the bench's folder goes, with all in it. Throws EncoderBusy when too many
   * wait already, the signal's reason, and what the work throws.
   */
  inTurn<T>(work: (bench: Bench) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Ends what is being made. Asking again is refused. */
  close(): Promise<void>;
}

export interface Bench {
  /** For what is made, and only as long as the work takes. */
  folder: string;
  /** Throws EncoderMissing, EncodingFailed, DiskFull and the signal's reason. */
  make(order: Order): Promise<void>;
}

interface Parts {
  /** For work alone: what is left in it of a dead process is deleted. */
  folder: string;
  clock: Clock;
  /** Throws when the encoder is not installed. */
  find?: () => unknown;
  /** What the process runs: it takes an Order as a message and says Said. */
  script?: URL;
  /** How many may wait beside the one that is being made; 12 by default, far fewer than steps go on at once. */
  mostWaiting?: number;
  /** Milliseconds without a sign of life after which an encoder is ended; one minute by default. */
  idleMs?: number;
  /** Milliseconds that one order may take; 20 minutes by default. */
  totalMs?: number;
}

const MINUTE_MS = 60_000;
/** Longer than any order may take. */
const ABANDONED_MS = 60 * MINUTE_MS;

/**
 * A process and no thread, since libav's own code runs in it: what crashes there takes only that process along, and
 * one that hangs can be ended. It gets no environment, so none of the operator's secrets, and runs at low priority.
 */
export function createWorkshop(parts: Parts): Workshop {
  const {
    folder,
    clock,
    find = findEncoder,
    script = new URL("../encode/workshop-process.ts", import.meta.url),
  } = parts;
  const { mostWaiting = 12, idleMs = MINUTE_MS, totalMs = 20 * MINUTE_MS } = parts;
  mkdirSync(folder, { recursive: true });
  clearAbandoned(folder, clock.now());
  const closing = new AbortController();
  let turn: Promise<unknown> = Promise.resolve();
  let asked = 0;

  const make = async (order: Order, stop: AbortSignal): Promise<void> => {
    stop.throwIfAborted();
    const watchdog = createWatchdog(clock, { idleMs, totalMs });
    const child = fork(script, { execArgv: [], env: {}, stdio: ["ignore", "ignore", "ignore", "ipc"] });
    try {
      judge(await answerOf(child, order, { stop, watchdog }));
    } finally {
      await end(child);
      await watchdog.stop();
    }
  };

  const work = async <T>(task: (bench: Bench) => Promise<T>, stop: AbortSignal): Promise<T> => {
    stop.throwIfAborted();
    const scratch = await mkdtemp(join(folder, "work-"));
    try {
      return await task({ folder: scratch, make: (order) => make(order, stop) });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  };

  return {
    available: () => {
      try {
        find();
        return true;
      } catch {
        return false;
      }
    },
    inTurn: async (task, signal) => {
      const stop = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      stop.throwIfAborted();
      if (asked > mostWaiting) throw new EncoderBusy(`${asked} wait for the encoder`);
      asked += 1;
      const mine = turn
        .then(() => work(task, stop))
        .finally(() => {
          asked -= 1;
        });
      turn = mine.catch(() => undefined); // whoever asked is told
      return orAborted(mine, stop);
    },
    close: async () => {
      closing.abort(new Error("The workshop is closed"));
      await turn;
    },
  };
}

/** What another process is at work on now is younger. */
function clearAbandoned(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found && now - found.mtimeMs >= ABANDONED_MS) rmSync(path, { recursive: true, force: true });
  }
}

function findEncoder(): string {
  return createRequire(import.meta.url).resolve("node-av");
}

/** Who gives up is not kept waiting for their turn. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const settled = new AbortController();
  const aborted = once(signal, "abort", { signal: settled.signal }).then(() => {
    throw signal.reason;
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    settled.abort();
    aborted.catch(() => undefined); // calling the wait off is no trouble
  }
}

interface Watch {
  stop: AbortSignal;
  watchdog: { signal: AbortSignal; touch(): void };
}

function answerOf(child: ChildProcess, order: Order, { stop, watchdog }: Watch): Promise<Said> {
  return new Promise((resolve, reject) => {
    child.on("message", (said: Said) => {
      if (said.is === "moving") watchdog.touch();
      else resolve(said);
    });
    child.on("error", (cause) => reject(new EncodingFailed("The encoder could not be started", { cause })));
    child.on("exit", (code, signal) => reject(new EncodingFailed(`The encoder ended by ${signal ?? `code ${code}`}`)));
    watchdog.signal.addEventListener("abort", () => reject(new EncodingFailed("The encoder stood still")), {
      once: true,
    });
    stop.addEventListener("abort", () => reject(stop.reason), { once: true });
    child.send(order, (cause) => cause && reject(new EncodingFailed("The encoder could not be asked", { cause })));
  });
}

function judge(said: Said): void {
  if (said.is === "missing") throw new EncoderMissing(said.problem);
  if (said.is === "failed") {
    if (said.diskFull) throw new DiskFull(said.problem);
    throw new EncodingFailed(said.problem);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
