import { aspect, lasting, neededPrompt, quality } from "../parts/fields.ts";
import { defineWireModel } from "../parts/model.ts";
import type { Rule } from "../parts/rules.ts";

/** `镜头 n, m, words;` or `shot n, m, words;`: a prompt that starts this way is read as shots. */
const shotsInPrompt: Rule = ({ prompt: words = "", duration }, report) => {
  const parts = Array.from(words.matchAll(/(?:镜头|shot)\s*(\d+)\s*,\s*(\d+)\s*,([^;]*);?/giu));
  if (parts.length === 0 || parts[0]?.index !== words.search(/\S/)) return;
  if (parts.length > 6) report("prompt", "at most 6 shots");
  const sum = parts.reduce((total, [, , seconds]) => total + Number(seconds), 0);
  if (sum !== duration) report("prompt", `the shots take ${sum} s, the task ${duration} s`);
  if (parts.some(([, , , said = ""]) => Array.from(said.trim()).length > 512))
    report("prompt", "a shot must be at most 512 characters");
};

/**
 * Words to video in a minute; shots are read out of the prompt. Its page shows reserved credits, not units.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-turbo-text-to-video,
 * prices: https://evolink.ai/kling-3-turbo
 */
export const klingV3TurboTextToVideo = defineWireModel({
  id: "kling-v3-turbo-text-to-video",
  fields: { prompt: neededPrompt, duration: lasting(15), aspect_ratio: aspect.default("16:9"), quality },
  rules: [shotsInPrompt],
  price: { perSecond: 72_000, hd: 1250 },
  reserves: "credits",
  billing: "per_second",
  usualSeconds: 60,
});
