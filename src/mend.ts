import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { commands } from "../commands/index.ts";
import { readConfig } from "./app/config/config.ts";
import type { Config } from "./app/config/environment.ts";
import { finderOf } from "./app/finder.ts";
import { type Clock, thisMachine } from "./base/clock.ts";
import { ConfigError } from "./base/errors.ts";
import { createLog, type Logger } from "./base/log.ts";
import { plural } from "./base/words.ts";
import { sayCredits, units } from "./credits/units.ts";
import { createCast } from "./elements/cast.ts";
import type { EndingLate } from "./generations/run/late.ts";
import { type Fault, findFaults } from "./mend/faults.ts";
import { day, mend } from "./mend/mending.ts";
import { openClock } from "./store/clock.ts";
import { inspectStore } from "./store/inspect.ts";
import { openStore } from "./store/open.ts";
import type { Db } from "./store/tables.ts";

/** What it was started with. */
export interface MendParts {
  config: Pick<Config, "DATABASE_URL" | "DATA_DIR">;
  /** Takes one line, without its end. */
  print(line: string): void;
  /** Whether the operator says yes; undefined where nobody can be asked. */
  confirm: ((question: string) => Promise<boolean>) | undefined;
  /** The store's own time unless given. */
  clock?: Clock;
  log: Logger;
}

const USAGE = "Usage: npm run mend [-- --yes]";
const EX_USAGE = 2;
const EX_CONFIG = 78;

/**
 * Lists what in the store does not pass by itself, and mends it after a yes: jobs long past their deadline, credits held
 * for no living job, times that have not come. Gives the exit code: 0 when nothing is left to mend, 1 when something
 * is. Throws ConfigError for a store that can't be opened, such as a SQLite file whose bot runs.
 */
export async function runMend({ config, print, confirm, clock, log }: MendParts): Promise<number> {
  const where = { databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR };
  const state = await inspectStore(where, Date.now);
  if (!state.there) {
    print("There is no store here yet, so nothing to mend.");
    return 0;
  }
  if (state.pending.length > 0) {
    print("The store is of an older version. Start Reelay once, which brings it up to date, stop it, and try again.");
    return 1;
  }
  const store = await openStore(where);
  const time = await openClock(store, { machine: thisMachine, log });
  try {
    const deps = depsOf(store.db, clock ?? time, log);
    const faults = await findFaults(deps);
    if (faults.length === 0) {
      print("Nothing to mend.");
      return 0;
    }
    for (const fault of faults) print(say(fault));
    if (confirm === undefined) {
      print(`${plural(faults.length, "thing")} to mend. Run it in a terminal, or with --yes, to mend them.`);
      return 1;
    }
    if (!(await confirm(`Mend ${faults.length === 1 ? "it" : `all ${faults.length}`}?`))) return 1;
    let left = 0;
    for (const fault of faults) {
      if (await mend(deps, fault)) continue;
      left += 1;
      print(`Left alone, as somebody is at work on it: ${say(fault)}`);
    }
    print(`Mended ${faults.length - left} of ${faults.length}. The ledger or the audit says why for each.`);
    return left === 0 ? 0 : 1;
  } finally {
    await time.close();
    await store.close();
  }
}

function depsOf(db: Db, clock: Clock, log: Logger): EndingLate {
  const cast = createCast({ db, clock });
  const finder = finderOf(commands);
  return { db, clock, log, ...finder, onElement: cast.finish, callbacks: { addressOf: () => undefined } };
}

function say(fault: Fault): string {
  switch (fault.is) {
    case "late job": {
      const { id, state, price } = fault.row;
      const due = new Date(fault.deadline).toISOString().slice(0, 16).replace("T", " ");
      return `${id}: ${state}, should have ended by ${due} UTC; holds ${sayCredits(units(price))}. It ends now.`;
    }
    case "held for nothing": {
      const { generation, amount } = fault.hold;
      const job = fault.state === undefined ? "is not there" : `is ${fault.state}`;
      const charged = fault.state === "delivered" || fault.state === "rendered";
      const then = charged ? "They are charged." : "They go back.";
      return `${generation}: ${sayCredits(units(amount))} held, and the job ${job}. ${then}`;
    }
    case "account ahead":
      return `${fault.member} in ${fault.workspace}: the account has seen ${day(fault.seen)}, which has not come. It is set to now.`;
    case "workspace ahead":
      return `${fault.workspace}: the budget is counted from ${day(fault.seen)}, which has not come. It is set to now.`;
  }
}

async function main(): Promise<void> {
  const log = createLog("warn");
  const print = (line: string) => process.stdout.write(`${line}\n`);
  try {
    const { values } = parseArgs({ options: { yes: { type: "boolean", default: false } } });
    if (existsSync(".env")) process.loadEnvFile();
    const ask = process.stdin.isTTY ? confirmed : undefined;
    const confirm = values.yes ? async () => true : ask;
    process.exitCode = await runMend({ config: readConfig(process.env), print, confirm, log });
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`Reelay's store can't be mended:\n${error.problems.map((one) => `  ${one}\n`).join("")}`);
      process.exitCode = EX_CONFIG;
    } else if (error instanceof TypeError && "code" in error) {
      process.stderr.write(`${error.message}\n${USAGE}\n`);
      process.exitCode = EX_USAGE;
    } else throw error;
  }
}

async function confirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

if (import.meta.main) await main();
