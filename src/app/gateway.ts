import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import { createEvoLink } from "../evolink/client.ts";
import type { EvoLink } from "../evolink/evolink.ts";
import type { MediaLibrary } from "../media/keep/library.ts";
import { probe } from "../media/probe/probe.ts";
import type { SendCallback } from "../sandbox/doors/callbacks.ts";
import { startSandbox } from "../sandbox/sandbox.ts";
import type { Links } from "../web/files/links.ts";
import type { Metrics } from "../web/serve/metrics.ts";
import type { Config } from "./config/environment.ts";
import { meterEvoLink } from "./watch/upstream.ts";

/** What makes the videos: EvoLink, or without a key the sandbox in this process. */
export interface Gateway {
  evolink: EvoLink;
  /** Where the sandbox takes faults on demand, when it is what answers. */
  sandbox: string | undefined;
  close(): Promise<void>;
}

export async function openGateway(
  config: Config,
  parts: {
    library: MediaLibrary;
    links: Links;
    metrics: Metrics;
    clock: Clock;
    log: Logger;
    /** How the sandbox calls back. */
    sendCallback?: SendCallback | undefined;
  },
): Promise<Gateway> {
  const { metrics, clock, log } = parts;
  const sandbox =
    config.EVOLINK_API_KEY === undefined
      ? await startSandbox({
          dataDir: config.DATA_DIR,
          speed: config.SANDBOX_SPEED,
          prices4k: config.PRICE_4K,
          clock,
          log,
          sendCallback: parts.sendCallback,
          videoSeconds: secondsAt(parts),
        })
      : undefined;
  const client = createEvoLink({
    apiUrl: sandbox?.url ?? config.EVOLINK_API_URL,
    filesUrl: sandbox?.filesUrl ?? config.EVOLINK_FILES_URL,
    apiKey: config.EVOLINK_API_KEY ?? "sandbox",
    clock,
    random: Math.random,
    log,
  });
  return {
    evolink: meterEvoLink(client, { metrics, readsPerSecond: config.EVOLINK_POLL_RPS, clock }),
    sandbox: sandbox && `${sandbox.url}/sandbox`,
    close: async () => {
      await client.close();
      await sandbox?.close();
    },
  };
}

/** How long a video is that we serve ourselves, by its address: the sandbox charges by it, as the gateway does. */
function secondsAt({ links, library, clock }: { links: Links; library: MediaLibrary; clock: Clock }) {
  return async (address: string): Promise<number | undefined> => {
    const link = links.read(new URL(address).pathname.split("/").at(-1) ?? "", clock.now());
    return link && (await probe(await library.local(link.hash), link.name, "video")).seconds;
  };
}
