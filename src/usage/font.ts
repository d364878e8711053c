/** What has to be known of a font to lay out its text and to see what it can't write. */
export interface Font {
  /** Whether it has a glyph of its own for the code point. */
  has(codePoint: number): boolean;
  /** How far the text reaches at a size, in the size's unit, without kerning and ligatures. */
  width(text: string, size: number): number;
}

/** Where the tables are and what is in them: the OpenType specification, chapters cmap, head, hhea and hmtx. */
const TABLES_AT = 12;
const TABLE_RECORD = 16;
const ENCODING_RECORD = 8;
const SEGMENTS = 4;
const GROUPS = 12;
const GROUP_BYTES = 12;
const UNICODE_PLATFORMS = [0, 3];

/** Reads a TrueType font. Throws RangeError where the file ends too early, or has no table of Unicode. */
export function readFont(bytes: Uint8Array): Font {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (tag: string) => tableAt(view, tag);
  const unitsPerEm = view.getUint16(at("head") + 18);
  const lastMetric = view.getUint16(at("hhea") + 34) - 1;
  const metrics = at("hmtx");
  const glyphs = glyphsOf(view, at("cmap"));
  const advance = (codePoint: number) => {
    const glyph = glyphs.get(codePoint) ?? 0;
    return view.getUint16(metrics + 4 * Math.min(glyph, lastMetric));
  };
  return {
    has: (codePoint) => glyphs.has(codePoint),
    width: (text, size) => {
      const sum = Array.from(text).reduce((all, character) => all + advance(character.codePointAt(0) ?? 0), 0);
      return (sum * size) / unitsPerEm;
    },
  };
}

/** Several fonts as one: what the first hasn't is written in the next. */
export function fallingBack(first: Font, ...rest: readonly Font[]): Font {
  const fonts = [first, ...rest];
  const fontOf = (codePoint: number) => fonts.find((font) => font.has(codePoint));
  return {
    has: (codePoint) => fontOf(codePoint) !== undefined,
    width: (text, size) =>
      Array.from(text).reduce((all, one) => all + (fontOf(one.codePointAt(0) ?? 0) ?? first).width(one, size), 0),
  };
}

function tableAt(view: DataView, tag: string): number {
  const count = view.getUint16(4);
  for (let record = TABLES_AT; record < TABLES_AT + count * TABLE_RECORD; record += TABLE_RECORD) {
    const name = String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(record + index)));
    if (name === tag) return view.getUint32(record + 8);
  }
  throw new RangeError(`The font has no table ${tag}`);
}

/** The glyphs by code point, of the largest table of Unicode that the font has. */
function glyphsOf(view: DataView, cmap: number): Map<number, number> {
  const count = view.getUint16(cmap + 2);
  const subtables = Array.from({ length: count }, (_, index) => {
    const record = cmap + 4 + index * ENCODING_RECORD;
    const table = cmap + view.getUint32(record + 4);
    return { platform: view.getUint16(record), table, format: view.getUint16(table) };
  }).filter(({ platform }) => UNICODE_PLATFORMS.includes(platform));
  const whole = subtables.find(({ format }) => format === GROUPS);
  if (whole) return groups(view, whole.table);
  const basic = subtables.find(({ format }) => format === SEGMENTS);
  if (basic) return segments(view, basic.table);
  throw new RangeError("The font has no table of Unicode");
}

function groups(view: DataView, table: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  const count = view.getUint32(table + 12);
  for (let index = 0; index < count; index++) {
    const group = table + 16 + index * GROUP_BYTES;
    const [start, end, glyph] = [view.getUint32(group), view.getUint32(group + 4), view.getUint32(group + 8)];
    for (let code = start; code <= end; code++) glyphs.set(code, glyph + code - start);
  }
  return glyphs;
}

function segments(view: DataView, table: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  const doubled = view.getUint16(table + 6);
  const ends = table + 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const offsets = deltas + doubled;
  for (let segment = 0; segment < doubled; segment += 2) {
    const [start, end] = [view.getUint16(starts + segment), view.getUint16(ends + segment)];
    const [delta, offset] = [view.getUint16(deltas + segment), view.getUint16(offsets + segment)];
    for (let code = start; code <= end && code < 0xffff; code++) {
      const listed = offset === 0 ? code : view.getUint16(offsets + segment + offset + 2 * (code - start));
      const glyph = listed === 0 && offset !== 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
  return glyphs;
}
