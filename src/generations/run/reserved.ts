import { UNITS_PER_CREDIT, type Units, units } from "../../credits/units.ts";

/**
 * Reads the gateway's `credits_reserved`, which comes in credits on some pages and in units on others (compare kling-v3-turbo-text-to-video with kling-v3-text-to-video at
 * https://docs.evolink.ai/en/api-manual/video-series/kling): whichever
 * reading is nearer to our own price. Nothing when it said nothing, or when neither is within a factor of ten.
 */
export function readReserved(reserved: number | undefined, price: number): Units | null {
  if (reserved === undefined || !(reserved > 0) || !(price > 0)) return null;
  const readings = [reserved, reserved * UNITS_PER_CREDIT].map(Math.round);
  const off = (reading: number) => Math.abs(Math.log(reading / price));
  const best = readings.reduce((a, b) => (off(a) <= off(b) ? a : b));
  return Number.isSafeInteger(best) && off(best) <= Math.log(10) ? units(best) : null;
}
