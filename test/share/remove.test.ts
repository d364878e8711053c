import { expect, it } from "vitest";
import { createStillsMemory } from "../../src/media/make/stills-memory.ts";
import type { Media } from "../../src/models/parts/model.ts";
import { createRemoveShared } from "../../src/share/remove.ts";
import { png } from "../support/pictures.ts";
import { chunks, sharing } from "./stage.ts";

it("leaves neither a page nor a picture of a deleted video, and doing it again is fine", async () => {
  const { db, library, shares, job } = await sharing();
  const made = await job();
  const video = JSON.parse(made.video ?? "") as Media;
  const picture = async (side: number): Promise<Media> => {
    const { hash, bytes } = await library.put(chunks(png(side, side)), { limitBytes: 1e6 });
    return { kind: "image", hash, bytes, name: "poster.jpg", type: "image/jpeg", width: side, height: side };
  };
  const stills = { poster: await picture(30), strip: await picture(40), preview: await picture(50) };
  const memory = createStillsMemory(db);
  await memory.set(video.hash, stills);
  const { id } = await shares.begin(made, { sharer: "ada" });

  const remove = createRemoveShared({ shares, memory, library });
  await remove({ generation: made.id, video: video.hash });
  await remove({ generation: made.id, video: video.hash });
  expect(await shares.find(id)).toBe("gone");
  expect(await memory.get(video.hash)).toBeUndefined();
  expect(await Promise.all(Object.values(stills).map(({ hash }) => library.has(hash)))).toEqual([false, false, false]);
});

it("needs no pictures to have been made", async () => {
  const { db, library, shares, job } = await sharing();
  const made = await job();
  const { id } = await shares.begin(made, { sharer: "ada" });
  const remove = createRemoveShared({ shares, memory: createStillsMemory(db), library });
  await remove({ generation: made.id, video: (JSON.parse(made.video ?? "") as Media).hash });
  expect(await shares.find(id)).toBe("gone");
});
