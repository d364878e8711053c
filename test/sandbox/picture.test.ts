import { expect, test } from "vitest";
import { pictureOf } from "../../src/sandbox/tasks/picture.ts";
import { jpegHead, png } from "./pictures.ts";

const padded = (head: Buffer) => Buffer.concat([head, Buffer.alloc(40)]);

test("reads the sides of the four types from their heads", () => {
  expect(pictureOf(Buffer.from(png(640, 480)))).toEqual({ type: "image/png", width: 640, height: 480, orientation: 1 });
  expect(pictureOf(padded(jpegHead(800, 600, 1)))).toMatchObject({ type: "image/jpeg", width: 800, height: 600 });
  const gif = Buffer.from("GIF89a\x40\x01\xf0\x00", "latin1");
  expect(pictureOf(padded(gif))).toMatchObject({ type: "image/gif", width: 320, height: 240 });
  const webp = Buffer.from("524946460000000057454250565038580a000000000000003f0100ef0000", "hex");
  expect(pictureOf(padded(webp))).toMatchObject({ type: "image/webp", width: 320, height: 240 });
});

test("a photo taken upright has its sides as it is shown", () => {
  expect(pictureOf(padded(jpegHead(800, 600, 6)))).toMatchObject({ width: 600, height: 800, orientation: 6 });
});

test("what is no picture, or cut off, is none", () => {
  expect(pictureOf(Buffer.from("A text that is long enough to be mistaken for a picture"))).toBeUndefined();
  expect(pictureOf(jpegHead(800, 600, 6).subarray(0, 40))).toBeUndefined();
  expect(pictureOf(Buffer.alloc(0))).toBeUndefined();
});
