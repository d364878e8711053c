import { z } from "zod";
import { findWireModel } from "../models/index.ts";
import type { Followed, WireModel } from "../parts/model.ts";
import type { Body, Quality } from "../parts/rules.ts";
import type { Prices4k } from "./prices.ts";

/** A create request that keeps to the documented wire, in the words the sandbox works with. */
export interface Order {
  model: string;
  makes: "video" | "element";
  /** Length asked for; undefined when the film is as long as its reference video. */
  seconds: number | undefined;
  quality: Quality;
  sound: boolean;
  aspect: "16:9" | "9:16" | "1:1" | undefined;
  /** Addresses: the first frame (or the picture that stands for it) and the last one. */
  first: string | undefined;
  last: string | undefined;
  /** Every picture's address, each once. */
  pictures: readonly string[];
  follows: Followed | undefined;
  /** What is asked for, a shot each. */
  shots: readonly { seconds: number | undefined; text: string }[];
}

/** Why a request is refused. */
export type Refusal =
  | { kind: "model"; model: string }
  /** `param` as the gateway would name it: `model_params.multi_prompt.0.prompt`. */
  | { kind: "parameter"; param: string; message: string };

/**
 * Judges a create request by the gateway's published specifications, parameter by parameter and strictly: what a model
 * does not document is refused, so that a mistake of ours shows here and not where it is paid for. In 4k it can only be had
 * where the sandbox was told a price.
 */
export function readOrder(body: unknown, prices: Prices4k = {}): { order: Order } | { refusal: Refusal } {
  const named = z.object({ model: z.string() }).safeParse(body);
  if (!named.success) return { refusal: { kind: "parameter", param: "model", message: "model is required" } };
  const model = findWireModel(named.data.model);
  if (!model) return { refusal: { kind: "model", model: named.data.model } };
  const read = model.body.safeParse(body);
  if (read.success && read.data.quality === "4k" && !prices[model.id]) {
    return { refusal: { kind: "parameter", param: "quality", message: "quality: there is no price for 4k" } };
  }
  if (read.success) return { order: toOrder(model, read.data) };
  const [issue] = read.error.issues;
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const param = [...(issue?.path ?? []), ...unknown].join(".");
  return { refusal: { kind: "parameter", param, message: `${param}: ${issue?.message ?? "Invalid"}` } };
}

function toOrder(model: WireModel, body: Body): Order {
  const { model_params: extra } = body;
  const images = body.image_urls ?? [];
  const list = extra?.element_image_list;
  const portraits = list ? [list.frontal_image, ...list.refer_images.map(({ image_url }) => image_url)] : [];
  const pictures = [body.image_start, body.image_end, ...images, ...portraits].filter((one) => one !== undefined);
  const shots = extra?.multi_prompt?.map((shot) => ({ seconds: Number(shot.duration), text: shot.prompt }));
  return {
    model: model.id,
    makes: model.makes,
    seconds: model.makes === "element" ? 0 : body.duration,
    quality: body.quality ?? "720p",
    sound: body.sound === "on",
    aspect: body.aspect_ratio,
    first: body.image_start ?? body.image_end ?? images[0],
    last: body.image_start ? body.image_end : undefined,
    pictures: [...new Set(pictures)],
    follows: model.follows?.(body),
    shots: shots ?? [{ seconds: body.duration, text: body.prompt ?? extra?.element_name ?? "" }],
  };
}
