import { once } from "node:events";
import { Agent, get, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import type { Clock } from "../../src/base/clock.ts";
import { ConfigError } from "../../src/base/errors.ts";
import { listen } from "../../src/web/serve/listen.ts";

/** Never lets the grace time pass by itself. */
const patient: Clock = {
  now: () => 0,
  sleep: (_ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      signal?.addEventListener("abort", () => resolve());
    }),
};
const hasty: Clock = { now: () => 0, sleep: async () => undefined };

async function start(app: RequestListener, clock: Clock = patient) {
  const server = await listen(app, { host: "127.0.0.1", port: 0, clock });
  onTestFinished(server.close);
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const ask = async (path = "/", headers = {}): Promise<IncomingMessage> => {
    const asking = get(server.address + path, { agent, headers });
    const [answer] = await once(asking, "response");
    return answer;
  };
  return { ...server, ask };
}

const text = async (answer: IncomingMessage) => (await answer.toArray()).join("");

test("says where it is", async () => {
  const { address, port, ask } = await start((_req, res) => res.end("here"));
  expect(address).toBe(`http://127.0.0.1:${port}`);
  expect(await text(await ask())).toBe("here");
});

test.each([
  ["0.0.0.0", "localhost"],
  ["::1", "[::1]"],
])("gives an address that a browser can go to: %s", async (host, shown) => {
  const server = await listen((_req, res) => res.end(), { host, port: 0 }).catch((error: unknown) => {
    if (error instanceof ConfigError && host === "::1") return undefined; // a machine without IPv6
    throw error;
  });
  if (!server) return;
  expect(server.address).toBe(`http://${shown}:${server.port}`);
  await server.close();
});

test("says in the operator's words that the port is taken, or that the host is not this machine", async () => {
  const { port } = await start((_req, res) => res.end());
  const taken = await listen(() => undefined, { host: "127.0.0.1", port }).catch((error: unknown) => error);
  expect(taken).toBeInstanceOf(ConfigError);
  expect(taken).toHaveProperty("problems", [
    `PORT: ${port} is in use on 127.0.0.1. Stop what uses it, or set another PORT.`,
  ]);
  const elsewhere = await listen(() => undefined, { host: "192.0.2.1", port: 0 }).catch((error: unknown) => error);
  expect(elsewhere).toBeInstanceOf(ConfigError);
});

test("ends connections that are kept for a next request", async () => {
  const { ask, close } = await start((_req, res) => res.end("done"));
  await text(await ask());
  await close();
  await close();
  await expect(ask()).rejects.toThrow();
});

test.each<[string, Record<string, string>, RequestListener]>([
  ["by what they say", {}, (_req, res) => res.setHeader("Content-Type", "text/event-stream; charset=utf-8")],
  ["by what was asked for", { accept: "text/event-stream" }, () => undefined],
])("ends event streams at once, known %s", async (_how, headers, prepare) => {
  const { ask, close } = await start((req, res) => {
    prepare(req, res);
    res.write("data: hello\n\n");
  });
  const answer = await ask("/", headers);
  await close();
  expect(await text(answer)).toBe("data: hello\n\n");
});

test("lets an answer under way finish, and ends its connection then", async () => {
  const open: ServerResponse[] = [];
  const { ask, close } = await start((req, res) => {
    open.push(res);
    if (req.url === "/begun") res.write("first, ");
  });
  const begun = await ask("/begun");
  const waiting = ask("/waiting");
  while (open.length < 2) await new Promise(setImmediate);
  const closed = close();
  for (const res of open) res.end("last");
  expect(await text(begun)).toBe("first, last");
  expect(await text(await waiting)).toBe("last");
  await closed;
});

test("cuts an answer off that takes longer than the grace time", async () => {
  const { ask, close } = await start((_req, res) => res.write("first, "), hasty);
  const answer = await ask();
  const broken = text(answer).catch((error: unknown) => error);
  await close();
  expect(await broken).toBeInstanceOf(Error);
});
