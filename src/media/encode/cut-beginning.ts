import { bufferSeconds } from "./fit-plan.ts";
import type { Av } from "./libav.ts";
import type { Order } from "./orders.ts";
import { clipOf, codeClips, evenSides, PIECE, SOUND } from "./tracks.ts";

type Wanted = Extract<Order, { make: "beginning" }>;

/** What the pictures may take of the bytes: sound and index need far less than the rest. */
const SHARE = 0.9;
const MILLI = 1000;

/**
 * Cuts the first seconds off a video, with their sound: coded anew, since a video can be cut as it is coded only where a
 * frame stands for itself. In the same sides and at the same rate, upright. It lasts no longer than asked for any reader,
 * as whole frames and whole pieces of sound. Throws what libav throws.
 */
export async function cutBeginning(av: Av, wanted: Wanted, moved: () => void): Promise<void> {
  const { from, to, seconds, frameRate, limitBytes } = wanted;
  const clip = await clipOf(av, from);
  const rate = { num: Math.round(frameRate * MILLI), den: MILLI };
  const pictures = Math.floor((seconds * rate.num) / rate.den);
  const lasts = (pictures * rate.den) / rate.num;
  const pieces = Math.floor((lasts * SOUND.rate) / PIECE);
  const part = { ...clip, seconds: Math.min(clip.seconds, lasts), first: { pictures, pieces } };
  const most = Math.floor((limitBytes * SHARE * 8) / (lasts + bufferSeconds(lasts)));
  const bound = { rcMaxRate: most, rcBufferSize: Math.floor(most * bufferSeconds(lasts)) };
  await codeClips(av, [part], { to, shape: { ...evenSides(clip.pose), rate }, bound }, moved);
}
