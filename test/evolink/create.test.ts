import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import {
  ConnectionLost,
  GatewayError,
  RefusedBeforeSending,
  TimedOut,
  UnreadableAnswer,
} from "../../src/evolink/errors.ts";
import {
  API_KEY,
  answer,
  clientOf,
  cutInTheBody,
  deadPort,
  failureOf,
  gatewayError,
  hostileServer,
  muteServer,
  type Reply,
  reset,
  resetInTheBody,
  silence,
} from "./hostile.ts";

const REQUEST = { model: "kling-v3-text-to-video", prompt: "gentle breeze", duration: 5 };
const ACCEPTED = { id: "task-unified-1-a", status: "pending", progress: 0 };

async function serverWith(...replies: Reply[]) {
  const server = await hostileServer(...replies);
  await server.listen(0);
  return server;
}

test("a create is sent as JSON with the key, and its answer is read", async () => {
  const server = await serverWith(
    answer(200, {
      ...ACCEPTED,
      created: 1757169743,
      model: "kling-v3-text-to-video",
      task_info: { can_cancel: true, estimated_time: 300, video_duration: 5 },
      usage: { billing_rule: "per_second", credits_reserved: 270000, user_group: "default" },
    }),
  );
  const { evolink } = clientOf(`${server.url()}/some/base/`);

  expect(await evolink.createTask(REQUEST)).toEqual({
    id: "task-unified-1-a",
    status: "pending",
    progress: 0,
    estimatedSeconds: 300,
    reserved: 270000,
    results: [],
  });
  const [received] = server.received;
  expect(received).toMatchObject({ method: "POST", url: "/some/base/v1/videos/generations" });
  expect(received?.headers).toMatchObject({ authorization: `Bearer ${API_KEY}`, "content-type": "application/json" });
  expect(JSON.parse(String(received?.body))).toEqual(REQUEST);
});

const garbage: Reply = (response) => {
  response.socket?.end("HTTP/1.1 2x0 what\r\n\r\n");
};
const stall: Reply = (response) => {
  response.writeHead(200, { "content-length": "1000" }).write('{"id": ');
};
const UNKNOWN = "unknown";

test.each<[string, Reply, new (...args: never[]) => Error, "no" | "unknown"]>([
  ["400", gatewayError(400, "invalid_request"), GatewayError, "no"],
  ["402", gatewayError(402, "insufficient_quota"), GatewayError, "no"],
  ["429", gatewayError(429, "rate_limit_exceeded", { "retry-after": "1" }), GatewayError, "no"],
  ["400 whose body is cut", cutInTheBody(400), GatewayError, "no"],
  ["408, a proxy's time-out", gatewayError(408, "timeout"), GatewayError, UNKNOWN],
  ["500", gatewayError(500, "internal_error"), GatewayError, UNKNOWN],
  ["502 as a page of HTML", answer(502, "<h1>Bad gateway</h1>"), GatewayError, UNKNOWN],
  ["redirect", answer(302, "", { location: "/elsewhere" }), GatewayError, UNKNOWN],
  ["reset before the answer", reset, ConnectionLost, UNKNOWN],
  ["end in mid-answer", cutInTheBody(200), ConnectionLost, UNKNOWN],
  ["reset in mid-answer", resetInTheBody(200), ConnectionLost, UNKNOWN],
  ["time-out of the headers", silence, TimedOut, UNKNOWN],
  ["time-out of the body", stall, TimedOut, UNKNOWN],
  ["malformed body", answer(200, '{"id": "task-unified-1'), UnreadableAnswer, UNKNOWN],
  ["body without an id", answer(200, { status: "pending" }), UnreadableAnswer, UNKNOWN],
  ["empty body", answer(200, ""), UnreadableAnswer, UNKNOWN],
  ["answer in no protocol", garbage, UnreadableAnswer, UNKNOWN],
  ["body of 2 MB", answer(200, { ...ACCEPTED, padding: "x".repeat(2_000_000) }), UnreadableAnswer, UNKNOWN],
])("a create is sent once, never again after: %s", async (_title, reply, kind, accepted) => {
  const server = await serverWith(reply, answer(200, ACCEPTED));
  const { evolink, clock } = clientOf(server.url(), { timeouts: { createHeaders: 60, body: 60 } });

  const error = await failureOf(evolink.createTask(REQUEST));

  expect(error).toBeInstanceOf(kind);
  expect(error).toMatchObject({ accepted });
  expect(server.received).toHaveLength(1);
  expect(clock.sleeps).toEqual([]);
});

test("a refused create is tried again, until somebody listens", async () => {
  const server = await hostileServer(answer(200, ACCEPTED));
  const port = await deadPort();
  const { evolink, clock } = clientOf(`http://127.0.0.1:${port}`);
  clock.onSleep = async () => {
    if (clock.sleeps.length === 2) await server.listen(port);
  };

  expect(await evolink.createTask(REQUEST)).toMatchObject({ id: "task-unified-1-a" });
  expect(clock.sleeps).toEqual([375, 750]);
  expect(server.received).toHaveLength(1);
});

test("a create that nobody takes ends after four tries, and says that nothing was accepted", async () => {
  const { evolink, clock } = clientOf(`http://127.0.0.1:${await deadPort()}`);

  const error = await failureOf(evolink.createTask(REQUEST));

  expect(error).toBeInstanceOf(RefusedBeforeSending);
  expect(error).toMatchObject({ accepted: "no", message: expect.stringContaining("ECONNREFUSED") });
  expect(clock.sleeps).toEqual([375, 750, 1500]);
});

