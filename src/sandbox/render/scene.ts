import { createHash } from "node:crypto";
import { blank, colour, type Planes, type Yuv } from "./planes.ts";

/** Sky above, sky at the horizon, sun, furthest hills, nearest hills. */
const PALETTES = [
  ["#27407a", "#f7b89c", "#fff1c9", "#a9809a", "#1d1b3a"],
  ["#3b1d5e", "#ff8f6b", "#ffe08a", "#8d3f6d", "#1a0f2b"],
  ["#0b1a3d", "#3f6d9e", "#eef3ff", "#2c4a78", "#070d1f"],
  ["#3a8fc4", "#d9f0e3", "#fff8dc", "#86b8a4", "#12382f"],
  ["#1d6f86", "#f3e3b3", "#fff6e0", "#7fae9f", "#0d3a46"],
] as const;

const LAYERS = 5;

/** One range of hills: how high it stands, how it rolls, how fast it passes (shares of the picture's height a second). */
interface Range {
  base: number;
  speed: number;
  waves: readonly { size: number; length: number; phase: number }[];
  ink: Yuv;
}

/** A landscape to travel through, made up for a text: the same words give the same one. */
export interface Scene {
  /** Draws it as it looks `seconds` after the start. */
  draw(film: Planes, seconds: number): void;
}

/** A sun rising behind ranges of hills that pass at different speeds, its colours and shapes drawn from `words`. */
export function sceneFor(words: string, width: number, height: number): Scene {
  const hash = createHash("sha256").update(words).digest();
  let used = 0;
  const next = () => (hash[used++ % hash.length] ?? 0) / 255;
  const [zenith, horizon, light, far, near] = (PALETTES[Math.floor(next() * 4.99)] ?? PALETTES[0]).map(colour) as [
    Yuv,
    Yuv,
    Yuv,
    Yuv,
    Yuv,
  ];
  const ranges = Array.from({ length: LAYERS }, (_, index): Range => {
    const depth = index / (LAYERS - 1);
    const waves = [0.05, 0.022, 0.01].map((size, order) => ({
      size: size * (0.6 + next() * 0.7) * (1 + depth * 0.5),
      length: (1.1 / (order * 1.7 + 1)) * (0.7 + next() * 0.6),
      phase: next() * Math.PI * 2,
    }));
    return { base: 0.52 + depth * 0.34, speed: 0.012 + depth * depth * 0.1, waves, ink: blend(far, near, depth) };
  });
  const sunX = (0.3 + next() * 0.4) * width;
  const sky = paintSky(width, height, zenith, horizon);
  return {
    draw: (film, seconds) => {
      film.data.set(sky.data);
      const sunY = height * (0.44 - 0.02 * seconds);
      drawSun(film, sunX, sunY, Math.min(width, height) * 0.085, light);
      const crests = ranges.map((range) => crestOf(range, film, seconds));
      for (const [index, { ink }] of ranges.entries()) fill(film, crests[index], crests[index + 1], ink);
    },
  };
}

function blend(from: Yuv, to: Yuv, share: number): Yuv {
  return [0, 1, 2].map((at) => (from[at] ?? 0) + ((to[at] ?? 0) - (from[at] ?? 0)) * share) as [number, number, number];
}

function paintSky(width: number, height: number, zenith: Yuv, horizon: Yuv): Planes {
  const sky = blank(width, height);
  for (const [index, plane] of [sky.y, sky.u, sky.v].entries()) {
    const across = index === 0 ? width : width / 2;
    for (let at = 0; at < plane.length; at++) {
      const row = Math.floor(at / across);
      const share = Math.min(row / ((plane.length / across) * 0.62), 1) ** 1.3;
      // A fixed pattern of less than one step hides the bands that eight bits leave in a smooth sky.
      const grain = ((row * 3 + (at % across) * 5) % 8) / 8;
      plane[at] = (zenith[index] ?? 0) + ((horizon[index] ?? 0) - (zenith[index] ?? 0)) * share + grain;
    }
  }
  return sky;
}

/** The sun and its glow, which reaches four times as far. */
function drawSun(film: Planes, x: number, y: number, radius: number, light: Yuv): void {
  for (const [index, plane] of [film.y, film.u, film.v].entries()) {
    const scale = index === 0 ? 1 : 2;
    const [across, down] = [film.width / scale, film.height / scale];
    const [cx, cy, r] = [x / scale, y / scale, radius / scale];
    const reach = r * 4;
    const ink = light[index] ?? 0;
    for (let row = Math.max(0, Math.floor(cy - reach)); row < Math.min(down, cy + reach); row++) {
      const aside = row + 0.5 - cy;
      const half = Math.sqrt(Math.max(reach * reach - aside * aside, 0));
      const end = Math.min(across, cx + half);
      for (let column = Math.max(0, Math.ceil(cx - half)); column < end; column++) {
        const distance = Math.sqrt((column + 0.5 - cx) ** 2 + aside * aside);
        const disc = Math.min(Math.max(r - distance + 0.5, 0), 1);
        const away = 1 - Math.min(distance / reach, 1);
        const at = row * across + column;
        const below = plane[at] ?? 0;
        plane[at] = below + (ink - below) * Math.max(0.55 * away * away, disc) + 0.5;
      }
    }
  }
}

/** Where the hills end and the sky begins, in pixels from the top, for each column. */
function crestOf(range: Range, film: Planes, seconds: number): Float32Array {
  const crest = new Float32Array(film.width);
  for (let column = 0; column < film.width; column++) {
    const x = column / film.height + seconds * range.speed;
    let y = range.base;
    for (const wave of range.waves) y -= wave.size * Math.sin((x / wave.length) * Math.PI * 2 + wave.phase);
    crest[column] = Math.min(y, 0.99) * film.height;
  }
  return crest;
}

/** Paints one range from its crest down to where the range in front of it begins. */
function fill(film: Planes, crest: Float32Array | undefined, front: Float32Array | undefined, [luma, u, v]: Yuv): void {
  const { width, height } = film;
  for (let column = 0; column < width; column++) {
    const top = crest?.[column] ?? height;
    const first = Math.floor(top);
    const edge = first * width + column;
    const covered = 1 - (top - first);
    film.y[edge] = (film.y[edge] ?? 0) * (1 - covered) + luma * covered;
    const end = Math.min(Math.floor(front?.[column] ?? height) + 1, height) * width;
    for (let at = edge + width; at < end; at += width) film.y[at] = luma;
    if (column % 2 === 1) continue;
    const half = width / 2;
    const last = Math.min(Math.floor((front?.[column] ?? height) / 2) + 1, height / 2) * half;
    for (let at = Math.floor((first + 1) / 2) * half + column / 2; at < last; at += half) {
      film.u[at] = u;
      film.v[at] = v;
    }
  }
}
