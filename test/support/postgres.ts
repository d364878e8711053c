import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A real Postgres server on this machine; each test makes databases of its own on it. */
    postgres: string;
  }
}

/** Starts one real Postgres for the whole run. Throws when it ends before it has given its address. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = fork(fileURLToPath(new URL("./postgres-server.ts", import.meta.url)), { execArgv: [] });
  const gone = once(server, "exit");
  const ready = once(server, "message").then(([address]) => String(address));
  const address = await Promise.race([ready, gone.then(() => undefined)]);
  if (address === undefined) throw new Error("Postgres did not start; what it said stands above");
  project.provide("postgres", address);
  return async () => {
    server.disconnect();
    await gone;
  };
}
