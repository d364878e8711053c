import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../src/app/config/config.ts";
import { type Reelay, start } from "../../src/app/start.ts";
import { type Clock, systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import type { Db } from "../../src/store/tables.ts";
import { CONTRACT_ENV } from "./contract.ts";

/** A Reelay on a folder of its own that can be ended and started again. */
export interface Restartable {
  readonly db: Db;
  readonly address: string;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openReelay(
  env: Readonly<Record<string, string>>,
  clock: Clock = systemClock,
): Promise<Restartable> {
  const dataDir = await mkdtemp(join(tmpdir(), "reelay-contract-"));
  const config = readConfig({ ...CONTRACT_ENV, ...env, DATA_DIR: dataDir });
  const open = (): Promise<Reelay> => start(config, { log: createLog("silent"), clock });
  let reelay = await open();
  return {
    get db() {
      return reelay.db;
    },
    get address() {
      return reelay.address;
    },
    restart: async () => {
      await reelay.stop();
      reelay = await open();
    },
    close: async () => {
      await reelay.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
