import type { WireModel } from "../parts/model.ts";
import { klingCustomElement } from "./kling-custom-element.ts";
import { klingO3ImageToVideo } from "./kling-o3-image-to-video.ts";
import { klingO3ReferenceToVideo } from "./kling-o3-reference-to-video.ts";
import { klingO3TextToVideo } from "./kling-o3-text-to-video.ts";
import { klingO3VideoEdit } from "./kling-o3-video-edit.ts";
import { klingV3ImageToVideo } from "./kling-v3-image-to-video.ts";
import { klingV3MotionControl } from "./kling-v3-motion-control.ts";
import { klingV3TextToVideo } from "./kling-v3-text-to-video.ts";
import { klingV3TurboImageToVideo } from "./kling-v3-turbo-image-to-video.ts";
import { klingV3TurboTextToVideo } from "./kling-v3-turbo-text-to-video.ts";

/** The models that the sandbox answers for, each from its own file. A model of the catalogue has its counterpart here. */
export const wireModels: readonly WireModel[] = [
  klingV3TextToVideo,
  klingV3ImageToVideo,
  klingO3TextToVideo,
  klingO3ImageToVideo,
  klingO3ReferenceToVideo,
  klingO3VideoEdit,
  klingV3TurboTextToVideo,
  klingV3TurboImageToVideo,
  klingV3MotionControl,
  klingCustomElement,
];

/** The model of that name; undefined when the sandbox doesn't know it, as the gateway wouldn't. */
export function findWireModel(id: string): WireModel | undefined {
  return wireModels.find((model) => model.id === id);
}

/** The model of that name; throws RangeError when the sandbox doesn't know it. */
export function wireModel(id: string): WireModel {
  const model = findWireModel(id);
  if (!model) throw new RangeError(`The sandbox knows no model ${id}`);
  return model;
}
