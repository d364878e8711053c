import { describe, expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import type { Attachment } from "../../src/chat/contract/invocation.ts";
import { createIntake } from "../../src/generations/files/intake.ts";
import type { Stored } from "../../src/media/keep/library.ts";
import type { Db } from "../../src/store/tables.ts";
import { testClock } from "../support/clock.ts";
import { cutOff, png } from "../support/pictures.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { type Stage, stage } from "./stage.ts";

const MODEL = "kling-v3-image-to-video";
const good = png(320, 320);

function file(bytes: Uint8Array, name = "boat.png"): Attachment {
  return {
    name,
    bytes: bytes.length,
    open: async () =>
      (async function* () {
        yield bytes;
      })(),
  };
}

const filesOf = async ({ library }: Stage) => (await Array.fromAsync(library.entries(), ({ hash }) => hash)).toSorted();

describe.each(STORE_KINDS)("what a refused request brought on %s", (kind) => {
  it("is gone, whatever it was refused for", async () => {
    await using s = await stage(kind, { maxJobs: 1 });
    await s.requestOf("ada", MODEL, { image: file(good) });
    const before = await filesOf(s);
    expect(before).toHaveLength(1);
    const other = png(330, 330);
    const refused: Record<string, unknown>[] = [
      { image: file(Buffer.from("no picture at all")) },
      { image: file(cutOff(other)) },
      { image: file(png(200, 200)) },
      { image: file(png(400, 400, { atLeast: 12_000_000 })) },
      { image: file(other), prompt: "x".repeat(2_501) },
      { image: file(png(340, 340)), end_image: file(Buffer.from("nor this")) },
    ];
    for (const draft of refused) {
      await expect(s.requestOf("ada", MODEL, draft)).rejects.toThrow();
      expect(await filesOf(s)).toEqual(before);
    }
    // All is well with this one, but for the member's one job that is under way.
    await expect(s.requestOf("ada", MODEL, { image: file(other) })).rejects.toMatchObject({ name: "TooManyJobs" });
    expect(await filesOf(s)).toEqual(before);
  });

  it("stays where somebody else's job is made from the same", async () => {
    await using s = await stage(kind);
    await s.requestOf("ada", MODEL, { image: file(good) });
    const before = await filesOf(s);
    await expect(s.requestOf("ben", MODEL, { image: file(good), prompt: "x".repeat(2_501) })).rejects.toThrow();
    expect(await filesOf(s)).toEqual(before);
  });

  it("stays where a request that goes on brings the same at the same time", async () => {
    await using s = await stage(kind);
    const asked = await Promise.allSettled([
      s.requestOf("ada", MODEL, { image: file(good), prompt: "x".repeat(2_501) }),
      s.requestOf("ben", MODEL, { image: file(good) }),
      s.requestOf("cy", MODEL, { image: file(good), prompt: "x".repeat(2_501) }),
    ]);
    expect(asked.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected"]);
    expect(await filesOf(s)).toHaveLength(1);
  });
});

it("cuts a picture off at 50 MB while it comes", async () => {
  await using s = await stage("sqlite");
  let sent = 0;
  const endless: Attachment = {
    ...file(good, "endless.png"),
    open: async () =>
      (async function* () {
        yield good;
        for (; sent < 1_000_000_000; sent += 1_000_000) yield Buffer.alloc(1_000_000);
      })(),
  };
  await expect(s.requestOf("ada", MODEL, { image: endless })).rejects.toThrow(
    "“endless.png” is over 50 MB, the most a picture can have. Send a smaller one.",
  );
  expect(sent).toBeLessThan(60_000_000);
  expect(await filesOf(s)).toEqual([]);
});

describe("a member's share", () => {
  const megabytes = async function* (count: number) {
    for (let one = 0; one < count; one++) yield Buffer.alloc(1_000_000);
  };
  const limits = { limitBytes: 200_000_000 };

  function open() {
    const clock = testClock();
    const library = {
      put: async (stream: AsyncIterable<Uint8Array>): Promise<Stored> => {
        let bytes = 0;
        for await (const chunk of stream) bytes += chunk.byteLength;
        return { hash: "0".repeat(64), bytes, path: "/nowhere", added: true };
      },
      remove: async () => undefined,
    };
    const intake = createIntake({ db: {} as Db, library, clock, log: createLog("silent") });
    return {
      clock,
      send: (member: string, count: number) => intake.open({ workspace: "w", member }).put(megabytes(count), limits),
    };
  }

  it("is 1,000 MB an hour, whatever becomes of them, and is nobody else's", async () => {
    const { send } = open();
    for (let one = 0; one < 5; one++) await send("mallory", 200);
    await expect(send("mallory", 1)).rejects.toThrow(
      "You've sent 1,000 MB of files within an hour, the most I take from one member. Send this again in 12 minutes.",
    );
    expect(await send("ada", 200)).toMatchObject({ bytes: 200_000_000 });
  });

  it("ends a file in the middle, and fills up again within the hour", async () => {
    const { clock, send } = open();
    for (let one = 0; one < 4; one++) await send("mallory", 200);
    await send("mallory", 150);
    await expect(send("mallory", 60)).rejects.toThrow("You've sent 1,000 MB");
    await clock.advance(15 * 60_000);
    expect(await send("mallory", 200)).toMatchObject({ bytes: 200_000_000 });
    await clock.advance(3_600_000);
    for (let one = 0; one < 5; one++) await send("mallory", 200);
  });
});
