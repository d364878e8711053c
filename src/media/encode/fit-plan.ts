/** A video whose bytes are too many, and the most that there may be. */
export interface FitWanted {
  limitBytes: number;
  /** In pixels. */
  width: number;
  height: number;
  seconds: number;
  frameRate: number;
  sound: boolean;
}

/** How to code it: even sides, and bits a second of picture and of sound. */
export interface FitPlan {
  width: number;
  height: number;
  videoBits: number;
  audioBits: number;
}

/** What stays free for what no estimate foresees. */
const HEADROOM = 0.98;
/** An MP4's index: sizes, times and places of every frame, and of every piece of sound (1,024 samples at 48 kHz). */
const INDEX = { frameBytes: 30, pieceBytes: 20, piecesPerSecond: 47, fixedBytes: 4096 } as const;
/** Sound gets an eighth of the whole, within these bounds. */
const SOUND = { share: 1 / 8, least: 32_000, most: 160_000 } as const;
/** Bits a pixel and frame below which x264 at this speed shows blocks: fewer pixels look better than poor ones. */
const LEAST_DENSITY = 0.06;
/** Less than this is no picture any more. */
const LEAST = { videoBits: 40_000, shortSide: 96 } as const;

/**
 * How much the encoder may be ahead of its bits a second, in seconds of them. The whole is never more than
 * (seconds + this) × bits a second, so this is taken off the budget; more of it makes better pictures out of what is left.
 */
export function bufferSeconds(seconds: number): number {
  return Math.min(1, seconds / 10);
}

/** The best version that is sure to fit; nothing when what fits would not be worth looking at. */
export function planFit(wanted: FitWanted): FitPlan | undefined {
  const { limitBytes, seconds, frameRate, sound } = wanted;
  const pieces = sound ? INDEX.piecesPerSecond * INDEX.pieceBytes : 0;
  const indexBytes = INDEX.fixedBytes + seconds * (frameRate * INDEX.frameBytes + pieces);
  const bits = (limitBytes * HEADROOM - indexBytes) * 8;
  const share = Math.min(Math.max((bits / seconds) * SOUND.share, SOUND.least), SOUND.most);
  const audioBits = sound ? Math.floor(share / 1000) * 1000 : 0;
  const videoBits = Math.floor((bits - audioBits * seconds) / (seconds + bufferSeconds(seconds)));
  if (videoBits < LEAST.videoBits) return undefined;
  const scale = Math.min(1, Math.sqrt(videoBits / frameRate / LEAST_DENSITY / (wanted.width * wanted.height)));
  const sides = sidesFor(wanted.width, wanted.height, scale);
  if (Math.min(sides.width, sides.height) < LEAST.shortSide && scale < 1) return undefined;
  return { ...sides, videoBits, audioBits };
}

/**
 * Even sides at this scale or a little below it: in the very shape, where a size near enough has it (1920×1080 goes in
 * steps of 32×18), else in the nearest.
 */
export function sidesFor(width: number, height: number, scale: number): { width: number; height: number } {
  const unit = divisor(width, height);
  const even = (width / unit) % 2 === 0 && (height / unit) % 2 === 0 ? unit : unit / 2;
  const steps = Math.floor(even * scale + 1e-9);
  if (steps > 0 && steps >= even * scale * 0.9)
    return { width: (width / even) * steps, height: (height / even) * steps };
  const across = evenBelow(width * scale);
  return { width: across, height: Math.max(2, 2 * Math.round((across * height) / width / 2)) };
}

function evenBelow(side: number): number {
  return Math.max(2, 2 * Math.floor(side / 2 + 1e-9));
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
