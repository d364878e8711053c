import { expect, test } from "vitest";
import { TASK_ERRORS } from "../../src/sandbox/tasks/task-errors.ts";
import { png } from "./pictures.ts";
import { ask, create, fault, KEY, openSandbox, ownedClock, read, TEXT, upload } from "./support.ts";

const HOUR = 3_600_000;

test.each(Object.keys(TASK_ERRORS))(
  "a task can fail with %s, asked for by the control route or the prompt",
  async (code) => {
    const clock = ownedClock();
    const sandbox = await openSandbox({ clock });
    await fault(sandbox, { on: "create", kind: "task_failed", code });
    const ids = [(await create(sandbox, TEXT)).body.id];
    ids.push((await create(sandbox, { ...TEXT, prompt: `A cat [fail ${code}]` })).body.id);
    clock.advance(HOUR);
    for (const id of ids) {
      expect((await read(sandbox, id)).body).toMatchObject({ status: "failed", error: { code, type: "task_error" } });
    }
    const { id } = (await create(sandbox, TEXT)).body;
    clock.advance(HOUR);
    expect((await read(sandbox, id)).body.status).toBe("completed");
  },
);

test.each([401, 402, 403, 429, 500, 502, 503])(
  "a create can be answered with %i, and then no task is made",
  async (status) => {
    const sandbox = await openSandbox();
    await fault(sandbox, { on: "create", kind: "http", status, times: 2, retryAfter: 7 });
    for (let request = 0; request < 2; request++) {
      const refused = await create(sandbox, TEXT);
      expect(refused.status).toBe(status);
      expect(refused.body.error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
      expect(refused.headers.get("retry-after")).toBe([429, 503].includes(status) ? "7" : null);
    }
    expect((await ask(`${sandbox.url}/sandbox/tasks`)).body.count).toBe(0);
    expect((await create(sandbox, TEXT)).status).toBe(200);
  },
);

test("each door has its own faults and its own words", async () => {
  const sandbox = await openSandbox();
  const { id } = (await create(sandbox, TEXT)).body;
  for (const on of ["read", "credits", "upload", "result"]) await fault(sandbox, { on, kind: "http", status: 429 });
  expect((await read(sandbox, id)).body.error).toMatchObject({ code: "rate_limit_exceeded", type: "evo_api_error" });
  expect((await ask(`${sandbox.url}/v1/credits`)).body.error).toMatchObject({
    code: 429,
    fallback_suggestion: "retry after 60 seconds",
  });
  expect((await upload(sandbox, png(300, 300))).body.error.code).toBe(429);
  expect((await fetch(`${sandbox.url}/results/${id}.mp4`)).status).toBe(429);
  expect((await read(sandbox, id)).status).toBe(200);
});

test("a slow answer comes when its time has come", async () => {
  const clock = ownedClock();
  const sandbox = await openSandbox({ clock });
  await fault(sandbox, { on: "credits", kind: "slow", delayMs: 30_000 });
  const answer = ask(`${sandbox.url}/v1/credits`);
  await clock.asleep();
  clock.advance(30_000);
  expect((await answer).status).toBe(200);
});

test("closing does not wait for a slow answer", async () => {
  const clock = ownedClock();
  const sandbox = await openSandbox({ clock });
  await fault(sandbox, { on: "credits", kind: "slow", delayMs: HOUR });
  const answer = ask(`${sandbox.url}/v1/credits`).catch(() => "broken");
  await clock.asleep();
  await sandbox.close();
  expect(await answer).toBe("broken");
});

test("an answer can be lost after the task was accepted", async () => {
  const sandbox = await openSandbox();
  await fault(sandbox, { on: "create", kind: "lost_answer" });
  await expect(create(sandbox, TEXT)).rejects.toThrow();
  await expect(create(sandbox, { ...TEXT, prompt: "[lost answer]" })).rejects.toThrow();
  const { count, tasks } = (await ask(`${sandbox.url}/sandbox/tasks`)).body;
  expect(count).toBe(2);
  expect(tasks[0]).toMatchObject({ model: TEXT.model, status: "pending", units: 270_000, body: TEXT });
});

test("a connection can break before anything was accepted", async () => {
  const sandbox = await openSandbox();
  await fault(sandbox, { on: "create", kind: "refuse" });
  await expect(create(sandbox, TEXT)).rejects.toThrow();
  expect((await ask(`${sandbox.url}/sandbox/tasks`)).body.count).toBe(0);
});

test("an answer can be unreadable, after the task was accepted", async () => {
  const sandbox = await openSandbox();
  await fault(sandbox, { on: "create", kind: "malformed" });
  const headers = { ...KEY, "content-type": "application/json" };
  const response = await fetch(`${sandbox.url}/v1/videos/generations`, {
    method: "POST",
    body: JSON.stringify(TEXT),
    headers,
  });
  expect(response.status).toBe(200);
  await expect(response.json()).rejects.toThrow(SyntaxError);
  expect((await ask(`${sandbox.url}/sandbox/tasks`)).body.count).toBe(1);
});

test("a result can be no film, or break off", async () => {
  const clock = ownedClock();
  const sandbox = await openSandbox({ clock });
  const { id } = (await create(sandbox, TEXT)).body;
  clock.advance(HOUR);
  await fault(sandbox, { on: "result", kind: "malformed" });
  await fault(sandbox, { on: "result", kind: "lost_answer" });
  const film = () => fetch(`${sandbox.url}/results/${id}.mp4`);
  expect((await (await film()).text()).startsWith("not a film")).toBe(true);
  await expect((await film()).arrayBuffer()).rejects.toThrow();
});

test("a task can go on for ever", async () => {
  const clock = ownedClock();
  const sandbox = await openSandbox({ clock });
  const { id } = (await create(sandbox, { ...TEXT, prompt: "[never ends]" })).body;
  clock.advance(1_000 * HOUR);
  expect((await read(sandbox, id)).body).toMatchObject({ status: "processing", progress: 99 });
});

test("the control route says what it did not understand, and forgets on demand", async () => {
  const sandbox = await openSandbox();
  expect((await fault(sandbox, { on: "create", kind: "task_failed", code: "no_such_code" })).status).toBe(400);
  expect((await fault(sandbox, { on: "nowhere", kind: "http", status: 500 })).body.error.message).toMatch(/^on: /);
  expect((await fault(sandbox, { on: "create", kind: "http", status: 500 })).body.faults).toHaveLength(1);
  await ask(`${sandbox.url}/sandbox/faults`, { method: "DELETE" });
  expect((await ask(`${sandbox.url}/sandbox/faults`)).body.faults).toEqual([]);
  expect((await create(sandbox, TEXT)).status).toBe(200);
});
