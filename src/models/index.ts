import { klingCustomElement } from "./catalogue/kling-custom-element.ts";
import { klingO3ImageToVideo } from "./catalogue/kling-o3-image-to-video.ts";
import { klingO3ReferenceToVideo } from "./catalogue/kling-o3-reference-to-video.ts";
import { klingO3TextToVideo } from "./catalogue/kling-o3-text-to-video.ts";
import { klingO3VideoEdit } from "./catalogue/kling-o3-video-edit.ts";
import { klingV3ImageToVideo } from "./catalogue/kling-v3-image-to-video.ts";
import { klingV3MotionControl } from "./catalogue/kling-v3-motion-control.ts";
import { klingV3TextToVideo } from "./catalogue/kling-v3-text-to-video.ts";
import { klingV3TurboImageToVideo } from "./catalogue/kling-v3-turbo-image-to-video.ts";
import { klingV3TurboTextToVideo } from "./catalogue/kling-v3-turbo-text-to-video.ts";
import { catalogueOf } from "./parts/catalogue.ts";
import type { Model } from "./parts/model.ts";
import type { Prices4k } from "./parts/price-4k.ts";

const definitions = [
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

/** The catalogue: every model that Reelay can ask, in the order that documentation lists them, at published prices alone. */
export const models: readonly Model[] = catalogueOf(definitions);

/** The models whose specification offers 4k, by their ids. */
export const MODELS_IN_4K: readonly string[] = models.flatMap(({ id, unpriced }) => (unpriced === "4k" ? [id] : []));

/** The same models, with 4k where the operator has set a price for it. */
export function modelsAt(prices: Prices4k): readonly Model[] {
  return catalogueOf(definitions, prices);
}

/** The model of that gateway name; undefined when there is none. */
export function findModel(id: string): Model | undefined {
  return models.find((model) => model.id === id);
}
