import { OVERSIZE } from "./camera.ts";
import { fromRgb, type Planes } from "./planes.ts";
import type { Still } from "./spec.ts";

/** The decoder of the optional encoder package, loaded by whoever has found that it is there. */
export type Av = typeof import("node-av");

/** Decodes a picture and cuts it to the film's shape, a little larger than the film; throws when it cannot be read. */
export async function openStill(av: Av, still: Still, film: { width: number; height: number }): Promise<Planes> {
  await using file = await av.Demuxer.open(still.path);
  const stream = file.video();
  if (!stream) throw new Error("The picture has no pixels");
  using decoder = await av.Decoder.create(stream);
  for await (const frame of decoder.frames(file.packets(stream.index))) {
    if (!frame) continue;
    using pixels = frame;
    const turned = still.orientation >= 5;
    const shown = turned
      ? { width: pixels.height, height: pixels.width }
      : { width: pixels.width, height: pixels.height };
    const target = { width: even(film.width * OVERSIZE), height: even(film.height * OVERSIZE) };
    const scale = Math.max(target.width / shown.width, target.height / shown.height);
    const cut = { width: even(target.width / scale), height: even(target.height / scale) };
    const crop = turned ? { width: cut.height, height: cut.width } : cut;
    const resize = turned ? { width: target.height, height: target.width } : target;
    using scaler = new av.Scaler({ flags: av.SWS_BICUBIC });
    const rgb = await scaler.toBuffer(pixels, {
      crop: {
        x: Math.max(0, Math.floor((pixels.width - crop.width) / 2)),
        y: Math.max(0, Math.floor((pixels.height - crop.height) / 2)),
        width: Math.min(crop.width, pixels.width),
        height: Math.min(crop.height, pixels.height),
      },
      resize,
      format: "rgb",
    });
    return fromRgb(upright(rgb, target.width, target.height, still.orientation), target.width, target.height);
  }
  throw new Error("The picture could not be decoded");
}

function even(value: number): number {
  return Math.round(value / 2) * 2;
}

/** Turns and mirrors RGB pixels as Exif's orientation says (2 to 8); `width` and `height` are those of the result. */
export function upright(rgb: Uint8Array, width: number, height: number, orientation: number): Uint8Array {
  if (orientation === 1) return rgb;
  const result = new Uint8Array(rgb.length);
  const stored = orientation >= 5 ? height : width;
  const mirrored = [2, 3, 7, 8].includes(orientation);
  const flipped = [3, 4, 6, 7].includes(orientation);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const [across, down] = orientation >= 5 ? [y, x] : [x, y];
      const sourceX = mirrored ? stored - 1 - across : across;
      const sourceY = flipped ? rgb.length / 3 / stored - 1 - down : down;
      result.set(rgb.subarray((sourceY * stored + sourceX) * 3, (sourceY * stored + sourceX) * 3 + 3), to);
    }
  }
  return result;
}