test("a connection that never stands is a refusal, for nothing was sent", async () => {
  const mute = await muteServer();
  const { evolink, clock } = clientOf(`https://127.0.0.1:${mute.port}`, { timeouts: { connect: 60 } });
  const stopping = new AbortController();
  clock.onSleep = async () => stopping.abort();

  const error = await failureOf(evolink.createTask(REQUEST, stopping.signal));

  expect(error).toBeInstanceOf(RefusedBeforeSending);
  expect(error).toMatchObject({ accepted: "no", message: expect.stringContaining("UND_ERR_CONNECT_TIMEOUT") });
  expect(mute.sockets).toHaveLength(1);
  expect(clock.sleeps).toEqual([375]);
});

test("a refusal carries the gateway's code, its sentence for the log, and the wait it asks for", async () => {
  const server = await serverWith(gatewayError(429, "rate_limit_exceeded", { "retry-after": "90" }));
  const { evolink } = clientOf(server.url());

  expect(await failureOf(evolink.createTask(REQUEST))).toMatchObject({
    status: 429,
    code: "rate_limit_exceeded",
    retryAfterMs: 90_000,
    message:
      "POST /v1/videos/generations: EvoLink answered 429 rate_limit_exceeded: a sentence about rate_limit_exceeded",
  });
});

test("a code that is a number is read as its digits, and the status stands in where there is none", async () => {
  const server = await serverWith(gatewayError(401, 401), answer(403, "go away"));
  const { evolink } = clientOf(server.url());

  expect(await failureOf(evolink.createTask(REQUEST))).toMatchObject({ status: 401, code: "401" });
  expect(await failureOf(evolink.createTask(REQUEST))).toMatchObject({ status: 403, code: "403" });
});

test("a gateway that repeats the key in its words does not bring it into an error", async () => {
  const server = await serverWith(
    answer(401, { error: { code: `bad_${API_KEY}`, message: `The key ${API_KEY} is not known` } }),
  );
  const { evolink } = clientOf(server.url());

  const error = await failureOf(evolink.createTask(REQUEST));

  expect(error).toMatchObject({ message: expect.stringContaining("The key [key] is not known") });
});

test("an accepted task is not lost over something strange beside its id", async () => {
  const server = await serverWith(
    answer(200, { id: "task-unified-1-a", status: 7, progress: "half", results: {}, usage: "some", task_info: [] }),
  );
  const { evolink } = clientOf(server.url());

  const task = await evolink.createTask(REQUEST);

  expect(task).toEqual({ id: "task-unified-1-a", status: "pending", progress: 0, results: [] });
});

test("each create opens its own connection, reads share one", async () => {
  const task = answer(200, { ...ACCEPTED, status: "processing" });
  const server = await serverWith(task, task, task, task);
  const { evolink } = clientOf(server.url());

  await evolink.readTask("task-unified-1-a");
  // A connection is free again one turn after its answer has been read.
  await turn();
  await evolink.readTask("task-unified-1-a");
  await evolink.createTask(REQUEST);
  await turn();
  await evolink.createTask(REQUEST);

  const ports = server.received.map((request) => request.port);
  expect(ports[0]).toBe(ports[1]);
  expect(new Set(ports).size).toBe(3);
});

test("a create that is stopped before it leaves was not accepted", async () => {
  const server = await serverWith(answer(200, ACCEPTED));
  const { evolink } = clientOf(server.url());

  const error = await failureOf(evolink.createTask(REQUEST, AbortSignal.abort()));

  expect(error).toBeInstanceOf(RefusedBeforeSending);
  expect(server.received).toHaveLength(0);
});

test("a create that is stopped while its connection is being made ends at once", async () => {
  const stopping = new AbortController();
  const mute = await muteServer({ onConnection: () => stopping.abort() });
  const { evolink, clock } = clientOf(`https://127.0.0.1:${mute.port}`, { timeouts: { connect: 2000 } });

  const error = await failureOf(evolink.createTask(REQUEST, stopping.signal));

  expect(error).toBeInstanceOf(RefusedBeforeSending);
  expect(error).toMatchObject({ message: expect.stringContaining("stopped by the caller") });
  expect(clock.sleeps).toEqual([]);
});

test("a create that is stopped on its way may have been accepted", async () => {
  const stopping = new AbortController();
  const server = await serverWith(() => stopping.abort());
  const { evolink } = clientOf(server.url());

  const error = await failureOf(evolink.createTask(REQUEST, stopping.signal));

  expect(error).toBeInstanceOf(ConnectionLost);
  expect(error).toMatchObject({ accepted: "unknown" });
});

test("a closed client sends nothing", async () => {
  const server = await serverWith(answer(200, ACCEPTED));
  const { evolink } = clientOf(server.url());
  await evolink.close();

  expect(await failureOf(evolink.createTask(REQUEST))).toBeInstanceOf(RefusedBeforeSending);
  expect(server.received).toHaveLength(0);
});

test.each(["", "two words", "line\nbreak", "schlüssel"])("the key %j is refused at once", (apiKey) => {
  expect(() => clientOf("http://127.0.0.1:1", { apiKey })).toThrow(TypeError);
});
