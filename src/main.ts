import { existsSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { readConfig } from "./app/config/config.ts";
import { ConfigError } from "./base/errors.ts";
import { createLog } from "./base/log.ts";

/** BSD's EX_CONFIG: the operator has to change a setting, and a restart alone won't help. */
const EX_CONFIG = 78;

/** Resolves at the first of the signals. A second one ends the process the system's way. */
function signalled(...signals: NodeJS.Signals[]): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve());
  });
}

/** What is imported from here on is compiled once and kept: the next start reads it. Node before 22.8 compiles each time. */
function keepCompiled(dataDir: string): void {
  module.enableCompileCache?.(join(dataDir, "compiled"));
}

async function main(): Promise<void> {
  let log = createLog("info");
  try {
    if (existsSync(".env")) process.loadEnvFile();
    const config = readConfig(process.env);
    log = createLog(config.LOG_LEVEL);
    // Whatever is written from now on is for this user alone.
    process.umask(0o077);
    const stopped = signalled("SIGTERM", "SIGINT");
    keepCompiled(config.DATA_DIR);
    const { start } = await import("./app/start.ts");
    const reelay = await start(config, { log });
    process.stdout.write(`Reelay is ready: ${reelay.address}\n`);
    if (reelay.sandbox) process.stdout.write(`The sandbox answers; faults on demand at ${reelay.sandbox}\n`);
    for (const notice of reelay.notices) process.stdout.write(`${notice}\n`);
    await stopped;
    log.info("stopping");
    await reelay.stop();
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      log.fatal({ err: error }, "Reelay could not start");
      process.exitCode = 1;
      return;
    }
    process.stderr.write(`Reelay can't start:\n${error.problems.map((problem) => `  ${problem}\n`).join("")}`);
    process.exitCode = EX_CONFIG;
  }
}

await main();
