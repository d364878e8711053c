import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { cleanName, FILE_LIMIT_BYTES, fileId, fileOf, withinLimit } from "../../src/playground/files.ts";
import { words } from "../../src/playground/playground.words.ts";

const HASH = "ab".repeat(32);

describe("a file's id", () => {
  it("says again what it names", () => {
    const file = { hash: HASH, bytes: 12, name: "Otter – größer.png" };
    const id = fileId(file);
    expect(fileOf(id)).toEqual({ id, ...file });
  });

  it.each([
    ["words", "made up"],
    ["another shape", Buffer.from('{"hash":1}').toString("base64url")],
    ["a path for a hash", Buffer.from('["../../etc/passwd",1,"x"]').toString("base64url")],
    ["a negative size", Buffer.from(`["${HASH}",-1,"x"]`).toString("base64url")],
  ])("is none of ours when it holds %s", (_what, id) => {
    expect(fileOf(id)).toBeUndefined();
  });
});

describe("a file's name", () => {
  it.each([
    ["/home/me/otter.png", "otter.png"],
    ["C:\\pictures\\otter.png", "otter.png"],
    ["ot\u0000t\u202eer.png", "otter.png"],
    ["  ", "file"],
    ["", "file"],
    [`${"x".repeat(300)}.png`, `${"x".repeat(116)}.png`],
  ])("“%s” becomes “%s”", (said, name) => {
    expect(cleanName(said)).toBe(name);
  });
});

describe("an upload", () => {
  it("stops with a sentence as soon as it is too large", async () => {
    let given = 0;
    const endless = async function* () {
      const chunk = new Uint8Array(10_000_000);
      for (;;) {
        given++;
        yield chunk;
      }
    };
    const read = async () => {
      for await (const chunk of withinLimit(endless())) void chunk;
    };
    await expect(read()).rejects.toThrow(new UserError(words.fileTooLarge({ most: 220 })));
    expect(given).toBe(FILE_LIMIT_BYTES / 10_000_000 + 1);
  });
});
