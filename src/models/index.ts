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
import { withRefusals } from "./lacking.ts";
import type { Model } from "./model.ts";

/** The catalogue: every model that Reelay can ask, in the order that documentation lists them. */
export const models: readonly Model[] = withRefusals([
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
]);

/** The model of that gateway name; undefined when there is none. */
export function findModel(id: string): Model | undefined {
  return models.find((model) => model.id === id);
}
