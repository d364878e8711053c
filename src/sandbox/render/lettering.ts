import { GLYPH, glyphOf, wrap } from "./font.ts";
import { colour, type Planes, type Yuv } from "./planes.ts";

/** Something laid over every frame: how much of the frame shows through (of 256), and what is added. */
export interface Patch {
  /** Where it stands on the frame; even, like its sides. */
  x: number;
  y: number;
  width: number;
  height: number;
  through: { full: Uint16Array; half: Uint16Array };
  added: { y: Uint8Array; u: Uint8Array; v: Uint8Array };
}

/** Lays the patch over the frame. */
export function stamp(frame: Planes, patch: Patch): void {
  const { x, y, width, height, through, added } = patch;
  lay(frame.y, frame.width, x, y, width, height, through.full, added.y);
  const [left, top, across, down] = [x / 2, y / 2, width / 2, height / 2];
  lay(frame.u, frame.width / 2, left, top, across, down, through.half, added.u);
  lay(frame.v, frame.width / 2, left, top, across, down, through.half, added.v);
}

function lay(
  plane: Uint8Array,
  stride: number,
  left: number,
  top: number,
  width: number,
  height: number,
  through: Uint16Array,
  added: Uint8Array,
): void {
  for (let row = 0, from = 0; row < height; row++) {
    for (let at = (top + row) * stride + left, end = at + width; at < end; at++, from++) {
      plane[at] = (((plane[at] ?? 0) * (through[from] ?? 0)) >> 8) + (added[from] ?? 0);
    }
  }
}

const WHITE = colour("#ffffff");
const BLACK = colour("#000000");
const AMBER = colour("#ffb224");
const INK = colour("#2a1c00");

/** The word in a rounded, amber badge for the upper left corner. */
export function badge(frame: { width: number; height: number }, word: string): Patch {
  const dot = dotSize(frame);
  const pad = dot * 3;
  const wide = even(textWidth(word, dot) + pad * 2 + dot * 2);
  const high = even(dot * 7 + pad * 2);
  const margin = even(dot * 7);
  const canvas = new Canvas(wide, high);
  const radius = high / 2;
  for (let row = 0; row < high; row++) {
    for (let column = 0; column < wide; column++) {
      const beside = Math.max(radius - column - 0.5, column + 0.5 - (wide - radius), 0);
      const inside = radius - Math.hypot(beside, row + 0.5 - radius) + 0.5;
      canvas.paint(column, row, Math.min(Math.max(inside, 0), 1) * 0.95, AMBER);
    }
  }
  letter(canvas, word, pad + dot, pad, dot, INK);
  return canvas.toPatch(margin, margin);
}

/** The words along the lower edge, white on a shade that grows towards it; undefined when there is nothing to say. */
export function caption(frame: { width: number; height: number }, words: string): Patch | undefined {
  const dot = dotSize(frame);
  const margin = dot * 8;
  const columns = Math.floor((frame.width - margin * 2) / (dot * (GLYPH.width + 1)));
  const lines = wrap(words, columns, frame.width < frame.height ? 4 : 3);
  if (lines.length === 0) return undefined;
  const lineHeight = dot * 12;
  const high = even(lines.length * lineHeight + margin * 4);
  const canvas = new Canvas(frame.width, high);
  for (let row = 0; row < high; row++) {
    const depth = Math.min(row / (margin * 4), 1);
    const shade = depth * depth * (3 - 2 * depth) * 0.62;
    for (let column = 0; column < frame.width; column++) canvas.paint(column, row, shade, BLACK);
  }
  for (const [index, line] of lines.entries()) {
    const top = high - margin + dot * 3 - (lines.length - index) * lineHeight;
    letter(canvas, line, margin, top + Math.ceil(dot / 2), dot, BLACK);
    letter(canvas, line, margin, top, dot, WHITE);
  }
  return canvas.toPatch(0, frame.height - high);
}

/** Pixels a dot of a letter takes: large enough to be read in a chat's small preview. */
function dotSize({ width, height }: { width: number; height: number }): number {
  return Math.max(2, Math.round(Math.min(width, height) / 190));
}

function textWidth(text: string, dot: number): number {
  return (text.length * (GLYPH.width + 1) - 1) * dot;
}

function even(value: number): number {
  return Math.ceil(value / 2) * 2;
}

/** Draws the line with its dots melted into strokes, which reads better than squares. */
function letter(canvas: Canvas, line: string, left: number, top: number, dot: number, ink: Yuv): void {
  for (const [index, character] of Array.from(line).entries()) {
    const rows = glyphOf(character);
    const isDot = (x: number, y: number) =>
      x < 0 || x >= GLYPH.width ? 0 : ((rows[y] ?? 0) >> (GLYPH.width - 1 - x)) & 1;
    const start = left + index * (GLYPH.width + 1) * dot;
    const edge = dot;
    for (let row = -edge; row < GLYPH.height * dot + edge; row++) {
      for (let column = -edge; column < GLYPH.width * dot + edge; column++) {
        const x = (column + 0.5) / dot - 0.5;
        const y = (row + 0.5) / dot - 0.5;
        const [x0, y0] = [Math.floor(x), Math.floor(y)];
        const [right, down] = [x - x0, y - y0];
        const upper = isDot(x0, y0) * (1 - right) + isDot(x0 + 1, y0) * right;
        const lower = isDot(x0, y0 + 1) * (1 - right) + isDot(x0 + 1, y0 + 1) * right;
        const cover = Math.min(Math.max((upper * (1 - down) + lower * down - 0.18) / 0.3, 0), 1);
        canvas.paint(start + column, top + row, cover, ink);
      }
    }
  }
}

/** Where a patch is painted before it is fixed as bytes. */
class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #through: Float32Array;
  readonly #added: readonly [Float32Array, Float32Array, Float32Array];

  constructor(width: number, height: number) {
    const size = width * height;
    this.width = width;
    this.height = height;
    this.#through = new Float32Array(size).fill(1);
    this.#added = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
  }

  paint(x: number, y: number, alpha: number, [luma, u, v]: Yuv): void {
    if (alpha === 0 || x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = y * this.width + x;
    const rest = 1 - alpha;
    const [addedY, addedU, addedV] = this.#added;
    this.#through[at] = (this.#through[at] ?? 0) * rest;
    addedY[at] = (addedY[at] ?? 0) * rest + luma * alpha;
    addedU[at] = (addedU[at] ?? 0) * rest + u * alpha;
    addedV[at] = (addedV[at] ?? 0) * rest + v * alpha;
  }

  toPatch(x: number, y: number): Patch {
    const [addedY, addedU, addedV] = this.#added;
    const through = { full: shares(this.#through), half: shares(this.#halve(this.#through)) };
    const added = { y: bytes(addedY), u: bytes(this.#halve(addedU)), v: bytes(this.#halve(addedV)) };
    return { x, y, width: this.width, height: this.height, through, added };
  }

  #halve(plane: Float32Array): Float32Array {
    const half = new Float32Array(plane.length / 4);
    for (const [at, value] of plane.entries()) {
      const to = ((at / this.width) >> 1) * (this.width / 2) + ((at % this.width) >> 1);
      half[to] = (half[to] ?? 0) + value / 4;
    }
    return half;
  }
}

function bytes(values: Float32Array): Uint8Array {
  return Uint8Array.from(values, Math.round);
}

function shares(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, (value) => Math.round(value * 256));
}
