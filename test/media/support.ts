import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Clock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { createMediaLibrary, type MediaLibrary } from "../../src/media/keep/library.ts";

export const quiet = createLog("silent");

/** A folder that goes when the test does. */
export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "reelay-media-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A file with these bytes, outside any library. */
export function file(bytes: Uint8Array | string, name = "file"): string {
  const path = join(folder(), name);
  writeFileSync(path, bytes);
  return path;
}

export function library(dir = folder()): MediaLibrary {
  return createMediaLibrary({ dir, log: quiet });
}

/** Bytes as a stream in chunks. */
export async function* stream(bytes: Uint8Array, chunk = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
}

/** A server on 127.0.0.1 that goes when the test does; gives its address. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A clock that stands still until it is told to go on. */
export function manualClock(start = 1_000_000): Clock & { advance(ms: number): void } {
  let now = start;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = {
          at: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", sleeper.wake, { once: true });
      }),
    advance: (ms) => {
      now += ms;
      for (const sleeper of [...sleepers]) if (sleeper.at <= now) sleeper.wake();
    },
  };
}
