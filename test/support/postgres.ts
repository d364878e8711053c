import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A real Postgres server that can be stopped and started again. */
export interface PostgresServer {
  /** `postgres://…`, without a database. */
  address: string;
  /** Ends every connection and stops; what was committed is there after the start. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it for good, and deletes what it kept. */
  close(): Promise<void>;
}

/** Starts a Postgres. Throws when it ends before it has given its address. */
export async function startPostgres(): Promise<PostgresServer> {
  const server = fork(fileURLToPath(new URL("./postgres-server.ts", import.meta.url)), { execArgv: [] });
  const gone = once(server, "exit");
  const ready = once(server, "message").then(([address]) => String(address));
  const address = await Promise.race([ready, gone.then(() => undefined)]);
  if (address === undefined) throw new Error("Postgres did not start; what it said stands above");
  const order = async (what: "stop" | "start") => {
    const done = once(server, "message");
    server.send(what);
    await done;
  };
  return {
    address,
    stop: () => order("stop"),
    start: () => order("start"),
    close: async () => {
      server.disconnect();
      await gone;
    },
  };
}
