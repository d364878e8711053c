import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { JobPorts } from "../../src/app/job-ports.ts";
import { createIntake } from "../../src/generations/files/intake.ts";
import { request } from "../../src/generations/request/request.ts";
import { DiskFull, EncoderBusy } from "../../src/media/keep/errors.ts";
import { probe } from "../../src/media/probe/probe.ts";
import type { Media } from "../../src/models/parts/model.ts";
import { video as makeVideo } from "../media/videos.ts";
import { png } from "../support/pictures.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { PRICE, type Stage, stage } from "./stage.ts";

const DAY = 24 * 3_600_000;
/** Below what the sandbox's clips have. */
const LIMIT = 50_000;

/** Another video in the library, as an encoder would have made it. */
async function smallOne({ library }: Stage): Promise<Media> {
  const bytes = await makeVideo();
  const stream = async function* () {
    yield bytes;
  };
  const { path } = await library.put(stream(), { limitBytes: 1e7 });
  return probe(path, "video.mp4", "video");
}

/** Asks for a video in a channel that takes so many bytes. */
async function askWithin(s: Stage, limit: number): Promise<string> {
  const id = await s.ask("ada", "a boat");
  await s.db.updateTable("generations").set({ upload_limit: limit }).where("id", "=", id).execute();
  return id;
}

describe.each(STORE_KINDS)("a video over its chat's limit on %s", (kind) => {
  it("is shown smaller, made once, and the whole is kept", async () => {
    await using s = await stage(kind);
    const small = await smallOne(s);
    const asked: { path: string; limitBytes: number }[] = [];
    const fit: JobPorts["fit"] = {
      available: () => true,
      smaller: async (path, { limitBytes }) => {
        asked.push({ path, limitBytes });
        return small;
      },
    };
    const id = await askWithin(s, LIMIT);
    s.worker({ fit }).start();
    await s.ends(id);
    const { video, original, state } = s.announcer.shown(id);
    expect(state).toBe("delivered");
    expect(video).toEqual(small);
    expect(original?.bytes).toBeGreaterThan(LIMIT);
    expect(asked).toEqual([{ path: await s.library.local(original?.hash ?? ""), limitBytes: LIMIT }]);
    expect(s.announcer.story(id)).toContain("rendered");
  });

  it("is left alone where it fits", async () => {
    await using s = await stage(kind);
    const fit: JobPorts["fit"] = { available: () => true, smaller: () => Promise.reject(new Error("It fits")) };
    const id = await askWithin(s, 1e9);
    s.worker({ fit }).start();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", video_small: null }]);
    expect(s.announcer.shown(id).original).toBeUndefined();
  });

  it("is shown whole where no smaller one can be made, which is tried once", async () => {
    await using s = await stage(kind);
    let tries = 0;
    const fit: JobPorts["fit"] = {
      available: () => true,
      smaller: async () => {
        tries += 1;
        // The result can't be shown at first.
        s.announcer.fails.edit = 1;
        return undefined;
      },
    };
    const id = await askWithin(s, LIMIT);
    s.worker({ fit }).start();
    await s.ends(id);
    expect(s.announcer.shown(id)).toMatchObject({ state: "delivered", original: undefined });
    expect(s.announcer.shown(id).video?.bytes).toBeGreaterThan(LIMIT);
    expect(tries).toBe(1);
  });

  it("that is refused all the same is made smaller once more, and what the chat takes is remembered", async () => {
    await using s = await stage(kind);
    const small = await smallOne(s);
    const asked: number[] = [];
    const fit: JobPorts["fit"] = {
      available: () => true,
      smaller: async (_, { limitBytes }) => {
        asked.push(limitBytes);
        return small;
      },
    };
    s.announcer.refuses = ({ video, state }) =>
      state === "delivered" && (video?.bytes ?? 0) > LIMIT ? { limitBytes: LIMIT } : undefined;
    const id = await askWithin(s, 1e9);
    s.worker({ fit }).start();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", upload_limit: LIMIT }]);
    expect(s.announcer.shown(id).video).toEqual(small);
    expect(asked).toEqual([LIMIT]);
  });

  it("that is refused however small it is gets its link after three refusals", async () => {
    await using s = await stage(kind);
    const small = await smallOne(s);
    let refusals = 0;
    const smaller: JobPorts["fit"]["smaller"] = async (_, { limitBytes }) => ({ ...small, bytes: limitBytes });
    const fit: JobPorts["fit"] = { available: () => true, smaller };
    s.announcer.refuses = ({ video, place, state }) => {
      if (state !== "delivered" || video === undefined) return undefined;
      // Of one that is larger than what it takes, a chat shows the link.
      if (video.bytes > (place.uploadLimit ?? Number.POSITIVE_INFINITY)) return undefined;
      refusals += 1;
      return { limitBytes: Math.floor(video.bytes / 2) };
    };
    const id = await askWithin(s, 1e9);
    s.worker({ fit }).start();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", video_small: "null" }]);
    expect(refusals).toBe(3);
    const { video, place } = s.announcer.shown(id);
    expect(video?.bytes).toBeGreaterThan(place.uploadLimit ?? 0);
  });

  it("waits for the encoder without a step of its own, and counts no failed try", async () => {
    await using s = await stage(kind);
    const small = await smallOne(s);
    let busy = 3;
    const fit: JobPorts["fit"] = {
      available: () => true,
      smaller: async () => {
        if (busy-- > 0) throw new EncoderBusy("many wait");
        return small;
      },
    };
    const id = await askWithin(s, LIMIT);
    s.worker({ fit }).start();
    await s.until(async () => busy < 3 && (await s.row(id)).lease_until === 0);
    expect(await s.row(id)).toMatchObject({ state: "rendered", tries: 0 });
    await s.ends(id);
    expect(s.announcer.shown(id).video).toEqual(small);
  });
});

