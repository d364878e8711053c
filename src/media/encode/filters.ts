import type { Stream } from "node-av";
import type { Av } from "./libav.ts";
import type { Pose } from "./source.ts";

/** The steps that turn and mirror a stored frame as it is shown, in libavfilter's words. */
export function uprightFilters({ rotation, flip }: Pick<Pose, "rotation" | "flip">): string[] {
  const turns = { 0: [], 90: ["transpose=clock"], 180: ["hflip", "vflip"], 270: ["transpose=cclock"] };
  return [...turns[rotation], ...(flip ? ["hflip"] : [])];
}

/**
 * Says how frames mix their colours where they do not say it themselves. Players guess it by the size, so that a
 * smaller version would come out in other colours. In libavfilter's words.
 */
export function colourSteps(av: Av, { codecpar }: Stream): string[] {
  if (codecpar.colorSpace !== av.AVCOL_SPC_UNSPECIFIED) return [];
  const matrix = matrixOf(av, undefined, codecpar) === av.AVCOL_SPC_BT709 ? "bt709" : "smpte170m";
  return [`setparams=colorspace=${matrix}`];
}

/**
 * How a frame that does not say it itself mixes its colours: as the container says, else as players guess, BT.709 for
 * what is larger than television was (720×576) and BT.601 for the rest.
 */
export function matrixOf(av: Av, matrix: string | undefined, { width, height }: { width: number; height: number }) {
  if (matrix === "bt709") return av.AVCOL_SPC_BT709;
  if (matrix === "bt2020-ncl") return av.AVCOL_SPC_BT2020_NCL;
  if (matrix === "smpte170m" || matrix === "bt470bg") return av.AVCOL_SPC_SMPTE170M;
  return width * height > 720 * 576 ? av.AVCOL_SPC_BT709 : av.AVCOL_SPC_SMPTE170M;
}
