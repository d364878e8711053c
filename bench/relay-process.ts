import { createReadStream } from "node:fs";
import { join } from "node:path";
import { request } from "undici";
import { systemClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import { download } from "../src/media/fetch/download.ts";
import { createMediaLibrary } from "../src/media/keep/library.ts";
import { videoReader } from "../src/media/probe/video-reader.ts";

export interface RelayOrder {
  /** Where the video is to be had, and where a chat takes it. */
  from: string;
  to: string;
  dir: string;
}

export interface RelayReport {
  bytes: number;
  /** Resident memory before and the most of it meanwhile, in bytes. */
  before: number;
  most: number;
  seconds: number;
}

const SAMPLE_MS = 5;

/** Fetches a video into the archive, and sends it on from there. */
async function relay({ from, to, dir }: RelayOrder): Promise<number> {
  const library = createMediaLibrary({ dir: join(dir, "media"), log: createLog("silent") });
  const video = await download(from, { library, limitBytes: 1e9, clock: systemClock, allowPrivate: true });
  const headers = { "content-length": String(video.bytes) };
  const answer = await request(to, { method: "POST", headers, body: createReadStream(library.pathOf(video.hash)) });
  await answer.body.dump();
  return video.bytes;
}

process.once("message", async ({ warmUp, order }: { warmUp: RelayOrder; order: RelayOrder }) => {
  // What any process of ours has loaded and started by the time of its second video.
  await relay(warmUp);
  const before = process.memoryUsage.rss();
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, SAMPLE_MS);
  const start = performance.now();
  const bytes = await relay(order);
  const report: RelayReport = { bytes, before, most, seconds: (performance.now() - start) / 1000 };
  clearInterval(sampling);
  process.send?.(report, () => process.disconnect());
  await videoReader.close();
});
