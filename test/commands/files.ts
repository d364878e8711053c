import { createHash } from "node:crypto";
import { video } from "../media/videos.ts";
import { png } from "../support/pictures.ts";

const wide = { width: 1280, height: 720 };

/** What members attach, each within every model's limits; no two have the same bytes. */
const FILES: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  "first.png": () => png(640, 360),
  "last.png": () => png(642, 360),
  "scene.png": () => png(600, 600),
  "coat.png": () => png(602, 600),
  "hat.png": () => png(604, 600),
  "robot.png": () => png(606, 600),
  "ada.png": () => png(360, 480),
  "bo.png": () => png(360, 642),
  "bo-left.png": () => png(364, 480),
  "bo-right.png": () => png(366, 480),
  "bo-back.png": () => png(368, 480),
  "walk.mp4": () => video({ ...wide, seconds: 6, frameRate: 30 }),
  "night.mp4": () => video({ ...wide, seconds: 4.25, frameRate: 24 }),
  "dance.mov": () => video({ ...wide, format: "mov", seconds: 11, frameRate: 25 }),
  "talk.mp4": () => video({ ...wide, seconds: 5, frameRate: 24 }),
};

export interface NamedFile {
  name: string;
  bytes: Uint8Array;
}

/** The files of those names. */
export function filesNamed(names: readonly string[]): Promise<NamedFile[]> {
  return Promise.all(
    names.map(async (name) => {
      const bytes = await FILES[name]?.();
      if (!bytes) throw new Error(`There is no file called ${name}`);
      return { name, bytes };
    }),
  );
}

export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
