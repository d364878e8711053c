import Keyv from "keyv";
import { type Clock, thisMachine } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import { readSecret } from "../base/secret.ts";
import { recover } from "../generations/run/engine.ts";
import { openClock } from "../store/clock.ts";
import { createKeyvStore } from "../store/keyv.ts";
import { openStore } from "../store/open.ts";
import type { Db } from "../store/tables.ts";
import type { Closers } from "./closers.ts";
import type { Config } from "./config/environment.ts";
import { openDataDir } from "./data-dir.ts";

/** What everything stands on. */
export interface Ground {
  db: Db;
  clock: Clock;
  /** How long nobody had seen the store when it was opened, in milliseconds. */
  unseenMs: number;
  /** What links and cards are signed with. */
  secret: string;
  /** Small values under keys, with an end; each namespace for itself. */
  keyv<Value>(namespace: string): Keyv<Value>;
  log: Logger;
}

/** Opens the data folder, the store and its time. Throws ConfigError for what the operator has to mend. */
export async function openGround(
  config: Config,
  { log, clock: given, closers }: { log: Logger; clock: Clock | undefined; closers: Closers },
): Promise<Ground> {
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, SECRET } = config;
  openDataDir(dataDir, log);
  const store = await openStore({ databaseUrl, dataDir });
  closers.add(() => store.close());
  const time = await openClock(store, { machine: thisMachine, log });
  closers.add(() => time.close());
  const { db } = store;
  const clock = given ?? time;
  if (store.kind === "sqlite") await recover({ db, log });
  return {
    ...{ db, clock, log, unseenMs: time.unseenMs },
    secret: readSecret(SECRET, dataDir),
    keyv: <Value>(namespace: string) => {
      const values = new Keyv<Value>({ store: createKeyvStore(db, clock), namespace });
      // A value that can't be read or kept is as good as lost, which whoever uses it can bear.
      values.on("error", (error: unknown) => log.warn({ err: error, namespace }, "the key-value store failed"));
      return values;
    },
  };
}
