import { once } from "node:events";
import { truncateSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import express, { type RequestHandler } from "express";
import { describe, expect, test } from "vitest";
import { createLinks } from "../../src/web/files/links.ts";
import { disposition, serveMedia } from "../../src/web/files/media.ts";
import { library, manualClock, serve } from "../media/support.ts";
import { video } from "../media/videos.ts";
import { png } from "../support/pictures.ts";
import { web } from "./support.ts";

async function published(bytes: Uint8Array, name = "dance.mp4") {
  const site = await web();
  const whole = async function* () {
    yield bytes;
  };
  const { hash } = await site.library.put(whole(), { limitBytes: 1e9 });
  const token = site.links.sign({ hash, name, expiresAt: site.time.now + 60_000 });
  return { ...site, hash, token, url: `${site.address}/media/${token}` };
}

/** Asks without fetch(), which tidies paths up and asks caches not to answer. */
function ask(port: number, path: string, headers = {}): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: "127.0.0.1", port, path, headers }, async (answer) => {
      resolve({ status: answer.statusCode, body: (await answer.toArray()).join("") });
    });
    asking.on("error", reject).end();
  });
}

test("gives the file with headers that let a browser show it and nothing more", async () => {
  const bytes = await video();
  const { url, hash } = await published(bytes, 'dänce "2".mp4');
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "video/mp4",
    "content-length": String(bytes.length),
    "content-disposition": `inline; filename="d_nce _2_.mp4"; filename*=UTF-8''d%C3%A4nce%20%222%22.mp4`,
    "accept-ranges": "bytes",
    etag: `"${hash}"`,
    "cache-control": "private, max-age=60, immutable",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringMatching(/^default-src 'none';.*sandbox$/),
  });
  expect(answer.headers.has("x-powered-by")).toBe(false);
});

test("says what a file is by its bytes, not by its name", async () => {
  const picture = await fetch((await published(png(30, 30), "evil.html")).url);
  expect(picture.headers.get("content-type")).toBe("image/png");
  const page = await fetch((await published(Buffer.from("<html><script>"), "video.mp4")).url);
  expect(page.headers.get("content-type")).toBe("application/octet-stream");
  expect(page.headers.get("content-disposition")).toMatch(/^attachment;/);
});

test("gives the headers alone to HEAD", async () => {
  const bytes = await video();
  const { url } = await published(bytes);
  const answer = await fetch(url, { method: "HEAD" });
  expect(answer.headers.get("content-length")).toBe(String(bytes.length));
  expect(await answer.text()).toBe("");
});

describe("ranges", () => {
  test.each([
    ["bytes=0-99", 0, 100],
    ["bytes=500-", 500, undefined],
    ["bytes=-10", -10, undefined],
  ])("%s", async (range, from, to) => {
    const bytes = await video();
    const { url } = await published(bytes);
    const answer = await fetch(url, { headers: { range } });
    expect(answer.status).toBe(206);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(from, to))).toBe(true);
    expect(answer.headers.get("content-range")).toMatch(new RegExp(`^bytes \\d+-\\d+/${bytes.length}$`));
  });

  test("one past the end is refused with the size", async () => {
    const bytes = await video();
    const { url } = await published(bytes);
    const answer = await fetch(url, { headers: { range: "bytes=99999999-" } });
    expect(answer.status).toBe(416);
    expect(answer.headers.get("content-range")).toBe(`bytes */${bytes.length}`);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  });

  test("an old copy's range gives the whole file", async () => {
    const { url, hash } = await published(await video());
    const ask = (etag: string) => fetch(url, { headers: { range: "bytes=0-9", "if-range": etag } });
    expect((await ask('"another"')).status).toBe(200);
    expect((await ask(`"${hash}"`)).status).toBe(206);
  });
});

test("says when the copy at hand is still right", async () => {
  const { port, token, hash } = await published(await video());
  const answer = await ask(port, `/media/${token}`, { "if-none-match": `"${hash}"` });
  expect(answer).toEqual({ status: 304, body: "" });
});

test("gives nothing for a link that has expired, was altered, or whose file is gone", async () => {
  const site = await published(await video());
  const status = async (url: string) => (await fetch(url)).status;
  expect(await status(site.url.slice(0, -2))).toBe(404);
  expect(await status(`${site.address}/media/${site.hash}`)).toBe(404);
  site.time.now += 60_000;
  const answer = await fetch(site.url);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain("This link has expired");
  site.time.now -= 60_000;
  await site.library.remove(site.hash);
  expect(await status(site.url)).toBe(404);
});

test("says nothing of what it was signed with", async () => {
  const { token } = await published(await video());
  expect(Buffer.from(token, "base64url").toString("latin1")).not.toContain("a secret of the test");
});

test("a link to one file opens no other, however it is put together", async () => {
  const site = await published(await video());
  const { hash } = await site.library.put(Readable.from([png(30, 30)]), { limitBytes: 1e6 });
  const body = Buffer.from(site.token, "base64url");
  Buffer.from(hash, "hex").copy(body, 32);
  expect((await fetch(`${site.address}/media/${body.toString("base64url")}`)).status).toBe(404);
});

test("holds next to nothing of a file in memory for readers who take their time, and gives them all of it", async () => {
  const bytes = 64_000_000;
  const hash = "ab".repeat(32);
  const media = library();
  writeFileSync(media.pathOf(hash), "");
  truncateSync(media.pathOf(hash), bytes);
  const links = createLinks("a secret of the test");
  const token = links.sign({ hash, name: "long.mp4", expiresAt: 2 ** 40 });
  const answers: ServerResponse[] = [];
  const watched: RequestHandler = (_req, res, next) => {
    answers.push(res);
    next();
  };
  const address = await serve(
    express().get(
      "/media/:token",
      watched,
      serveMedia({ library: media, links, stands: async () => true, clock: manualClock() }),
    ),
  );
  const readers = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const asking = request(`${address}/media/${token}`).end();
      const [answer] = (await once(asking, "response")) as [IncomingMessage];
      return answer.pause();
    }),
  );
  // Once the way to a reader is full, nothing more is read for them.
  await expect.poll(() => answers.map((answer) => answer.writableNeedDrain)).toEqual(Array(8).fill(true));
  const held = answers.reduce((sum, { writableLength }) => sum + writableLength, 0);
  expect(held).toBeLessThan(8_000_000);
  for (const { socket } of answers) expect(socket?.bytesWritten).toBeLessThan(bytes / 2);

  const [patient, ...others] = readers;
  for (const other of others) other.destroy();
  let taken = 0;
  for await (const chunk of patient ?? []) taken += (chunk as Buffer).length;
  expect(taken).toBe(bytes);
});

test.each(["/media/../../etc/passwd", "/media/..%2f..%2fetc%2fpasswd", "/media/%00", "/media//etc/passwd", "/media/"])(
  "leads nowhere outside: %s",
  async (path) => {
    const { port } = await web();
    const { status, body } = await ask(port, path);
    expect(status).toBe(404);
    expect(body).not.toContain("root:");
  },
);

test("no name can break out of the header", () => {
  expect(disposition("inline", 'a"\r\nSet-Cookie: x=1; b*=\ud800')).toBe(
    "inline; filename=\"a___Set-Cookie: x=1; b*=_\"; filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20x%3D1%3B%20b%2A%3D%EF%BF%BD",
  );
});
