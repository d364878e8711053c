import { expect, test } from "vitest";
import { ConnectionLost, GatewayError, TimedOut, UnreadableAnswer } from "../../src/evolink/errors.ts";
import {
  API_KEY,
  answer,
  clientOf,
  failureOf,
  gatewayError,
  hostileServer,
  type Reply,
  reset,
  resetInTheBody,
  silence,
} from "./hostile.ts";

const ID = "task-unified-1756817821-4x3rx6ny";
const RUNNING = { id: ID, status: "processing", progress: 40 };

async function serverWith(...replies: Reply[]) {
  const server = await hostileServer(...replies);
  await server.listen(0);
  return server;
}

async function read(body: unknown) {
  const server = await serverWith(answer(200, body));
  const client = clientOf(server.url());
  return { ...client, server, task: await client.evolink.readTask(ID) };
}

test("a finished video is read, unknown fields and nulls passed over", async () => {
  const { task, server } = await read({
    created: 1756817821,
    id: ID,
    object: "video.generation.task",
    status: "completed",
    progress: 100,
    results: ["https://files.example/one.mp4"],
    result_data: null,
    error: null,
    task_info: { can_cancel: false, estimated_time: null },
    usage: null,
    something: { new: [1, 2, 3] },
  });

  expect(task).toEqual({ id: ID, status: "completed", progress: 100, results: ["https://files.example/one.mp4"] });
  expect(server.received[0]).toMatchObject({ method: "GET", url: `/v1/tasks/${ID}` });
});

test("an element's id keeps all its digits, written as a number or as a string", async () => {
  const asNumber = await read(`{"id":"${ID}","status":"completed","result_data":{"element_id":829836802793406551}}`);
  expect(asNumber.task.elementId).toBe("829836802793406551");

  const asString = await read(`{"id":"${ID}","status":"completed","result_data":{"element_id":"829836802793406551"}}`);
  expect(asString.task.elementId).toBe("829836802793406551");
});

test("a failed task carries the gateway's code, and its sentence without the key", async () => {
  const { task } = await read({
    id: ID,
    status: "failed",
    progress: 100,
    error: { code: "content_policy_violation", message: `Blocked (${API_KEY}).`, type: "task_error" },
  });

  expect(task.error).toEqual({ code: "content_policy_violation", message: "Blocked ([key])." });
});

test("a failed task without an error is an unknown error, a cancelled one is a cancelled request", async () => {
  const failed = await read({ id: ID, status: "failed", error: null });
  expect(failed.task.error).toEqual({ code: "unknown_error", message: "" });

  const cancelled = await read({ id: ID, status: "cancelled" });
  expect(cancelled.task).toMatchObject({ status: "failed", error: { code: "request_cancelled" } });
});

test("an unfamiliar status is taken as processing, and the log says so", async () => {
  const { task, lines } = await read({ id: ID, status: "upscaling", progress: 140 });

  expect(task).toMatchObject({ status: "processing", progress: 100 });
  expect(lines.join("")).toContain("upscaling");
});

test.each<[string, Reply]>([
  ["429", gatewayError(429, "rate_limit_exceeded")],
  ["500", gatewayError(500, "internal_error")],
  ["503 as a page of HTML", answer(503, "<h1>Back soon</h1>")],
  ["a reset", reset],
  ["a reset in mid-answer", resetInTheBody(200)],
  ["a time-out", silence],
  ["a malformed body", answer(200, "<html>")],
  ["an answer about another task", answer(200, { ...RUNNING, id: "task-unified-2" })],
])("a read is tried again after %s", async (_title, reply) => {
  const server = await serverWith(reply, answer(200, RUNNING));
  const { evolink, clock, lines } = clientOf(server.url(), { timeouts: { headers: 60 } });

  expect(await evolink.readTask(ID)).toMatchObject({ status: "processing", progress: 40 });
  expect(clock.sleeps).toEqual([375]);
  expect(lines).toHaveLength(1);
});

test.each([400, 401, 402, 403, 404])("a read is not tried again after %i", async (status) => {
  const server = await serverWith(gatewayError(status, "task_not_found"), answer(200, RUNNING));
  const { evolink } = clientOf(server.url());

  expect(await failureOf(evolink.readTask(ID))).toMatchObject({ status, code: "task_not_found", accepted: "no" });
  expect(server.received).toHaveLength(1);
});

test("a read gives up after four tries, with the last failure", async () => {
  const server = await serverWith(reset, silence, gatewayError(500, "internal_error"), gatewayError(502, 502));
  const { evolink, clock } = clientOf(server.url(), { timeouts: { headers: 60 } });

  const error = await failureOf(evolink.readTask(ID));

  expect(error).toBeInstanceOf(GatewayError);
  expect(error).toMatchObject({ status: 502 });
  expect(server.received).toHaveLength(4);
  expect(clock.sleeps).toEqual([375, 750, 1500]);
});

