import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createLog } from "../../src/base/log.ts";
import { createCast, type NewElement } from "../../src/elements/cast.ts";
import { sweep } from "../../src/generations/after/sweep.ts";
import { createMediaLibrary, type MediaLibrary } from "../../src/media/keep/library.ts";
import { useFiles } from "../../src/store/file-uses.ts";
import { testClock } from "../support/clock.ts";
import { STORE_KINDS, testStore } from "../support/stores.ts";
import { insertRow } from "./rows.ts";

const DAY_MS = 24 * 3_600_000;

/** Keeps a file and gives its hash; `days` ago it was put. */
async function kept(library: MediaLibrary, words: string, now: number, days: number): Promise<string> {
  const bytes = async function* () {
    yield Buffer.from(words);
  };
  const { hash, path } = await library.put(bytes(), { limitBytes: 1_000 });
  await utimes(path, (now - days * DAY_MS) / 1000, (now - days * DAY_MS) / 1000);
  return hash;
}

/** A request that an admin could have decided about until then. */
function approval(id: string, request: string, until: number) {
  return {
    ...{ id, platform: "playground", workspace: "w", member: "ada", member_name: "Ada", source_id: id, request },
    ...{ price: 1, state: "waiting" as const, created_at: until - DAY_MS, expires_at: until },
  };
}

describe.each(STORE_KINDS)("sweeping files on %s", (kind) => {
  test("what a job, a channel or the cast needs stays, and the rest goes after a day", async () => {
    await using store = await testStore(kind);
    const clock = testClock();
    const now = clock.now();
    const log = createLog("silent");
    const library = createMediaLibrary({ dir: join(store.dataDir, "media"), log });
    const files = {
      orphan: await kept(library, "orphan", now, 2),
      young: await kept(library, "young", now, 0.5),
      waiting: await kept(library, "waiting", now, 90),
      lately: await kept(library, "lately", now, 90),
      longAgo: await kept(library, "long ago", now, 90),
      result: await kept(library, "result", now, 90),
      deleted: await kept(library, "deleted", now, 90),
      cast: await kept(library, "cast", now, 90),
      failed: await kept(library, "failed", now, 90),
      asked: await kept(library, "asked", now, 90),
      expired: await kept(library, "expired", now, 90),
    };
    const input = (hash: string) => JSON.stringify({ prompt: "a boat", image: { kind: "image", hash } });
    const video = (hash: string) => JSON.stringify({ kind: "video", hash });
    await insertRow(store.db, { id: "g_1", source_id: "1", state: "queued", input: input(files.waiting) });
    const ended = { state: "delivered" as const, due_at: null };
    const lately = { ...ended, finished_at: now - 29 * DAY_MS, input: input(files.lately) };
    await insertRow(store.db, { id: "g_2", source_id: "2", ...lately });
    const longAgo = {
      ...ended,
      finished_at: now - 31 * DAY_MS,
      input: input(files.longAgo),
      video: video(files.result),
    };
    await insertRow(store.db, { id: "g_3", source_id: "3", ...longAgo });
    const gone = { ...ended, finished_at: now - 31 * DAY_MS, video: video(files.deleted), deleted_at: now };
    await insertRow(store.db, { id: "g_4", source_id: "4", ...gone });
    const cast = createCast({ db: store.db, clock });
    const maker = { id: "m", name: "M" };
    const character = (name: string, hash: string): NewElement => ({
      ...{ id: `e_${name}`, workspace: "w", maker, start: { generation: `g of ${name}` } },
      subject: { name, description: "a sailor", kind: "images", picture: hash, files: [hash] },
    });
    await store.db.transaction().execute(async (tx) => {
      await cast.add(tx, character("Ada", files.cast));
      await cast.add(tx, character("Bea", files.failed));
      await cast.finish(tx, "g of Bea", undefined, now - 31 * DAY_MS);
      for (const [id, hash, days] of [
        ["p_waits", files.asked, 0],
        ["p_expired", files.expired, 31],
      ] as const) {
        await tx
          .insertInto("approvals")
          .values(approval(id, input(hash), now - days * DAY_MS))
          .execute();
        await useFiles(tx, id, "request", [hash]);
      }
    });

    expect(await sweep({ db: store.db, library, keepInputsMs: 30 * DAY_MS, clock, log })).toBe(5);
    const left = await Promise.all(Object.entries(files).map(async ([name, hash]) => [name, await library.has(hash)]));
    expect(Object.fromEntries(left)).toEqual({
      orphan: false,
      young: true,
      waiting: true,
      lately: true,
      longAgo: false,
      result: true,
      deleted: false,
      cast: true,
      failed: false,
      asked: true,
      expired: false,
    });
  });
});
