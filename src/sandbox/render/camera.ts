import type { Planes } from "./planes.ts";

/** How much larger than the film a still is kept, so that it stays sharp while the camera goes in. */
export const OVERSIZE = 1.2;

/** How far the camera goes in over a whole film. */
const ZOOM = 0.14;

/**
 * The still as the camera sees it at `moment` (0 at the first frame, 1 at the last): from the whole of it slowly in,
 * drifting to one side. The first frame shows the still exactly as it was given.
 */
export function shoot(still: Planes, film: Planes, moment: number): void {
  const eased = moment * moment * (3 - 2 * moment);
  const share = 1 - ZOOM * eased;
  const width = still.width * share;
  const height = still.height * share;
  const left = (still.width - width) * (0.5 + 0.25 * eased);
  const top = (still.height - height) * (0.5 - 0.15 * eased);
  sample(still.y, still.width, still.height, film.y, film.width, film.height, left, top, share);
  const [w, h, fw, fh] = [still.width / 2, still.height / 2, film.width / 2, film.height / 2];
  sample(still.u, w, h, film.u, fw, fh, left / 2, top / 2, share);
  sample(still.v, w, h, film.v, fw, fh, left / 2, top / 2, share);
}

/** Fills one plane from a window of another, bilinear, in integers: this is where most of a film's time goes. */
function sample(
  from: Uint8Array,
  fromWidth: number,
  fromHeight: number,
  to: Uint8Array,
  width: number,
  height: number,
  left: number,
  top: number,
  share: number,
): void {
  const columns = new Int32Array(width);
  const weights = new Int32Array(width);
  const stepX = (fromWidth * share) / width;
  for (let column = 0; column < width; column++) {
    const x = Math.min(Math.max(left + (column + 0.5) * stepX - 0.5, 0), fromWidth - 1.001);
    columns[column] = x;
    weights[column] = (x - Math.floor(x)) * 256;
  }
  const stepY = (fromHeight * share) / height;
  for (let row = 0, at = 0; row < height; row++) {
    const y = Math.min(Math.max(top + (row + 0.5) * stepY - 0.5, 0), fromHeight - 1.001);
    const above = Math.floor(y) * fromWidth;
    const down = ((y - Math.floor(y)) * 256) | 0;
    for (let column = 0; column < width; column++, at++) {
      const a = above + (columns[column] ?? 0);
      const b = a + fromWidth;
      const across = weights[column] ?? 0;
      const upper = (from[a] ?? 0) * (256 - across) + (from[a + 1] ?? 0) * across;
      const lower = (from[b] ?? 0) * (256 - across) + (from[b + 1] ?? 0) * across;
      to[at] = (upper * (256 - down) + lower * down + 32768) >> 16;
    }
  }
}
