import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createLog } from "../../src/base/log.ts";
import { createMediaLibrary } from "../../src/media/keep/library.ts";
import { createLinks } from "../../src/web/files/links.ts";
import { listen } from "../../src/web/serve/listen.ts";
import { createWeb, type WebParts } from "../../src/web/serve/server.ts";

/** Reelay's HTTP on a free port of 127.0.0.1, with what it logged. Its clock stands at `time.now`. */
export async function web(changes: Partial<WebParts> = {}) {
  const dir = mkdtempSync(join(tmpdir(), ".reelay-web-"));
  const logged: string[] = [];
  const time = { now: 1_000_000_000_000 };
  const log = createLog("debug", { write: (line) => logged.push(line) });
  const library = createMediaLibrary({ dir, log });
  const links = createLinks("a secret of the test");
  const app = createWeb({
    library,
    links,
    stands: async () => true,
    clock: { now: () => time.now, sleep: async () => undefined },
    log,
    health: { live: () => true, ready: async () => ({ ready: true, degraded: [] }) },
    metrics: async () => ({ type: "text/plain; version=0.0.4", body: "reelay_up 1\n" }),
    reference: () => "5eed",
    ...changes,
  });
  const server = await listen(app, { host: "127.0.0.1", port: 0 });
  onTestFinished(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return { ...server, library, links, time, logged };
}
