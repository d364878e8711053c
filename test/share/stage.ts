import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { commands } from "../../commands/index.ts";
import { finderOf } from "../../src/app/finder.ts";
import { createLog } from "../../src/base/log.ts";
import type { Actor } from "../../src/chat/contract/invocation.ts";
import { createMediaLibrary } from "../../src/media/keep/library.ts";
import { probe } from "../../src/media/probe/probe.ts";
import { createGalleryLinks } from "../../src/share/gallery-links.ts";
import { sharesFor } from "../../src/share/service.ts";
import { createShares } from "../../src/share/shares.ts";
import { createSharedVideos } from "../../src/share/shown.ts";
import type { GenerationRow } from "../../src/store/tables.ts";
import { insertRow, NOW } from "../generations/rows.ts";
import { video as makeVideo } from "../media/videos.ts";
import { testClock } from "../support/clock.ts";
import { type StoreKind, testStore } from "../support/stores.ts";

export const ada: Actor = { id: "ada", name: "Ada", admin: false, roles: [] };
export const bob: Actor = { id: "bob", name: "Bob", admin: false, roles: [] };
export const root: Actor = { id: "root", name: "Root", admin: true, roles: [] };
export const BASE = "https://clips.example.org";

/** Jobs with videos, and all that shares them, in a store and a library of their own. They go when the test does. */
export async function sharing({ kind = "sqlite", ...settings }: { kind?: StoreKind; base?: string | undefined } = {}) {
  const store = await testStore(kind);
  const dir = mkdtempSync(join(tmpdir(), "reelay-share-"));
  onTestFinished(async () => {
    await store[Symbol.asyncDispose]();
    rmSync(dir, { recursive: true, force: true });
  });
  const { db } = store;
  const base = "base" in settings ? settings.base : BASE;
  const clock = testClock(NOW);
  const log = createLog("silent");
  const library = createMediaLibrary({ dir, log, clock });
  const links = createGalleryLinks("a secret of the test");
  const shares = createShares({ db, clock });
  const videos = createSharedVideos({ shares, links, library, model: finderOf(commands).model });

  /** Keeps the bytes as a video; those of a short film unless given. */
  const keep = async (bytes?: Uint8Array) => {
    const whole = bytes ?? (await makeVideo());
    const stored = await library.put(chunks(whole), { limitBytes: 1e9 });
    return probe(stored.path, "result.mp4", "video");
  };

  return {
    ...{ db, clock, library, links, shares, videos, keep },
    /** A finished job with its video, of Ada's unless told otherwise. */
    job: async (changes: Partial<GenerationRow> = {}, bytes?: Uint8Array): Promise<GenerationRow> => {
      const video = JSON.stringify(await keep(bytes));
      const done = { state: "delivered" as const, told: "delivered", due_at: null, finished_at: NOW };
      return insertRow(db, { video, ...done, ...changes });
    },
    as: (actor: Actor, workspace = "w") =>
      sharesFor(
        { db, shares, links, base, clock, log },
        { actor, place: { platform: "playground", workspace, channel: "general" } },
      ),
  };
}

export async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The last part of a link. */
export function idIn(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
