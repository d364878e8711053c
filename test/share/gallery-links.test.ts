import { expect, test } from "vitest";
import { createGalleryLinks } from "../../src/share/gallery-links.ts";
import { createLinks } from "../../src/web/files/links.ts";

const SECRET = "a secret of the test";
const links = createGalleryLinks(SECRET);
const link = { workspace: "T0123 tänzer 🕺", expiresAt: 2_000_000_000_000 };
const token = links.sign(link);
const now = 1_999_999_999_999;

test("a token gives its workspace until it expires, and not from then on", () => {
  expect(links.read(token, now)).toEqual(link);
  expect(links.read(token, link.expiresAt)).toBeUndefined();
});

test("a token fits into an address as it is, and says nothing of the secret", () => {
  expect(encodeURIComponent(token)).toBe(token);
  expect(Buffer.from(token, "base64url").toString("latin1")).not.toContain(SECRET);
});

test("a token with any letter altered gives nothing", () => {
  for (let at = 0; at < token.length; at++) {
    for (const letter of ["A", "_"]) {
      const altered = token.slice(0, at) + letter + token.slice(at + 1);
      if (altered !== token) expect(links.read(altered, now)).toBeUndefined();
    }
  }
});

test.each(["", "A", "../../etc/passwd", `${token}=`, ` ${token}`, token.slice(0, -4), "A".repeat(5000)])(
  "what is no token gives nothing: %j",
  (text) => expect(links.read(text, now)).toBeUndefined(),
);

test("a token of another secret gives nothing", () => {
  expect(createGalleryLinks("another secret").read(token, now)).toBeUndefined();
});

test("neither a gallery's token opens a file, nor a file's a gallery, by the same secret", () => {
  const files = createLinks(SECRET);
  const file = files.sign({ hash: "ab".repeat(32), name: "dance.mp4", expiresAt: link.expiresAt });
  expect(links.read(file, now)).toBeUndefined();
  const long = links.sign({ ...link, workspace: "w".repeat(64) });
  expect(files.read(long, now)).toBeUndefined();
});
