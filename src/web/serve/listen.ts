import { once } from "node:events";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, systemClock } from "../../base/clock.ts";
import { ConfigError } from "../../base/errors.ts";

export interface Listening {
  /** Where a browser on this machine finds it, for example `http://127.0.0.1:3000`. */
  address: string;
  port: number;
  /**
   * Takes no more connections, ends the idle ones and the event streams, gives the answers that are under way the
   * grace time, and cuts what is left. Again is fine.
   */
  close(): Promise<void>;
}

export interface ListenOptions {
  host: string;
  /** 0 takes any that is free. */
  port: number;
  clock?: Clock;
  /** Milliseconds that answers under way get to finish; 10 s by default. */
  graceMs?: number;
}

/** Serves the app. Throws ConfigError when the port cannot be had. */
export async function listen(app: RequestListener, options: ListenOptions): Promise<Listening> {
  const { host, port, clock = systemClock, graceMs = 10_000 } = options;
  const server = createServer();
  const answers = new Set<ServerResponse>();
  server.on("request", (_req, res) => {
    answers.add(res);
    res.on("close", () => answers.delete(res));
  });
  server.on("request", app);
  await bind(server, host, port);
  const taken = (server.address() as AddressInfo).port;
  let closing: Promise<void> | undefined;
  return {
    address: `http://${hostInAddress(host)}:${taken}`,
    port: taken,
    close: () => {
      closing ??= end(server, answers, clock, graceMs);
      return closing;
    },
  };
}

async function bind(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
      throw new ConfigError([`PORT: ${port} is in use on ${host}. Stop what uses it, or set another PORT.`]);
    }
    if (code === "EACCES")
      throw new ConfigError([`PORT: ${port} needs more rights than this process has. Set another PORT.`]);
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw new ConfigError([
        `HOST: ${host} is no address of this machine. Set 127.0.0.1, or 0.0.0.0 for all of its addresses.`,
      ]);
    }
    throw error;
  }
}

async function end(server: Server, answers: Set<ServerResponse>, clock: Clock, graceMs: number): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  for (const answer of answers) {
    // A connection is kept for a next request; there is to be none.
    answer.on("close", () => server.closeIdleConnections());
    if (!answer.headersSent) answer.setHeader("Connection", "close");
    else if (isEventStream(answer)) answer.end();
  }
  const done = new AbortController();
  const grace = clock.sleep(graceMs, done.signal).then(() => server.closeAllConnections());
  await closed;
  done.abort();
  await grace;
}

/** By what was set, or by what a browser's EventSource asks for: headers given to writeHead alone cannot be read back. */
function isEventStream(answer: ServerResponse): boolean {
  const says = [answer.getHeader("Content-Type"), answer.req.headers.accept];
  return says.some((value) => String(value).startsWith("text/event-stream"));
}

/** An address that stands for all of the machine's is no place a browser could go to. */
function hostInAddress(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
