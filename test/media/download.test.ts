import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, readdirSync, readFileSync } from "node:fs";
import type { RequestListener, ServerResponse } from "node:http";
import type { LookupFunction } from "node:net";
import { expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { type DownloadOptions, download } from "../../src/media/fetch/download.ts";
import {
  BadVideo,
  DiskFull,
  DownloadFailed,
  LinkExpired,
  TooLarge,
  UnsafeAddress,
} from "../../src/media/keep/errors.ts";
import { createMediaLibrary } from "../../src/media/keep/library.ts";
import { png } from "../support/pictures.ts";
import { folder, library, manualClock, quiet, serve, stream } from "./support.ts";
import { video } from "./videos.ts";

const MB = 1024 * 1024;

function settings(changes: Partial<DownloadOptions> & { dir?: string } = {}): DownloadOptions {
  const { dir = folder(), ...rest } = changes;
  return { library: library(dir), limitBytes: MB, clock: systemClock, allowPrivate: true, name: "dance.mp4", ...rest };
}

/** What a download from this server throws, with proof that nothing was kept. */
async function failure(listener: RequestListener, changes: Partial<DownloadOptions> = {}): Promise<unknown> {
  const dir = folder();
  const error = await download(await serve(listener), settings({ dir, ...changes })).then(
    () => "nothing",
    (thrown: unknown) => thrown,
  );
  expect(readdirSync(dir)).toEqual([]);
  return error;
}

const answer = (
  status: number,
  headers: Record<string, string | number>,
  body?: Uint8Array | string,
): RequestListener => {
  return (_req, res) => res.writeHead(status, headers).end(body);
};

test("brings a video into the library and measures it", async () => {
  const bytes = await video({ width: 1280, height: 720, seconds: 5 });
  const options = settings();
  const media = await download(await serve(answer(200, { "content-type": "video/mp4" }, bytes)), options);
  const hash = createHash("sha256").update(bytes).digest("hex");
  expect(media).toMatchObject({ hash, name: "dance.mp4", type: "video/mp4", width: 1280, height: 720, seconds: 5 });
  expect(readFileSync(options.library.pathOf(hash)).equals(bytes)).toBe(true);
});

test("follows three redirects, relative ones too, and not a fourth", async () => {
  const bytes = await video();
  const hops = (count: number): RequestListener => {
    return (req, res) => {
      const step = Number((req.url ?? "/").slice(1) || 0);
      if (step === count) res.end(bytes);
      else res.writeHead(302, { location: `/${step + 1}` }).end("elsewhere");
    };
  };
  expect(await download(await serve(hops(3)), settings())).toMatchObject({ bytes: bytes.length });
  const error = await failure(hops(4));
  expect(error).toBeInstanceOf(DownloadFailed);
});

test.each([403, 404, 410])("says that the link has expired at %i", async (status) => {
  const error = await failure(answer(status, {}, "<Error>AccessDenied</Error>"));
  expect(error).toBeInstanceOf(LinkExpired);
  expect(error).toHaveProperty("status", status);
});

test.each([500, 503, 429, 204, 206])("says that it failed, and how, at %i", async (status) => {
  const error = await failure(answer(status, {}));
  expect(error).toBeInstanceOf(DownloadFailed);
  expect(error).toHaveProperty("status", status);
});

test.each([
  ["a web page", answer(200, { "content-type": "text/html; charset=utf-8" }, "<html>Sign in</html>")],
  ["a web page that calls itself a video", answer(200, { "content-type": "video/mp4" }, "<html>Sign in</html>")],
  ["a picture", answer(200, { "content-type": "video/mp4" }, png(300, 300))],
  ["nothing", answer(200, { "content-type": "video/mp4" })],
])("takes no %s for a video, and keeps none of it", async (_what, listener) => {
  expect(await failure(listener)).toBeInstanceOf(BadVideo);
});

test("takes no video that is cut off though its transfer was whole", async () => {
  const bytes = await video();
  expect(await failure(answer(200, {}, bytes.subarray(0, bytes.length / 2)))).toBeInstanceOf(BadVideo);
});

test("leaves bytes alone that the library had before", async () => {
  const options = settings();
  const picture = png(300, 300);
  const { hash } = await options.library.put(stream(picture), { limitBytes: MB });
  const address = await serve(answer(200, {}, picture));
  await expect(download(address, options)).rejects.toBeInstanceOf(BadVideo);
  expect(await options.library.has(hash)).toBe(true);
});

test("fails when fewer bytes come than were promised", async () => {
  const bytes = await video();
  const error = await failure((_req, res) => {
    res.writeHead(200, { "content-length": bytes.length + 10 });
    res.write(bytes, () => res.destroy());
  });
  expect(error).toBeInstanceOf(DownloadFailed);
});

test("reads nothing of a video that is said to be too large", async () => {
  const error = await failure(answer(200, { "content-length": 2 * MB }, Buffer.alloc(2 * MB)));
  expect(error).toBeInstanceOf(TooLarge);
  expect(error).toHaveProperty("limitBytes", MB);
});

test("stops at the limit when the other side never does", async () => {
  let stopped: Promise<unknown[]> | undefined;
  const error = await failure((_req, res) => {
    stopped = once(res, "close");
    const pour = (): void => {
      while (res.write(Buffer.alloc(65_536)));
      res.once("drain", pour);
    };
    pour();
  });
  expect(error).toBeInstanceOf(TooLarge);
  await stopped;
});

test("gives up on one that stalls, and says so", async () => {
  const clock = manualClock();
  const error = await failure(
    (_req, res) => {
      res.write("first bytes", () => clock.advance(30_000));
    },
    { clock, idleMs: 30_000 },
  );
  expect(error).toBeInstanceOf(DownloadFailed);
  expect(error).toHaveProperty("message", "It took too long");
});

test("gives up on one that never answers", async () => {
  const clock = manualClock();
  const error = await failure(() => clock.advance(30_000), { clock, idleMs: 30_000 });
  expect(error).toHaveProperty("message", "It took too long");
});

test("waits a minute for one at 10 KB/s that keeps coming, and holds up nobody meanwhile", async () => {
  const clock = manualClock();
  const film = await video({ seconds: 30 });
  const rest = Buffer.alloc(600_000 - film.length);
  rest.writeUInt32BE(rest.length);
  rest.write("free", 4, "latin1"); // players pass over such a box
  const bytes = Buffer.concat([film, rest]);
  const quick = await video();
  let slow: ServerResponse | undefined;
  const address = await serve((req, res) => {
    if (req.url === "/slow") slow = res;
    else res.end(quick);
  });
  const options = settings({ clock, idleMs: 30_000, totalMs: 120_000, leastRate: 5_000 });
  const patient = download(`${address}/slow`, options);
  await expect.poll(() => slow).toBeDefined();
  for (let at = 0; at < bytes.length; at += 10_000) {
    await new Promise((sent) => slow?.write(bytes.subarray(at, at + 10_000), sent));
    if (at % 200_000 === 0) expect(await download(address, options)).toMatchObject({ bytes: quick.length });
    clock.advance(1000);
  }
  slow?.end();
  expect(await patient).toMatchObject({ bytes: 600_000, seconds: 30 });
});

test("says that the disk is full, which is no fault of the link", async () => {
  const dir = folder();
  const bytes = await video();
  const full = createMediaLibrary({ dir, log: quiet, create: () => createWriteStream("/dev/full") });
  const url = await serve(answer(200, { "content-type": "video/mp4" }, bytes));
  await expect(download(url, settings({ library: full }))).rejects.toBeInstanceOf(DiskFull);
  expect(readdirSync(dir)).toEqual([]);
  expect(await download(url, settings())).toMatchObject({ bytes: bytes.length });
});

test("gives up on one that drips for ever", async () => {
  const clock = manualClock();
  const drip = (res: ServerResponse): void => {
    res.write("x", () => {
      clock.advance(20_000);
      if (!res.destroyed) setImmediate(drip, res);
    });
  };
  const error = await failure((_req, res) => drip(res), { clock, idleMs: 30_000, totalMs: 200_000 });
  expect(error).toHaveProperty("message", "It took too long");
});

test("gives up on one that keeps coming, and slower than it may", async () => {
  const clock = manualClock();
  const pour = (res: ServerResponse): void => {
    res.write(Buffer.alloc(9_000), () => {
      clock.advance(1_000);
      if (!res.destroyed) setImmediate(pour, res);
    });
  };
  const slow = await failure((_req, res) => pour(res), { clock, idleMs: 30_000, leastRate: 10_000 });
  expect(slow).toHaveProperty("message", "It took too long");
  expect(clock.now()).toBeLessThan(1_100_000);
});

test("stops when it is told to, with the reason it was given", async () => {
  const stop = new AbortController();
  const reason = new Error("the process is stopping");
  const error = await failure((_req, res) => res.write("first bytes", () => stop.abort(reason)), {
    signal: stop.signal,
  });
  expect(error).toBe(reason);
});

test("says that it failed where nobody listens", async () => {
  const options = settings();
  await expect(download("http://127.0.0.1:1/video.mp4", options)).rejects.toBeInstanceOf(DownloadFailed);
});

test.each([
  "http://127.0.0.1:9/",
  "http://0x7f.1/",
  "http://2130706433/",
  "http://[::1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://169.254.169.254/latest/meta-data/",
  "http://10.0.0.1/",
  "file:///etc/passwd",
  "ftp://example.com/video.mp4",
  "data:video/mp4;base64,AAAA",
  "http://user:word@example.com/",
  "video.mp4",
])("does not ask %s", async (url) => {
  await expect(download(url, settings({ allowPrivate: false }))).rejects.toBeInstanceOf(UnsafeAddress);
});

test("does not ask a name that means this machine, unless the operator has said that it may", async () => {
  const bytes = await video();
  let asked = 0;
  const address = await serve((_req, res) => {
    asked += 1;
    res.end(bytes);
  });
  const url = address.replace("127.0.0.1", "localhost");
  await expect(download(url, settings({ allowPrivate: false }))).rejects.toBeInstanceOf(UnsafeAddress);
  expect(asked).toBe(0);
  expect(await download(url, settings())).toMatchObject({ bytes: bytes.length });
});

/** Resolves every name to the next of these answers, like the DNS of somebody with a plan. */
function names(...answers: string[][]): LookupFunction {
  return (_host, options, callback) => {
    const found = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    const list = found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    if (options.all) callback(null, list);
    else callback(null, list[0]?.address ?? "", list[0]?.family);
  };
}

test("judges the very answer that is connected to, so a name cannot change its meaning in between", async () => {
  let asked = 0;
  const { port } = new URL(
    await serve((_req, res) => {
      asked += 1;
      res.end();
    }),
  );
  for (const lookup of [names(["127.0.0.1"]), names(["::ffff:127.0.0.1", "10.0.0.1"]), names(["169.254.169.254"])]) {
    const options = settings({ allowPrivate: false, lookup });
    const error = await download(`http://rebinding.example:${port}/`, options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnsafeAddress);
    expect(error).toMatchObject({ why: "inside", host: "rebinding.example" });
  }
  expect(asked).toBe(0);
});

test.each([
  "http://127.0.0.2/secret",
  "http://inside.example/",
  "//[fd00::1]/",
  "http://169.254.169.254/latest/meta-data/",
  "file:///etc/passwd",
])("does not follow a redirect to %s", async (location) => {
  let asked = 0;
  const error = await failure(
    (_req, res) => {
      asked += 1;
      res.writeHead(302, { location }).end();
    },
    { allowPrivate: false, isPublic: (ip) => ip === "127.0.0.1", lookup: names(["127.0.0.2"]) },
  );
  expect(error).toBeInstanceOf(UnsafeAddress);
  expect(asked).toBe(1);
});
