import type { Chart } from "./chart.ts";
import { CARD } from "./colours.ts";
import type { Font } from "./font.ts";
import { cut } from "./writing.ts";

/** The fonts of the picture: `plain` for names and words, `strong` for numbers and headings. */
export interface Fonts {
  plain: Font;
  strong: Font;
}

/** Families, as the font files name them; what Inter hasn't is written in DejaVu Sans. */
const FAMILY = "Inter, 'DejaVu Sans'";

const WIDTH = 720;
const PAD = 28;
/** The column of names is as wide as the longest of them, within these. */
const NAME = { narrowest: 64, widest: 168, size: 14, after: 14 } as const;
const BAR = { pitch: 30, height: 18, gap: 1.5 } as const;
const AMOUNT = { size: 13, left: 8, room: 76 } as const;
const LEGEND = { size: 13, pitch: 24, square: 11, between: 20 } as const;
const COLUMNS = { height: 64, gap: 2, widest: 22 } as const;

/** The picture as SVG, in logical pixels 720 wide, and as high as what it shows. */
export function drawing(chart: Chart, fonts: Fonts): { svg: string; width: number; height: number } {
  const header = [
    text(PAD, PAD + 20, chart.title, { size: 20, strong: true }),
    text(PAD, PAD + 42, chart.subtitle, { size: 13, fill: CARD.quiet }),
    text(WIDTH - PAD, PAD + 22, chart.total, { size: 28, strong: true, anchor: "end" }),
    text(WIDTH - PAD, PAD + 42, chart.totalOf, { size: 13, fill: CARD.quiet, anchor: "end" }),
  ];
  const legend = drawLegend(chart, fonts, PAD + 70);
  const bars = drawBars(chart, fonts, legend.bottom + 14);
  const columns = drawColumns(chart, bars.bottom + 18);
  const height = Math.ceil(columns.bottom + PAD - 6);
  const card = `<rect x="0.75" y="0.75" width="${WIDTH - 1.5}" height="${height - 1.5}" rx="16" fill="${CARD.ground}" stroke="${CARD.edge}" stroke-width="1.5"/>`;
  const body = [card, ...header, ...legend.marks, ...bars.marks, ...columns.marks].join("\n");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">\n${body}\n</svg>`;
  return { svg, width: WIDTH, height };
}

interface Drawn {
  marks: string[];
  bottom: number;
}

function drawLegend({ series }: Chart, { plain, strong }: Fonts, top: number): Drawn {
  const marks: string[] = [];
  let [x, y] = [PAD, top];
  for (const { name, amount, colour } of series) {
    const nameWidth = plain.width(name, LEGEND.size);
    const width = LEGEND.square + 7 + nameWidth + 6 + strong.width(amount, LEGEND.size);
    if (x > PAD && x + width > WIDTH - PAD) [x, y] = [PAD, y + LEGEND.pitch];
    marks.push(rect(x, y, LEGEND.square, LEGEND.square, colour, 3));
    const baseline = y + LEGEND.square - 1;
    const from = x + LEGEND.square + 7;
    marks.push(text(from, baseline, name, { size: LEGEND.size, fill: CARD.quiet }));
    marks.push(text(from + nameWidth + 6, baseline, amount, { size: LEGEND.size, strong: true }));
    x += width + LEGEND.between;
  }
  return { marks, bottom: series.length === 0 ? top - LEGEND.pitch : y + LEGEND.square };
}

function drawBars({ bars, nothing }: Chart, { plain }: Fonts, top: number): Drawn {
  if (bars.length === 0) {
    const said = text(PAD, top + 26, nothing, { size: 15 });
    return { marks: [said], bottom: top + 44 };
  }
  const names = bars.map(({ name }) => cut(name, NAME.widest, NAME.size, plain));
  const left = PAD + NAME.after + Math.max(NAME.narrowest, ...names.map((name) => plain.width(name, NAME.size)));
  const longest = WIDTH - PAD - AMOUNT.room - left;
  const marks = bars.flatMap(({ amount, parts }, index) => {
    const y = top + 6 + index * BAR.pitch;
    const baseline = y + BAR.height / 2 + 5;
    let x = left;
    const segments = parts.map(({ colour, share }) => {
      const from = x;
      x += share * longest;
      return rect(from, y, Math.max(1.5, x - from - BAR.gap), BAR.height, colour, 2.5);
    });
    return [
      text(PAD, baseline, names[index] ?? "", { size: NAME.size }),
      ...segments,
      text(Math.max(x, left + 3) + AMOUNT.left, baseline, amount, { size: AMOUNT.size, strong: true }),
    ];
  });
  return { marks, bottom: top + 6 + bars.length * BAR.pitch };
}

function drawColumns({ days }: Chart, top: number): Drawn {
  if (!days) return { marks: [], bottom: top - 14 };
  const { columns } = days;
  const quiet = { size: 12, fill: CARD.quiet };
  const ground = top + 40 + COLUMNS.height;
  const pitch = (WIDTH - 2 * PAD) / columns.length;
  const width = Math.min(COLUMNS.widest, pitch - COLUMNS.gap);
  const marks = columns.flatMap((share, index) => {
    if (share === 0) return [];
    const height = Math.max(1.5, share * COLUMNS.height);
    return [rect(PAD + index * pitch + (pitch - width) / 2, ground - height, width, height, CARD.columns, 2)];
  });
  return {
    marks: [
      rect(PAD, top, WIDTH - 2 * PAD, 1, CARD.line, 0),
      text(PAD, top + 24, days.title, { size: 13, strong: true }),
      text(WIDTH - PAD, top + 24, days.busiest, { ...quiet, anchor: "end" }),
      ...marks,
      rect(PAD, ground, WIDTH - 2 * PAD, 1, CARD.quiet, 0),
      text(PAD, ground + 18, days.first, quiet),
      text(WIDTH - PAD, ground + 18, days.last, { ...quiet, anchor: "end" }),
    ],
    bottom: ground + 24,
  };
}

interface TextLook {
  size: number;
  fill?: string;
  strong?: true;
  anchor?: "end";
}

function text(x: number, y: number, words: string, { size, fill = CARD.text, strong, anchor }: TextLook): string {
  const looks = `font-family="${FAMILY}" font-size="${size}" font-weight="${strong ? 600 : 400}" fill="${fill}"`;
  const place = `x="${round(x)}" y="${round(y)}"${anchor ? ` text-anchor="${anchor}"` : ""}`;
  return `<text ${place} ${looks}>${escaped(words)}</text>`;
}

function rect(x: number, y: number, width: number, height: number, fill: string, radius: number): string {
  const sides = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
  return `<rect ${sides} rx="${radius}" fill="${fill}"/>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
