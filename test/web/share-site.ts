import { readFileSync } from "node:fs";
import { request } from "node:http";
import { onTestFinished } from "vitest";
import { createLog } from "../../src/base/log.ts";
import type { MediaLibrary } from "../../src/media/keep/library.ts";
import type { StillsMaker } from "../../src/media/make/stills.ts";
import type { GenerationRow } from "../../src/store/tables.ts";
import { createLinks } from "../../src/web/files/links.ts";
import { mountShare } from "../../src/web/pages/share.ts";
import { listen } from "../../src/web/serve/listen.ts";
import { createWeb } from "../../src/web/serve/server.ts";
import { ada, BASE, chunks, idIn, sharing } from "../share/stage.ts";

/** A JPEG that any browser shows. */
const PICTURE = readFileSync(new URL("../../assets/paper-boat.jpg", import.meta.url));

interface Settings {
  /** What makes posters and strips; one and the same picture for all unless told otherwise. */
  stills?: ((library: MediaLibrary) => StillsMaker) | "none";
  /** The address that pages name; `own` is where they really are. */
  base?: string;
}

/** Shared videos and their pages, on a free port of 127.0.0.1. */
export async function shareSite(settings: Settings = {}) {
  const stage = await sharing();
  const { library, clock, videos } = stage;
  const { hash, bytes } = await library.put(chunks(PICTURE), { limitBytes: 1e7 });
  const still = {
    kind: "image" as const,
    hash,
    bytes,
    name: "poster.jpg",
    type: "image/jpeg",
    width: 1280,
    height: 720,
  };
  const made = { poster: still, strip: still, preview: still };
  const picture: StillsMaker = { known: async () => made, of: async () => made };
  const stills = settings.stills === "none" ? undefined : (settings.stills?.(library) ?? picture);
  let base = settings.base ?? BASE;
  const log = createLog("silent");
  const web = createWeb({
    ...{ library, clock, log, links: createLinks("a secret of the test"), stands: async () => true },
    health: { live: () => true, ready: async () => ({ ready: true, degraded: [] }) },
    metrics: async () => ({ type: "text/plain", body: "" }),
    mount: (app) => {
      mountShare(app, { videos, library, clock, base: () => base, stills });
    },
  });
  const server = await listen(web, { host: "127.0.0.1", port: 0 });
  onTestFinished(() => server.close());
  if (base === "own") base = server.address;
  return {
    ...stage,
    address: server.address,
    port: server.port,
    picture: PICTURE,
    /** Shares a job's video, its prompt too where that is told, and gives its page. */
    async page(changes: Partial<GenerationRow> = {}, { bytes, prompt }: { bytes?: Uint8Array; prompt?: boolean } = {}) {
      const job = await stage.job(changes, bytes);
      const id = idIn((await stage.as({ ...ada, id: job.member }).share(job.id, { prompt })).url);
      return { job, id, url: `${server.address}/v/${id}` };
    },
    /** Where the workspace's gallery is. */
    async galleryUrl(): Promise<string> {
      return `${server.address}/gallery/${idIn((await stage.as(ada).gallery()).url)}`;
    },
  };
}

export interface Answer {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Asks without fetch(), which tidies paths up and keeps headers to itself. */
export function ask(port: number, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: "127.0.0.1", port, path, headers }, async (answer) => {
      const { statusCode: status, headers: said } = answer;
      resolve({ status, headers: { ...said, date: undefined }, body: (await answer.toArray()).join("") });
    });
    asking.on("error", reject).end();
  });
}