test("a read waits as long as Retry-After asks, in seconds or until a date", async () => {
  const server = await serverWith(
    gatewayError(429, "rate_limit_exceeded", { "retry-after": "7" }),
    gatewayError(503, 503, { "retry-after": "Mon, 03 Aug 2026 12:00:10 GMT" }),
    answer(200, RUNNING),
  );
  const { evolink, clock } = clientOf(server.url());

  await evolink.readTask(ID);

  // The first wait took 7.25 s of the 10 s until the date.
  expect(clock.sleeps).toEqual([7250, 3000]);
});

test("a read that is asked to wait for minutes hands that up instead of waiting", async () => {
  const server = await serverWith(gatewayError(429, "rate_limit_exceeded", { "retry-after": "120" }));
  const { evolink, clock } = clientOf(server.url());

  expect(await failureOf(evolink.readTask(ID))).toMatchObject({ retryAfterMs: 120_000 });
  expect(clock.sleeps).toEqual([]);
});

test("a body that drips without end is cut off at its time", async () => {
  const drip: Reply = (response) => {
    response.writeHead(200);
    const dripping = setInterval(() => response.write(" "), 1);
    response.once("close", () => clearInterval(dripping));
  };
  const server = await serverWith(drip, drip, drip, drip);
  let now = 0;
  const clock = { now: () => (now += 20_000), sleep: async () => undefined };
  const { evolink } = clientOf(server.url(), { clock });

  const error = await failureOf(evolink.readTask(ID));

  expect(error).toBeInstanceOf(TimedOut);
  expect(error).toMatchObject({ message: expect.stringContaining("no whole answer in 60000 ms") });
});

test.each([
  ["larger than a megabyte", answer(200, { ...RUNNING, padding: "x".repeat(1_100_000) })],
  ["nested too deep", answer(200, "[".repeat(500_000))],
  ["without a status", answer(200, { id: ID })],
])("an answer %s is unreadable", async (_title, reply) => {
  const server = await serverWith(reply, reply, reply, reply);
  const { evolink } = clientOf(server.url());

  expect(await failureOf(evolink.readTask(ID))).toBeInstanceOf(UnreadableAnswer);
});

test("an unreadable answer says where it is strange, and shows nothing of what it held", async () => {
  const reply = answer(200, { id: ID, status: "completed", results: [{ secret: "address" }] });
  const server = await serverWith(reply, reply, reply, reply);
  const { evolink } = clientOf(server.url());

  expect(await failureOf(evolink.readTask(ID))).toMatchObject({
    message: `GET /v1/tasks/${ID}: not the documented answer, see results.0`,
  });
});

test("a read that is stopped while it waits does not ask again", async () => {
  const server = await serverWith(gatewayError(500, "internal_error"), answer(200, RUNNING));
  const { evolink, clock } = clientOf(server.url());
  const stopping = new AbortController();
  clock.onSleep = async () => stopping.abort();

  expect(await failureOf(evolink.readTask(ID, stopping.signal))).toMatchObject({ status: 500 });
  expect(server.received).toHaveLength(1);
});

test("a read that is stopped on its way is not tried again", async () => {
  const stopping = new AbortController();
  const server = await serverWith(() => stopping.abort(), answer(200, RUNNING));
  const { evolink, clock } = clientOf(server.url());

  expect(await failureOf(evolink.readTask(ID, stopping.signal))).toBeInstanceOf(ConnectionLost);
  expect(clock.sleeps).toEqual([]);
});

test("an id cannot lead to another path", async () => {
  const server = await serverWith(gatewayError(404, "task_not_found"));
  const { evolink } = clientOf(server.url());

  await failureOf(evolink.readTask("../credits?x=1"));

  expect(server.received[0]?.url).toBe("/v1/tasks/..%2Fcredits%3Fx%3D1");
});

test("the account's credits are read", async () => {
  const server = await serverWith(
    answer(200, {
      data: {
        token: { remaining_credits: 99416.4429, unlimited_credits: false, used_credits: 583.5571 },
        user: { remaining_credits: "1095.3996", used_credits: 135.9048 },
      },
      message: "",
      success: true,
    }),
  );
  const { evolink } = clientOf(server.url());

  expect(await evolink.readCredits()).toEqual({
    token: { remaining: 99416.4429, used: 583.5571, unlimited: false },
    user: { remaining: 1095.3996, used: 135.9048 },
  });
  expect(server.received[0]).toMatchObject({ method: "GET", url: "/v1/credits" });
});
