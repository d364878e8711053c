import { createHash } from "node:crypto";
import { basename } from "node:path";
import { z } from "zod";
import type { Quality } from "../parts/rules.ts";

/** A still that a film starts or ends with: an uploaded file, kept under a name that stands for its bytes. */
const stillSchema = z.object({ path: z.string(), orientation: z.int() });

/** A film to be rendered: everything that decides how it looks, and nothing else. */
export const movieSpecSchema = z.object({
  /** Pixels, both even. */
  width: z.int(),
  height: z.int(),
  seconds: z.number(),
  sound: z.boolean(),
  first: stillSchema.optional(),
  last: stillSchema.optional(),
  /** What is written under the picture, one after the other; one a shot. */
  captions: z.array(z.object({ seconds: z.number(), text: z.string() })),
});

export type MovieSpec = z.infer<typeof movieSpecSchema>;
export type Still = z.infer<typeof stillSchema>;

/** Grows when the drawing changes, so that films of an older drawing are not served again. */
const DRAWING = 1;

/** The same for the same film, whoever asks for it; a file name. */
export function keyOf(spec: MovieSpec): string {
  const content = JSON.stringify([DRAWING, spec], (name, value) => (name === "path" ? basename(value) : value));
  return createHash("sha256").update(content).digest("hex").slice(0, 40);
}

/** Sides of a film by the shape asked for: 720p is 1280×720, 720×1280 or 720×720. */
export function sidesOfAspect(aspect: "16:9" | "9:16" | "1:1", quality: Quality): [width: number, height: number] {
  const { short, long } = SIDES[quality];
  if (aspect === "1:1") return [short, short];
  return aspect === "16:9" ? [long, short] : [short, long];
}

/** Sides of a film that follows a first frame: its ratio, within the sides of the quality, both even. */
export function sidesOfPicture(
  picture: { width: number; height: number },
  quality: Quality,
): [width: number, height: number] {
  const { short, long } = SIDES[quality];
  const scale = Math.min(
    short / Math.min(picture.width, picture.height),
    long / Math.max(picture.width, picture.height),
  );
  const even = (side: number) => Math.max(2, Math.round((side * scale) / 2) * 2);
  return [even(picture.width), even(picture.height)];
}

const HD = { short: 1080, long: 1920 } as const;

/** A trial picture in 4k would show no more and take four times as long to draw, so it has the sides of 1080p. */
const SIDES = { "720p": { short: 720, long: 1280 }, "1080p": HD, "4k": HD } as const;
