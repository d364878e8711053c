import { EncodingFailed } from "../keep/errors.ts";
import type { Av } from "./libav.ts";
import type { Order } from "./orders.ts";
import { openVideo, rateOf } from "./source.ts";
import { sameDescription, spliceVideos } from "./splice.ts";
import { type Clip, clipOf, codeClips, evenSides, type Shape } from "./tracks.ts";

type Wanted = Extract<Order, { make: "joined" }>;

/**
 * Puts videos one behind the other into one MP4: as they are coded, where all are coded alike, which needs no encoder;
 * else anew, in the first one's sides and frame rate, the others with bars where their shape is another, and silence
 * where they have no sound. `load` brings the encoder in. Throws EncodingFailed, and what libav throws.
 */
export async function joinVideos(load: () => Promise<Av>, { from, to }: Wanted, moved: () => void): Promise<void> {
  if (await sameDescription(from)) return spliceVideos(from, to, moved);
  const av = await load();
  const clips = await Promise.all(from.map((path) => clipOf(av, path)));
  const [first] = clips;
  if (!first) throw new EncodingFailed("There is nothing to join");
  return codeClips(av, clips, { to, shape: await shapeOf(av, first) }, moved);
}

async function shapeOf(av: Av, { path, pose }: Clip): Promise<Shape> {
  await using file = await openVideo(av, path);
  const video = file.video();
  if (!video) throw new EncodingFailed("The file holds no video");
  return { ...evenSides(pose), rate: { num: Math.round(rateOf(video)), den: 1 } };
}
