import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { UNITS_PER_CREDIT, units } from "../../src/credits/units.ts";
import { png } from "./pictures.ts";
import {
  ask,
  create,
  middling,
  openSandbox,
  ownedClock,
  post,
  read,
  TEXT,
  temporaryFolder,
  upload,
} from "./support.ts";

const HOUR = 3_600_000;

test("listens on the loopback address and asks for a key", async () => {
  const sandbox = await openSandbox();
  expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const response = await fetch(`${sandbox.url}/v1/credits`);
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({
    error: { code: 401, message: "Invalid or expired token", type: "authentication_error" },
  });
});

test("a task goes from pending to a film whose link lives 24 hours", async () => {
  const clock = ownedClock();
  const sandbox = await openSandbox({ clock, random: middling(), speed: 10 });
  const created = await create(sandbox, TEXT);
  expect(created).toMatchObject({
    status: 200,
    body: {
      object: "video.generation.task",
      model: TEXT.model,
      status: "pending",
      progress: 0,
      created: clock.now() / 1000,
      task_info: { can_cancel: true, estimated_time: 18, video_duration: 5 },
      usage: { billing_rule: "per_second", credits_reserved: 270_000, user_group: "default" },
    },
  });
  const { id } = created.body;
  expect(id).toMatch(/^task-unified-\d{10}-[a-z0-9]{8}$/);
  expect((await read(sandbox, id)).body).toMatchObject({ status: "pending", progress: 0 });
  clock.advance(9_450);
  expect((await read(sandbox, id)).body).toMatchObject({ status: "processing", progress: 50 });
  clock.advance(9_450);
  const done = (await read(sandbox, id)).body;
  expect(done).toMatchObject({ status: "completed", progress: 100, results: [`${sandbox.url}/results/${id}.mp4`] });

  const film = await fetch(done.results[0]);
  expect(film.headers.get("content-type")).toBe("video/mp4");
  const bytes = Buffer.from(await film.arrayBuffer());
  expect(bytes).toEqual(await readFile(new URL("../../src/sandbox/clips/landscape.mp4", import.meta.url)));
  const part = await fetch(done.results[0], { headers: { range: "bytes=4-7" } });
  expect([part.status, await part.text()]).toEqual([206, "ftyp"]);

  clock.advance(24 * HOUR);
  expect((await fetch(done.results[0])).status).toBe(410);
  expect((await fetch(`${sandbox.url}/results/task-unified-1-none.mp4`)).status).toBe(404);
});

test("reserves credits in the unit that each page shows", async () => {
  const sandbox = await openSandbox();
  const turbo = await create(sandbox, { model: "kling-v3-turbo-text-to-video", prompt: "A cat" });
  expect(turbo.body.usage.credits_reserved).toBe(36);
  const v3 = await create(sandbox, { ...TEXT, sound: "on" });
  expect(v3.body.usage.credits_reserved).toBe(405_000);
});

test("an element ends with an id that is a string of digits", async () => {
  const clock = ownedClock();
  const sandbox = await openSandbox({ clock });
  const picture = "https://example.com/mia.png";
  const created = await create(sandbox, {
    model: "kling-custom-element",
    model_params: {
      element_name: "Mia",
      element_description: "A girl in a yellow coat",
      reference_type: "image_refer",
      element_image_list: { frontal_image: picture, refer_images: [{ image_url: picture }] },
    },
  });
  expect(created.body).toMatchObject({ usage: { billing_rule: "per_call" }, task_info: { estimated_time: 600 } });
  clock.advance(2 * HOUR);
  const done = (await read(sandbox, created.body.id)).body;
  expect(done.result_data.element_id).toMatch(/^\d{18}$/);
  expect(done).not.toHaveProperty("results");
});

test("the account pays for a completed task, and not for a failed one", async () => {
  const clock = ownedClock();
  const sandbox = await openSandbox({ clock, balance: units(100 * UNITS_PER_CREDIT) });
  const credits = async () => (await ask(`${sandbox.url}/v1/credits`)).body;
  await create(sandbox, TEXT);
  await create(sandbox, { ...TEXT, prompt: "[fail service_error]" });
  expect((await credits()).data.user).toEqual({ remaining_credits: 100, used_credits: 0 });
  clock.advance(HOUR);
  expect(await credits()).toEqual({
    data: {
      token: { remaining_credits: 73, used_credits: 27, unlimited_credits: false },
      user: { remaining_credits: 73, used_credits: 27 },
    },
    message: "",
    success: true,
  });
});

test("an account without enough credits gets 402 and no task", async () => {
  const sandbox = await openSandbox({ balance: units(30 * UNITS_PER_CREDIT) });
  expect((await create(sandbox, TEXT)).status).toBe(200);
  expect(await create(sandbox, TEXT)).toMatchObject({ status: 402, body: { error: { code: "insufficient_quota" } } });
  expect((await ask(`${sandbox.url}/sandbox/tasks`)).body.count).toBe(1);
});

test("tasks and files outlive the process, and links hold the address of now", async () => {
  const [dataDir, clock] = [await temporaryFolder(), ownedClock()];
  const before = await openSandbox({ dataDir, clock });
  const file = (await upload(before, png(640, 480))).body.data;
  const { id } = (await create(before, TEXT)).body;
  await before.close();
  clock.advance(HOUR);
  const after = await openSandbox({ dataDir, clock });
  const done = (await read(after, id)).body;
  expect(done).toMatchObject({ status: "completed", results: [`${after.url}/results/${id}.mp4`] });
  expect((await fetch(done.results[0])).status).toBe(200);
  expect((await fetch(file.file_url.replace(before.url, after.url))).status).toBe(200);

  // The address still has the port of before, as a cache of addresses would.
  const animate = { model: "kling-v3-image-to-video", image_start: file.file_url };
  const second = (await create(after, animate)).body.id;
  clock.advance(HOUR);
  expect((await read(after, second)).body.status).toBe("completed");
});