describe.each(STORE_KINDS)("while the disk is full on %s", (kind) => {
  it("a finished video waits, past its link's day too, and is delivered when there is room", async () => {
    await using s = await stage(kind);
    const video = await smallOne(s);
    let full = true;
    let tries = 0;
    const fetchVideo: JobPorts["fetchVideo"] = async () => {
      tries += 1;
      if (full) throw new DiskFull("no room");
      return video;
    };
    const worker = s.worker({ fetchVideo }).start();
    const id = await s.ask("ada", "a boat");
    await s.until(() => tries > 2);
    expect(s.announcer.shown(id).fetchSeconds).toBeLessThanOrEqual(DAY / 1000);
    await worker.stop();
    await s.time.leap(2 * DAY);
    s.worker({ fetchVideo }).start();
    const before = tries;
    await s.until(() => tries > before + 1);
    expect(await s.row(id)).toMatchObject({ state: "rendered" });
    full = false;
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    expect(await s.ledger(id)).toEqual([
      { kind: "hold", amount: PRICE },
      { kind: "capture", amount: PRICE },
    ]);
    await s.check();
  });

  it("a new request is refused with the reason, and nothing is held", async () => {
    await using s = await stage(kind);
    const room = { check: () => Promise.reject(new DiskFull("4 bytes are left")) };
    const actor = { id: "ada", name: "Ada", admin: false, roles: [] };
    const place = { platform: "playground", workspace: "w", channel: "general" } as const;
    const asked = { actor, place, sourceId: "s", line: "video", model: "kling-v3-text-to-video" };
    await expect(request({ ...s.deps, room }, { ...asked, draft: { prompt: "a boat" } })).rejects.toThrow(
      "Storage is full, so new jobs have to wait.",
    );
    expect(await s.db.selectFrom("generations").select("id").execute()).toEqual([]);
    expect(await s.db.selectFrom("holds").select("id").execute()).toEqual([]);
  });

  it("a picture that can't be kept is refused with the same reason", async () => {
    await using s = await stage(kind);
    const library = { ...s.library, put: () => Promise.reject(new DiskFull("no room")) };
    const intake = createIntake({ ...s.deps, library });
    const image = { name: "a.png", bytes: 3, open: async () => Readable.from([png(320, 320)]) };
    const actor = { id: "ada", name: "Ada", admin: false, roles: [] };
    const place = { platform: "playground", workspace: "w", channel: "general" } as const;
    const asked = { actor, place, sourceId: "s", line: "animate", model: "kling-v3-image-to-video" };
    await expect(request({ ...s.deps, intake }, { ...asked, draft: { prompt: "a", image } })).rejects.toThrow(
      "Storage is full",
    );
  });
});
