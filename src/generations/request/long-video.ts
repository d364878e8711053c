import type { Units } from "../../credits/units.ts";
import type { Media, Model } from "../../models/parts/model.ts";
import { billedSeconds } from "../../models/parts/prices.ts";
import type { Beginning } from "../files/beginning.ts";
import { isMedia } from "../files/input-files.ts";
import type { FileReading } from "../files/inputs.ts";
import type { Reach } from "../files/reach.ts";

/** A video that is longer than its model's pages speak of, and by which the job is priced. */
export interface LongVideo {
  /** How many seconds of it are billed, and how many its pages speak of. */
  seconds: number;
  foreseen: number;
  /** What the first of them would cost. */
  price: Units;
  /** Whether they can be cut off here, and why not: no encoder is installed, or the gateway couldn't read our own file. */
  cut: "offered" | "no encoder" | "out of reach";
}

/** The button that takes the first seconds alone, as `/confirm` knows it. */
export const BEGINNING = "beginning";

/** What it takes to know whether a video can be cut. */
export type CuttingHere = Pick<FileReading, "cutter"> & Pick<Reach, "serve">;

/** The video that its member is asked about whatever it costs; undefined where there is none. */
export function longVideo(here: CuttingHere, model: Model, input: Record<string, unknown>): LongVideo | undefined {
  const found = find(model, input);
  if (!found) return undefined;
  const { seconds, media } = found;
  // What is cut here nobody has at an address but ours.
  const cut = !here.cutter ? "no encoder" : here.serve(media, "") === undefined ? "out of reach" : "offered";
  return {
    seconds: billedSeconds(media.seconds ?? 0),
    foreseen: seconds,
    price: model.price(shortened(model, input)),
    cut,
  };
}

/** The input as it would be if such a video were no longer than that; as it is where there is none. */
export function shortened(model: Model, input: Record<string, unknown>): Record<string, unknown> {
  const found = find(model, input);
  return found ? { ...input, [found.option]: { ...found.media, seconds: found.seconds } } : input;
}

/** The draft that takes the first seconds of it alone; undefined where there is no such video. */
export function withBeginning(model: Model, input: Record<string, unknown>): Record<string, unknown> | undefined {
  const found = find(model, input);
  if (!found) return undefined;
  const { option, seconds, media } = found;
  const beginning: Beginning = { beginningOf: media, seconds };
  return { ...input, [option]: beginning };
}

function find({ foresees }: Model, input: Record<string, unknown>) {
  const media = foresees && input[foresees.option];
  if (!foresees || !isMedia(media) || (media.seconds ?? 0) <= foresees.seconds) return undefined;
  return { ...foresees, media: media satisfies Media };
}
