import { expect, test } from "vitest";
import { createLinks } from "../../src/web/files/links.ts";

const links = createLinks("a secret of the test");
const link = { hash: "ab".repeat(32), name: "tänzer 🕺.mp4", expiresAt: 2_000_000_000_000 };
const token = links.sign(link);
const now = 1_999_999_999_999;

test("a token gives its file until it expires, and not from then on", () => {
  expect(links.read(token, now)).toEqual(link);
  expect(links.read(token, link.expiresAt)).toBeUndefined();
});

test("a token fits into an address as it is", () => {
  expect(token).toMatch(/^[\w-]+$/);
  expect(encodeURIComponent(token)).toBe(token);
});

test("a token with any letter altered gives nothing", () => {
  for (let at = 0; at < token.length; at++) {
    for (const letter of ["A", "_"]) {
      const altered = token.slice(0, at) + letter + token.slice(at + 1);
      if (altered !== token) expect(links.read(altered, now)).toBeUndefined();
    }
  }
});

test.each(["", "A", "../../etc/passwd", `${token}=`, `${token}.`, ` ${token}`, token.slice(0, -4), "A".repeat(5000)])(
  "what is no token gives nothing: %j",
  (text) => {
    expect(links.read(text, now)).toBeUndefined();
  },
);

test("a token cannot be turned to another file, name or time", () => {
  const bytes = Buffer.from(token, "base64url");
  const other = Buffer.from(links.sign({ ...link, hash: "cd".repeat(32) }), "base64url");
  const spliced = Buffer.concat([bytes.subarray(0, 32), other.subarray(32)]).toString("base64url");
  expect(links.read(spliced, now)).toBeUndefined();
});

test("a token of another secret gives nothing", () => {
  expect(createLinks("another secret").read(token, now)).toBeUndefined();
});

test("a very long name is cut, and between letters", () => {
  const name = "🕺".repeat(300);
  expect(links.read(links.sign({ ...link, name }), now)?.name).toBe("🕺".repeat(100));
});

test("nothing but a hash is signed", () => {
  expect(() => links.sign({ ...link, hash: "../secret" })).toThrow(RangeError);
});

test("a token that names its holder gives both, and can't be passed off as one of another, or of none", () => {
  const held = { ...link, holder: "g_1m8f9me62v77ft1na9h" };
  const signed = links.sign(held);
  expect(links.read(signed, now)).toEqual(held);
  const bytes = Buffer.from(signed, "base64url");
  for (let at = 0; at < bytes.length; at += 1) {
    const altered = Buffer.from(bytes);
    altered.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    expect(links.read(altered.toString("base64url"), now)).toBeUndefined();
  }
  expect(() => links.sign({ ...link, holder: "g".repeat(65) })).toThrow(RangeError);
});
