/** A picture as H.264 wants it: brightness at full size, the two colour planes at half; video range, BT.709. */
export interface Planes {
  width: number;
  height: number;
  /** All three planes one after the other (I420). */
  data: Uint8Array;
  y: Uint8Array;
  u: Uint8Array;
  v: Uint8Array;
}

export type Yuv = readonly [y: number, u: number, v: number];

/** An empty picture. Both sides must be even. */
export function blank(width: number, height: number): Planes {
  const size = width * height;
  const data = new Uint8Array(size * 1.5);
  return {
    width,
    height,
    data,
    y: data.subarray(0, size),
    u: data.subarray(size, size * 1.25),
    v: data.subarray(size * 1.25),
  };
}

/** Red, green and blue of 0–255 as video-range BT.709 (ITU-R BT.709-6, 3.2 to 3.5). */
export function toYuv(red: number, green: number, blue: number): Yuv {
  const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return [
    16 + (luma * 219) / 255,
    128 + (((blue - luma) / 1.8556) * 224) / 255,
    128 + (((red - luma) / 1.5748) * 224) / 255,
  ];
}

/** `#rrggbb` as video-range BT.709. */
export function colour(hex: string): Yuv {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return toYuv(red, green, blue);
}

/** A picture from packed RGB bytes, three a pixel. */
export function fromRgb(rgb: Uint8Array, width: number, height: number): Planes {
  const planes = blank(width, height);
  const half = width / 2;
  const u = new Float32Array(planes.u.length);
  const v = new Float32Array(planes.v.length);
  for (let row = 0, from = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, from += 3, at++) {
      const red = rgb[from] ?? 0;
      const green = rgb[from + 1] ?? 0;
      const blue = rgb[from + 2] ?? 0;
      const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      planes.y[at] = 16.5 + luma * 0.8588;
      const colourAt = (row >> 1) * half + (column >> 1);
      u[colourAt] = (u[colourAt] ?? 0) + (blue - luma) * 0.11835;
      v[colourAt] = (v[colourAt] ?? 0) + (red - luma) * 0.13945;
    }
  }
  for (let at = 0; at < u.length; at++) {
    planes.u[at] = 128.5 + (u[at] ?? 0);
    planes.v[at] = 128.5 + (v[at] ?? 0);
  }
  return planes;
}

/** Lays `over` on `under` with a weight of 0 to 1; both of the same size. */
export function mix(under: Planes, over: Planes, weight: number): void {
  const share = Math.round(weight * 256);
  for (let at = 0; at < under.data.length; at++) {
    const below = under.data[at] ?? 0;
    under.data[at] = below + ((((over.data[at] ?? 0) - below) * share) >> 8);
  }
}
