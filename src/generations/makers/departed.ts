import { z } from "zod";
import { ZERO } from "../../credits/units.ts";
import { defineModel } from "../../models/parts/define.ts";
import type { Model } from "../../models/parts/model.ts";
import { says } from "../../models/parts/problems.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";

const USUAL_ESTIMATE_SECONDS = 300;
const words = sentences("departed", {
  details: "no longer offered",
  refused: "That model is no longer offered. See what there is with /help.",
});

/** What a member reads who asks for such a model. */
export const noLongerOffered: Text = words.refused;

const DETAILS: Text = words.details;

const schema = z.custom<unknown>(() => false, { error: says(() => noLongerOffered) });

/**
 * What stands in the place of a model that has left the catalogue: its jobs can still be shown, and those that are under
 * way come to an end. Nothing new can be asked of it.
 */
export function departed(id: string): Model {
  return defineModel({
    id,
    label: id,
    asked: { command: "help" },
    makes: "video",
    summary: DETAILS,
    example: {},
    options: {},
    parameters: {},
    rates: [],
    schema,
    price: () => ZERO,
    seconds: () => 0,
    estimate: () => USUAL_ESTIMATE_SECONDS,
    media: () => [],
    toWire: () => {
      throw new RangeError(`${id} is no longer in the catalogue`);
    },
    describe: () => DETAILS,
  });
}

export function isDeparted(model: Pick<Model, "summary">): boolean {
  return model.summary === DETAILS;
}
