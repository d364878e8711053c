import { readFile } from "node:fs/promises";

/** Five seconds of 1280 × 720. */
export function landscape(): Promise<Uint8Array> {
  return readFile(new URL("../../src/sandbox/clips/landscape.mp4", import.meta.url));
}
