import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { answer, clientOf, failureOf, gatewayError, hostileServer, type Received, type Reply } from "./hostile.ts";

const BYTES = Buffer.from(Array.from({ length: 300_000 }, (_, n) => (n * 31) % 256));
const UPLOADED = {
  success: true,
  code: 200,
  msg: "File uploaded successfully",
  data: {
    file_id: "file_abc123",
    file_url: "https://files.example/photos/photo.png",
    expires_at: "2026-08-06T20:00:00+08:00",
    file_size: 300_000,
  },
};

async function serverWith(...replies: Reply[]) {
  const server = await hostileServer(...replies);
  await server.listen(0);
  return server;
}

async function picture(name = "photo.png") {
  const folder = await mkdtemp(join(tmpdir(), "reelay-upload-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "bytes");
  await writeFile(path, BYTES);
  return { path, name, type: "image/png", bytes: BYTES.length };
}

/** The one part of a multipart body, cut at the boundary that its request names. */
function partOf(request: Received | undefined) {
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(request?.headers["content-type"] ?? "")?.[1];
  const body = request?.body ?? Buffer.alloc(0);
  const start = body.indexOf("\r\n\r\n");
  const end = body.lastIndexOf(`\r\n--${boundary}--`);
  expect(body.indexOf(`--${boundary}\r\n`)).toBe(0);
  return { head: body.subarray(0, start).toString(), content: body.subarray(start + 4, end) };
}

test("an upload arrives as one multipart file, byte for byte, with its length known beforehand", async () => {
  const server = await serverWith(answer(200, UPLOADED));
  const { evolink } = clientOf(server.url());

  expect(await evolink.uploadFile(await picture())).toEqual({
    fileId: "file_abc123",
    url: "https://files.example/photos/photo.png",
    expiresAt: Date.UTC(2026, 7, 6, 12, 0, 0),
  });
  const [received] = server.received;
  const { head, content } = partOf(received);
  expect(received).toMatchObject({ method: "POST", url: "/api/v1/files/upload/stream" });
  expect(received?.headers["content-length"]).toBe(String(received?.body.length));
  expect(head).toContain('name="file"; filename="photo.png"');
  expect(head.toLowerCase()).toContain("content-type: image/png");
  expect(content.equals(BYTES)).toBe(true);
});

test("an upload that is tried again sends the whole file again", async () => {
  const server = await serverWith(gatewayError(503, 503), answer(200, UPLOADED));
  const { evolink } = clientOf(server.url());

  await evolink.uploadFile(await picture());

  expect(server.received).toHaveLength(2);
  expect(partOf(server.received[1]).content.equals(BYTES)).toBe(true);
});

test("a file's name cannot add a header or a part", async () => {
  const server = await serverWith(answer(200, UPLOADED));
  const { evolink } = clientOf(server.url());

  await evolink.uploadFile(await picture('a"; x="\r\nContent-Type: text/html\r\n\r\n.png'));

  const { head, content } = partOf(server.received[0]);
  expect(head.split("\r\n").filter((line) => /^content-type/i.test(line))).toEqual(["Content-Type: image/png"]);
  expect(content.equals(BYTES)).toBe(true);
});

test("an address without an expiry lives 72 hours", async () => {
  const server = await serverWith(answer(200, { ...UPLOADED, data: { ...UPLOADED.data, expires_at: null } }));
  const { evolink, clock } = clientOf(server.url());

  expect(await evolink.uploadFile(await picture())).toMatchObject({ expiresAt: clock.now() + 72 * 3_600_000 });
});

test("a refusal inside a 200 is a refusal, and is not tried again", async () => {
  const server = await serverWith(answer(200, { success: false, code: 413, msg: "File too large", data: null }));
  const { evolink } = clientOf(server.url());

  expect(await failureOf(evolink.uploadFile(await picture()))).toMatchObject({
    name: "GatewayError",
    status: 413,
    code: "413",
    message: "POST /api/v1/files/upload/stream: EvoLink answered 413 413: File too large",
  });
  expect(server.received).toHaveLength(1);
});

test("a file that is not there is Node's own error, and nothing is sent", async () => {
  const server = await serverWith();
  const { evolink } = clientOf(server.url());
  const file = { ...(await picture()), path: join(tmpdir(), "reelay-no-such-file") };

  expect(await failureOf(evolink.uploadFile(file))).toMatchObject({ code: "ERR_INVALID_ARG_VALUE" });
  expect(server.received).toHaveLength(0);
});

test.each<[string, Reply]>([
  ["with an answer", answer(200, { success: true, code: 200 })],
  ["with an empty answer", answer(204, "")],
  ["that is already gone", gatewayError(404, "file_not_found")],
  ["that is already gone, as a 200 says", answer(200, { success: false, code: 404, msg: "not found" })],
])("deleting a file %s is fine", async (_title, reply) => {
  const server = await serverWith(reply);
  const { evolink } = clientOf(server.url());

  await evolink.deleteFile("file_abc123");

  expect(server.received.map(({ method, url }) => `${method} ${url}`)).toEqual(["DELETE /api/v1/files/file_abc123"]);
});

test("a delete is tried again after a 500, and a 403 is its failure", async () => {
  const server = await serverWith(gatewayError(500, 500), gatewayError(403, 403));
  const { evolink, clock } = clientOf(server.url());

  expect(await failureOf(evolink.deleteFile("file_abc123"))).toMatchObject({ status: 403 });
  expect(clock.sleeps).toHaveLength(1);
});
