import { describe, expect, it } from "vitest";
import { hashesIn, releaseFiles, unusedOf, useFiles } from "../../src/store/file-uses.ts";
import { STORE_KINDS, testStore } from "../support/stores.ts";

const [A, B, C] = ["a", "b", "c"].map((letter) => letter.repeat(64)) as [string, string, string];

describe.each(STORE_KINDS)("who needs a file, on %s", (kind) => {
  it("is known by file; what nobody needs any more is given back once", async () => {
    await using store = await testStore(kind);
    const { db } = store;
    await useFiles(db, "g_1", "input", [A, B]);
    await useFiles(db, "g_1", "input", [A]);
    await useFiles(db, "g_1", "result", [C]);
    await useFiles(db, "e_1", "character", [B]);
    expect(await unusedOf(db, [A, B, C, "d"])).toEqual(["d"]);
    const release = (...of: [string[], "input"?]) => db.transaction().execute((tx) => releaseFiles(tx, ...of));
    expect(await release(["g_1"], "input")).toEqual([A]);
    expect(await release(["g_1", "e_1"])).toEqual(expect.arrayContaining([B, C]));
    expect(await release(["g_1", "e_1"])).toEqual([]);
    expect(hashesIn(JSON.stringify({ image: { hash: A }, name: `x${B}` }), null)).toEqual([A]);
  });

  it("is known of many more than one statement may name", async () => {
    await using store = await testStore(kind);
    const holders = Array.from({ length: 1_200 }, (_, i) => `g_${i}`);
    await store.db.transaction().execute(async (tx) => {
      for (const holder of holders) await useFiles(tx, holder, "input", [A]);
    });
    expect(await store.db.transaction().execute((tx) => releaseFiles(tx, holders))).toEqual([A]);
  });
});
