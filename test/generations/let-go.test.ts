import { describe, expect, it } from "vitest";
import { letGoVideos, type VideosKept } from "../../src/generations/after/let-go.ts";
import { sweep } from "../../src/generations/after/sweep.ts";
import { createStillsMemory } from "../../src/media/make/stills-memory.ts";
import type { Media } from "../../src/models/parts/model.ts";
import type { Rules } from "../../src/policy/policy.ts";
import { changeRules } from "../../src/policy/store.ts";
import { png } from "../support/pictures.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { insertRow } from "./rows.ts";
import { type Stage, stage } from "./stage.ts";

const DAY = 24 * 3_600_000;
const MB = 1_000_000;
let files = 0;

/** A file in the library, said to be of so many bytes. */
async function kept({ library }: Stage, bytes = MB): Promise<Media> {
  files += 1;
  const stream = async function* () {
    yield png(20 + files, 20);
  };
  const { hash } = await library.put(stream(), { limitBytes: MB });
  return { kind: "video", hash, name: "video.mp4", type: "video/mp4", bytes, width: 640, height: 360, seconds: 5 };
}

/** A video that is in its channel since so many days. */
async function video(s: Stage, days: number, changes: { bytes?: number; small?: number; pinned?: boolean } = {}) {
  const at = s.time.now() - days * DAY;
  const row = await insertRow(s.db, {
    state: "delivered",
    told: "delivered",
    notice: "sent",
    due_at: null,
    created_at: at,
    finished_at: at,
    video: JSON.stringify(await kept(s, changes.bytes)),
    video_small: changes.small === undefined ? null : JSON.stringify(await kept(s, changes.small)),
    pinned_at: changes.pinned ? at : null,
  });
  return row.id;
}

const hashes = async (s: Stage, id: string) => {
  const { video: whole, video_small: small } = await s.row(id);
  return [whole, small].flatMap((text) => (text === null ? [] : [(JSON.parse(text) as Media).hash]));
};

