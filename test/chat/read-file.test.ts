import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { createLog } from "../../src/base/log.ts";
import { sayFileLate } from "../../src/chat/cards/notices.ts";
import { createReadFile, type FileAtChat } from "../../src/chat/serve/read-file.ts";
import { createMediaLibrary } from "../../src/media/keep/library.ts";

const BOAT = Buffer.alloc(300_000, "boat");
const LATE = new UserError(sayFileLate("boat.png"));
const STILL_MS = 50;

let dir: string;
let answer: (response: ServerResponse) => void;
let open: number;
const logged: Record<string, unknown>[] = [];
const log = createLog("debug", { write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>) });
const server = createServer((_, response) => {
  open += 1;
  response.on("close", () => {
    open -= 1;
  });
  answer(response);
});
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "reelay-files-"));
  logged.length = 0;
  open = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});

/** Keeps the file as a request's is kept. */
async function keep(given: Partial<FileAtChat> = {}, limitBytes = 1_000_000): Promise<number> {
  const readFile = createReadFile({ chat: "the chat", log, stillMs: STILL_MS });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/boat.png`;
  const stream = await readFile({ name: "boat.png", url, ...given }, ({ status }) =>
    status === 404 ? new UserError("It is gone.") : undefined,
  );
  const library = createMediaLibrary({ dir, log });
  return (await library.put(stream, { limitBytes })).bytes;
}

const part = BOAT.subarray(0, 100_000);
const breaks: readonly (readonly [string, (response: ServerResponse) => void])[] = [
  ["is cut after its headers", (to) => to.writeHead(200, { "content-length": BOAT.length }).flushHeaders()],
  ["is cut midway", (to) => to.writeHead(200, { "content-length": BOAT.length }).write(part)],
  ["is cut midway though nobody said how long it is", (to) => to.writeHead(200).write(part)],
];

it("gives the whole file", async () => {
  answer = (to) => to.end(BOAT);
  expect(await keep({ bytes: BOAT.length })).toBe(BOAT.length);
  expect(logged).toEqual([]);
});

it.each(breaks)("tells which file it was when it %s, keeps nothing of it, and logs why", async (_, begin) => {
  answer = (to) => {
    begin(to);
    setImmediate(() => to.destroy());
  };
  await expect(keep()).rejects.toEqual(LATE);
  expect(readdirSync(dir)).toEqual([]);
  expect(logged).toEqual([expect.objectContaining({ level: 40, chat: "the chat", reason: expect.any(String) })]);
});

it.each(breaks)("tells the same when it stands still where another %s", async (_, begin) => {
  answer = begin;
  await expect(keep()).rejects.toEqual(LATE);
  expect(readdirSync(dir)).toEqual([]);
  expect(logged).toEqual([expect.objectContaining({ reason: expect.stringMatching(/timeout/i) })]);
  await expect.poll(() => open).toBe(0);
});

it("tells the same when nothing is answered at all, or the chat is out of order", async () => {
  answer = () => undefined;
  await expect(keep()).rejects.toEqual(LATE);
  answer = (to) => to.writeHead(503).end("later");
  await expect(keep()).rejects.toEqual(LATE);
  expect(logged).toEqual([
    expect.objectContaining({ reason: expect.stringMatching(/timeout/i) }),
    expect.objectContaining({ status: 503 }),
  ]);
});

it("takes no file that is shorter than was said for the whole", async () => {
  answer = (to) => to.end(part);
  await expect(keep({ bytes: BOAT.length })).rejects.toEqual(LATE);
  expect(readdirSync(dir)).toEqual([]);
  expect(logged).toEqual([expect.objectContaining({ come: part.length, said: BOAT.length })]);
});

it("says what the chat's own answer means", async () => {
  answer = (to) => to.writeHead(404).end("no longer");
  await expect(keep()).rejects.toEqual(new UserError("It is gone."));
});

it("lets the connection go when no more of the file is wanted", async () => {
  answer = (to) => {
    to.writeHead(200);
    const more = () => to.write(part, (error) => error ?? setImmediate(more));
    more();
  };
  await expect(keep({}, part.length)).rejects.toMatchObject({ name: "TooLarge" });
  await expect.poll(() => open).toBe(0);
  expect(logged).toEqual([]);
});
