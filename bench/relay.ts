import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { video } from "../test/media/videos.ts";
import type { RelayReport } from "./relay-process.ts";

/** What most videos have, fetched before the memory is looked at: as in any process that has been up for a while. */
const FIRST_BYTES = 20_000_000;
const PIECE = Buffer.alloc(256 * 1024);

/**
 * Has a process of its own fetch a video of so many bytes from a gateway into the archive and send it on to a chat,
 * both of them servers here, and watches its memory. `execArgv` are that process's flags: those of `npm start`.
 */
export async function run({ bytes = 100_000_000, execArgv = ["--max-semi-space-size=8"] } = {}): Promise<RelayReport> {
  const dir = await mkdtemp(join(tmpdir(), "reelay-bench-"));
  const film = await video({ seconds: 5 });
  const server = createServer((request, response) => {
    if (request.method === "POST") {
      request.resume().on("end", () => response.end());
      return;
    }
    sendVideo(film, request.url === "/first" ? FIRST_BYTES : bytes, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const child = fork(new URL("./relay-process.ts", import.meta.url), { execArgv });
  try {
    const order = { from: `http://127.0.0.1:${port}/large`, to: `http://127.0.0.1:${port}/chat`, dir };
    child.send({ warmUp: { ...order, from: `http://127.0.0.1:${port}/first` }, order });
    const ended = once(child, "exit").then(() => {
      throw new Error("The process ended before it reported");
    });
    const [report] = (await Promise.race([once(child, "message"), ended])) as [RelayReport];
    ended.catch(() => undefined); // it ends once it has reported
    return report;
  } finally {
    child.kill("SIGKILL");
    server.closeAllConnections();
    server.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** A film with a box of nothing behind it, which players pass over, to so many bytes in all. */
async function sendVideo(film: Buffer, bytes: number, response: ServerResponse): Promise<void> {
  const rest = bytes - film.length;
  const head = Buffer.alloc(8);
  head.writeUInt32BE(rest);
  head.write("free", 4, "latin1");
  const pieces = function* () {
    yield film;
    yield head;
    for (let left = rest - head.length; left > 0; left -= PIECE.length) yield PIECE.subarray(0, left);
  };
  response.writeHead(200, { "content-type": "video/mp4", "content-length": bytes });
  await pipeline(Readable.from(pieces()), response);
}

if (import.meta.main) {
  const { bytes, before, most, seconds } = await run();
  const mb = (count: number) => (count / 1e6).toFixed(1);
  console.log(`${mb(bytes)} MB from a gateway to the archive and on to a chat in ${seconds.toFixed(1)} s`);
  console.log(`Memory rose by ${mb(most - before)} MB, from ${mb(before)} to ${mb(most)} MB (goal 32 MB)`);
}
