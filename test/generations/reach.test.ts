import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { withMedia } from "../../src/generations/files/inputs.ts";
import { judgeAddresses, videoAddress } from "../../src/generations/files/reach.ts";
import { findModel } from "../../src/models/index.ts";
import type { Media } from "../../src/models/parts/model.ts";
import type { Db } from "../../src/store/tables.ts";
import { library } from "../media/support.ts";
import { clip } from "../models/samples.ts";
import { testClock } from "../support/clock.ts";

const LINK = "https://elsewhere.example/dance.mp4";
const clock = testClock();
const nowhere = { serve: () => undefined, clock };
const here = { serve: ({ hash }: Media) => `https://reelay.example/media/${hash}`, clock };
const video = clip("dance");
const linked = { ...video, foreignUrl: LINK };
const cdn = (endsInMs: number) => {
  const ends = Math.floor((clock.now() + endsInMs) / 1000).toString(16);
  return `https://cdn.discordapp.com/attachments/1/2/dance.mp4?ex=${ends}&is=0&hm=0`;
};
const attached = (endsInMs: number) => ({ ...video, publicUrl: cdn(endsInMs) });
const HOUR_MS = 3_600_000;

describe("a video that a member links to", () => {
  it("is kept, and its link is none of a chat's", async () => {
    const kept = library();
    const bytes = readFileSync(new URL("../../src/sandbox/clips/landscape.mp4", import.meta.url));
    const openLink = async <T>(_link: string, _ms: number, read: (body: AsyncIterable<Uint8Array>) => Promise<T>) =>
      read(
        (async function* () {
          yield bytes;
        })(),
      );
    const user = { workspace: "w", member: "m", admin: false };
    const reading = {
      db: {} as Db,
      library: kept,
      basket: kept,
      openLink,
      cutter: undefined,
      lastFrame: undefined,
      user,
    };
    const { video: read } = await withMedia(reading, { video: { link: LINK } });
    expect(read).toMatchObject({ foreignUrl: LINK, bytes: bytes.length });
    expect(read).not.toHaveProperty("publicUrl");
  });

  it("goes to the gateway as the copy that was priced, never as the link, unless the operator allows it", () => {
    expect(videoAddress(here, linked, "g_1")).toBe(`https://reelay.example/media/${video.hash}`);
    expect(videoAddress({ ...here, allowForeignLinks: true }, linked, "g_1")).toBe(
      `https://reelay.example/media/${video.hash}`,
    );
    expect(videoAddress(nowhere, linked, "g_1")).toBeUndefined();
    expect(videoAddress({ ...nowhere, allowForeignLinks: true }, linked, "g_1")).toBe(LINK);
  });

  it("is refused with the reason where the gateway can't read our copy", () => {
    const model = findModel("kling-o3-video-edit");
    if (!model) throw new Error("There is no such model");
    const judge = (deps: typeof nowhere & { allowForeignLinks?: boolean }, one: Media) => () =>
      judgeAddresses(deps, model, { video: one, prompt: "at dusk", references: [] });
    expect(judge(nowhere, linked)).toThrow(
      `The model can't read “${video.name}” from here until whoever runs Reelay sets PUBLIC_URL. It only gets my own copy of a linked video, because a link can lead to another video later.`,
    );
    expect(judge(nowhere, video)).toThrow(/until whoever runs Reelay sets PUBLIC_URL\.$/);
    expect(judge({ ...nowhere, allowForeignLinks: true }, video)).toThrow("A link to a public video works already");
    expect(judge({ ...nowhere, allowForeignLinks: true }, linked)).not.toThrow();
  });
});

describe("a video that is attached in Discord", () => {
  it("goes there by Discord's address while that works for long enough, else by ours", () => {
    expect(videoAddress(nowhere, attached(20 * HOUR_MS), "g_1")).toBe(cdn(20 * HOUR_MS));
    expect(videoAddress(nowhere, attached(HOUR_MS), "g_1")).toBeUndefined();
    expect(videoAddress(nowhere, attached(-HOUR_MS), "g_1")).toBeUndefined();
    expect(videoAddress(here, attached(20 * HOUR_MS), "g_1")).toContain("https://reelay.example/");
    expect(videoAddress(nowhere, { ...video, publicUrl: "http://127.0.0.1:1/a.mp4" }, "g_1")).toBe(
      "http://127.0.0.1:1/a.mp4",
    );
  });
});