test("serves an uploaded picture until it expires or is deleted", async () => {
  const clock = ownedClock();
  const sandbox = await openSandbox({ clock });
  const picture = png(320, 300);
  const { body } = await upload(sandbox, picture, "my cat.png");
  expect(body).toMatchObject({
    success: true,
    code: 200,
    data: { file_name: "my_cat.png", original_name: "my cat.png", file_size: picture.length, mime_type: "image/png" },
  });
  expect(Date.parse(body.data.expires_at) - clock.now()).toBe(72 * HOUR);
  const served = await fetch(body.data.file_url);
  expect(served.headers.get("content-type")).toBe("image/png");
  expect(new Uint8Array(await served.arrayBuffer())).toEqual(picture);

  const quota = await ask(`${sandbox.url}/api/v1/files/quota`);
  expect(quota.body.data).toMatchObject({ used_files: 1, max_files: 2000, remain_files: 1999 });
  const address = `${sandbox.url}/api/v1/files/${body.data.file_id}`;
  expect((await ask(address, { method: "DELETE" })).status).toBe(200);
  expect((await ask(address, { method: "DELETE" })).status).toBe(404);
  expect((await fetch(body.data.file_url)).status).toBe(404);

  const again = (await upload(sandbox, picture)).body.data;
  clock.advance(72 * HOUR);
  expect((await fetch(again.file_url)).status).toBe(404);
});

test("takes only pictures, by what their bytes are", async () => {
  const sandbox = await openSandbox();
  const text = new TextEncoder().encode("This is a text that somebody has named photo.png.");
  expect(await upload(sandbox, text)).toMatchObject({ status: 400, body: { error: { code: 400, param: "file" } } });
  const empty = await ask(`${sandbox.url}/api/v1/files/upload/stream`, { method: "POST", body: new FormData() });
  expect(empty.status).toBe(400);
});

test.each([
  ["too small", 299, 400, "image_dimension_mismatch"],
  ["too long", 1000, 399, "image_dimension_mismatch"],
  ["right", 1000, 400, undefined],
])("a first frame that is %s", async (_, width, height, code) => {
  const clock = ownedClock();
  const sandbox = await openSandbox({ clock });
  const { file_url } = (await upload(sandbox, png(width, height))).body.data;
  const { id } = (await create(sandbox, { model: "kling-v3-image-to-video", image_start: file_url })).body;
  clock.advance(HOUR);
  const { status, error } = (await read(sandbox, id)).body;
  expect([status, error?.code]).toEqual([code ? "failed" : "completed", code]);
});

test("a picture that is gone fails the task as one that cannot be processed", async () => {
  const clock = ownedClock();
  const sandbox = await openSandbox({ clock });
  const { file_url, file_id } = (await upload(sandbox, png(640, 480))).body.data;
  await ask(`${sandbox.url}/api/v1/files/${file_id}`, { method: "DELETE" });
  const { id } = (await create(sandbox, { model: "kling-v3-image-to-video", image_start: file_url })).body;
  clock.advance(HOUR);
  expect((await read(sandbox, id)).body.error).toMatchObject({ code: "image_processing_error", type: "task_error" });
});

test("refuses what the gateway refuses, with its bodies", async () => {
  const sandbox = await openSandbox();
  expect(await create(sandbox, { ...TEXT, duration: 16 })).toMatchObject({
    status: 400,
    body: { error: { code: "invalid_request", type: "invalid_request_error", param: "duration" } },
  });
  expect(await create(sandbox, { ...TEXT, model: "kling-v9" })).toMatchObject({
    status: 403,
    body: { error: { code: "model_access_denied", message: "Token does not have access to model: kling-v9" } },
  });
  const headers = { "content-type": "application/json" };
  const broken = await ask(`${sandbox.url}/v1/videos/generations`, { method: "POST", body: "{", headers });
  expect(broken).toMatchObject({ status: 400, body: { error: { code: "invalid_request" } } });
  expect(await read(sandbox, "task-unified-1-none")).toMatchObject({
    status: 404,
    body: { error: { code: "task_not_found" } },
  });
  expect(await read(sandbox, "42")).toMatchObject({ status: 400, body: { error: { code: "invalid_task_id" } } });
  expect((await post(`${sandbox.url}/v1/images`, {})).status).toBe(404);
  expect((await ask(`${sandbox.url}/sandbox/tasks`)).body).toEqual({ count: 0, tasks: [] });
});

test("a film that follows a video is as long as somebody who looked says", async () => {
  const sandbox = await openSandbox({ videoSeconds: async () => 12.4 });
  const motion = {
    model: "kling-v3-motion-control",
    image_urls: ["https://example.com/a.png"],
    video_urls: ["https://example.com/a.mp4"],
  };
  const image = await create(sandbox, { ...motion, model_params: { character_orientation: "image" } });
  expect(image.body.usage.credits_reserved).toBe(816_480);
  const video = await create(sandbox, { ...motion, model_params: { character_orientation: "video" } });
  expect(video.body.usage.credits_reserved).toBe(81_648 * 13);
});