describe.each(STORE_KINDS)("letting go of videos on %s", (kind) => {
  const letGo = (s: Stage, usual: VideosKept) => letGoVideos(s.deps, usual);
  const sweepAll = (s: Stage) =>
    sweep({ ...s.deps, keepInputsMs: 0, clock: { ...s.deps.clock, now: () => Date.now() + 2 * DAY } });
  const rules = (s: Stage, own: Rules) =>
    s.db
      .transaction()
      .execute((tx) => changeRules(tx, "w", { id: "root", name: "Root" }, () => ({ rules: own, what: "set" }), 1));

  it("takes the old ones, and leaves the young, the pinned, and all where nothing is said", async () => {
    await using s = await stage(kind);
    const [old, young, pinned] = [await video(s, 31), await video(s, 29), await video(s, 90, { pinned: true })];
    expect(await letGo(s, {})).toBe(0);
    expect(await letGo(s, { days: 30 })).toBe(1);
    expect((await s.row(old)).let_go_at).not.toBeNull();
    for (const id of [young, pinned]) expect((await s.row(id)).let_go_at).toBeNull();
    expect(await letGo(s, { days: 30 })).toBe(0);
  });

  it("takes the oldest of too many, what was made of them counted, until the rest is small enough", async () => {
    await using s = await stage(kind);
    const [oldest, older, newest] = [
      await video(s, 3, { bytes: 3 * MB, small: MB }),
      await video(s, 2, { bytes: 3 * MB }),
      await video(s, 1, { bytes: 3 * MB }),
    ];
    expect(await letGo(s, { bytes: 10 * MB })).toBe(0);
    expect(await letGo(s, { bytes: 9 * MB })).toBe(1);
    expect(await letGo(s, { bytes: 3 * MB })).toBe(1);
    const gone = async (id: string) => (await s.row(id)).let_go_at !== null;
    expect([await gone(oldest), await gone(older), await gone(newest)]).toEqual([true, true, false]);
  });

  it("follows what the workspace's admins say before what is usual", async () => {
    await using s = await stage(kind);
    const id = await video(s, 8);
    await rules(s, { keepDays: 10 });
    expect(await letGo(s, { days: 1 })).toBe(0);
    await rules(s, { keepDays: 7 });
    expect(await letGo(s, { days: 100 })).toBe(1);
    expect((await s.row(id)).let_go_at).not.toBeNull();
  });

  it("deletes every file of them at the next sweep, and no other", async () => {
    await using s = await stage(kind);
    const [old, young] = [await video(s, 31, { small: MB }), await video(s, 1, { small: MB })];
    await letGo(s, { days: 30 });
    expect(await sweepAll(s)).toBe(2);
    const there = async (id: string) => Promise.all((await hashes(s, id)).map((hash) => s.library.has(hash)));
    expect([await there(old), await there(young)]).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  it("says so in messages that show our own files, and leaves the copies of other chats alone", async () => {
    await using s = await stage(kind);
    const id = await s.ask("ada", "a boat");
    const worker = s.worker().start();
    await s.ends(id);
    const other = await s.ask("bob", "a boat");
    await s.ends(other);
    await worker.stop();
    await s.time.leap(2 * DAY);
    s.announcer.ours = false;
    await letGo(s, { days: 1 });
    expect((await s.row(id)).due_at).toBeNull();
    expect(s.announcer.shown(id).video).toBeDefined();
    await s.db.updateTable("generations").set({ let_go_at: null }).where("id", "=", other).execute();
    s.announcer.ours = true;
    await letGo(s, { days: 1 });
    s.worker().start();
    await s.ends(other);
    expect(s.announcer.shown(other)).toMatchObject({ state: "delivered", letGo: true, video: undefined });
    expect(s.announcer.notified.filter((one) => one === other)).toHaveLength(1);
  });

  it("lets its maker delete the copy in a chat afterwards, too", async () => {
    await using s = await stage(kind);
    const id = await s.ask("ada", "a boat");
    const worker = s.worker().start();
    await s.ends(id);
    // Nobody looks at the clock meanwhile: an engine would wake each second of it.
    await worker.stop();
    await s.time.leap(2 * DAY);
    s.worker().start();
    s.announcer.ours = false;
    await letGo(s, { days: 1 });
    await s.as("ada").remove(id);
    await s.ends(id);
    expect(s.announcer.shown(id)).toMatchObject({ deleted: true });
  });

  it("is held off by a pin, which only the job's member or an admin sets, on a video that is there", async () => {
    await using s = await stage(kind);
    const id = await video(s, 40);
    await expect(s.as("bob").pin(id, true)).rejects.toThrow("Ada's job");
    await s.as("ada").pin(id, true);
    expect(await letGo(s, { days: 30 })).toBe(0);
    expect((await s.as("ada").jobs()).jobs[0]).toMatchObject({ pinned: true });
    await s.as("ada").pin(id, false);
    expect(await letGo(s, { days: 30 })).toBe(1);
    await expect(s.as("ada").pin(id, true)).rejects.toThrow("no video to pin");
  });
});

describe.each(STORE_KINDS)("the pictures of a video on %s", (kind) => {
  it("are swept with it, and not before", async () => {
    await using s = await stage(kind);
    const id = await video(s, 40);
    const [hash = ""] = await hashes(s, id);
    const picture = await kept(s);
    const orphan = await kept(s);
    const memory = createStillsMemory(s.db);
    const made = (one: Media) => ({ poster: one, strip: one, preview: one });
    await memory.set(hash, made(picture));
    await memory.set("f".repeat(64), made(orphan));
    const sweepNow = () =>
      sweep({ ...s.deps, keepInputsMs: 0, clock: { ...s.deps.clock, now: () => Date.now() + 2 * DAY } });
    expect(await sweepNow()).toBe(1);
    expect([await s.library.has(picture.hash), await s.library.has(orphan.hash)]).toEqual([true, false]);
    await letGoVideos(s.deps, { days: 30 });
    expect(await s.library.has(picture.hash)).toBe(false);
    expect(await s.db.selectFrom("stills").select("video").execute()).toEqual([]);
  });
});
