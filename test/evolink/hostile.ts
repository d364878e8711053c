import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { createServer as createSocketServer, type Socket } from "node:net";
import { inspect } from "node:util";
import { expect, onTestFinished } from "vitest";
import type { Clock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { createEvoLink, type EvoLinkSettings } from "../../src/evolink/client.ts";
import type { EvoLink } from "../../src/evolink/evolink.ts";

export const API_KEY = "sk-not-for-any-log-4711";

export interface Received {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The client's port: equal for requests that shared a connection. */
  port: number;
}

export type Reply = (response: ServerResponse, request: Received) => void;

/** Answers with a status and a body: an object as JSON, a string as it is. */
export const answer =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
  };

/** An error in the gateway's own form. */
export const gatewayError = (status: number, code: string | number, headers: Record<string, string> = {}): Reply =>
  answer(status, { error: { code, message: `a sentence about ${code}`, type: "api_error" } }, headers);

/** Takes the request and never answers. */
export const silence: Reply = () => undefined;

/** Closes the connection with a reset after the request has arrived. */
export const reset: Reply = (response) => {
  response.socket?.resetAndDestroy();
};

/** Promises a longer body than it sends, then resets. */
export const resetInTheBody =
  (status: number): Reply =>
  (response) => {
    response.writeHead(status, { "content-length": "1000" });
    response.write('{"id": "task-un', () => response.socket?.resetAndDestroy());
  };

/** Promises a longer body than it sends, then closes the connection in order. */
export const cutInTheBody =
  (status: number): Reply =>
  (response) => {
    response.writeHead(status, { "content-length": "1000" });
    response.write('{"id": "task-un', () => response.socket?.end());
  };

/** A server on 127.0.0.1 that answers request after request with the replies given, and keeps what it received. */
export async function hostileServer(...replies: Reply[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const { method = "", url = "", headers } = request;
    const one = { method, url, headers, body, port: request.socket.remotePort ?? 0 };
    received.push(one);
    const reply = replies.shift() ?? answer(500, { error: { code: "not_in_the_script", message: "" } });
    reply(response, one);
  });
  let address = { port: 0 };
  const listen = (port: number) =>
    new Promise<void>((resolve) => {
      server.listen(port, "127.0.0.1", () => {
        address = server.address() as { port: number };
        resolve();
      });
    });
  onTestFinished(async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });
  return { received, listen, url: () => `http://127.0.0.1:${address.port}` };
}

/** A TCP server that takes connections and never says a word. */
export async function muteServer({ onConnection = () => undefined }: { onConnection?: () => void } = {}) {
  const sockets: Socket[] = [];
  const server = createSocketServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => socket.destroy());
    onConnection();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { sockets, port };
}

/** A port of this machine on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A clock that moves only by sleeping, at once. `onSleep` runs before each sleep ends. */
export function ownedClock() {
  let now = Date.UTC(2026, 7, 3, 12, 0, 0);
  const clock = {
    sleeps: [] as number[],
    onSleep: async (): Promise<void> => undefined,
    now: () => now,
    sleep: async (ms: number) => {
      clock.sleeps.push(ms);
      now += ms;
      await clock.onSleep();
    },
  };
  return clock satisfies Clock;
}

/** A client of a server, with a clock of the test's and jitter at its middle. Everything it logs is in `lines`. */
export function clientOf(url: string, settings: Partial<EvoLinkSettings> = {}) {
  const lines: string[] = [];
  const clock = ownedClock();
  const evolink: EvoLink = createEvoLink({
    apiUrl: url,
    filesUrl: url,
    apiKey: API_KEY,
    clock,
    random: () => 0.5,
    log: createLog("trace", { write: (line) => lines.push(line) }),
    ...settings,
  });
  onTestFinished(async () => {
    await evolink.close();
    expect(lines.join("")).not.toContain(API_KEY);
  });
  return { evolink, clock, lines };
}

/** What a promise is rejected with. No failure, however deep one looks, may hold the key. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!("error" in outcome)) throw new Error(`Should have failed, but gave ${inspect(outcome.value)}`);
  expect(inspect(outcome.error, { depth: 10, showHidden: true })).not.toContain(API_KEY);
  return outcome.error;
}
