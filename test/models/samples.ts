import { findModel } from "../../src/models/index.ts";
import type { ElementRef, Media, WireBody } from "../../src/models/parts/model.ts";

/** A picture as the probe gives it, within every model's limits unless `changes` say otherwise. */
export function picture(name: string, changes: Partial<Media> = {}): Media {
  const usual = { kind: "image", type: "image/png", bytes: 400_000, width: 1280, height: 720 } as const;
  return { ...usual, name: `${name}.png`, hash: name, ...changes };
}

/** A video as the probe gives it, within every model's limits unless `changes` say otherwise. */
export function clip(name: string, changes: Partial<Media> = {}): Media {
  const usual = { kind: "video", type: "video/mp4", bytes: 4_000_000, width: 1280, height: 720 } as const;
  return { ...usual, seconds: 6, frameRate: 30, name: `${name}.mp4`, hash: name, ...changes };
}

/** An element of the cast. */
export function element(name: string, kind: ElementRef["kind"] = "images"): ElementRef {
  return { id: `9007199254740993${name.length}`, name, kind };
}

/** The address under which a sample's file is reachable. */
export function address({ name }: Media): string {
  return `https://files.example/${name}`;
}

/** What is sent where nobody asked for a watermark. */
const UNMARKED = { watermark_info: { enabled: false } };

/** The body of a row as it is sent: on a model that has watermarks, without one unless the row has it. */
export function sent(wire: WireBody): WireBody {
  if (findModel(wire.model)?.lacks("watermark") !== false) return wire;
  return { ...wire, model_params: { ...UNMARKED, ...(wire.model_params as object | undefined) } };
}

/** One request to a model, and what becomes of it. */
export interface Sample {
  model: string;
  title: string;
  input: Record<string, unknown>;
  /** What `sent` makes the body of. */
  wire: WireBody;
  /** The model's own line about it. */
  line: string;
}

/** Two shots of 8 s in all. */
export const shots = [
  { prompt: "the door opens", seconds: 5 },
  { prompt: "she looks up; smiles", seconds: 3 },
];

/** The same two as the gateway's `model_params`. */
export const multiShot = {
  multi_shot: true,
  shot_type: "customize",
  multi_prompt: [
    { index: 1, prompt: "the door opens", duration: "5" },
    { index: 2, prompt: "she looks up; smiles", duration: "3" },
  ],
};

/** An element made from pictures, and one made from a video. */
export const ada = element("Ada");
export const cy = element("Cy", "video");
