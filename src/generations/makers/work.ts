import type { Model } from "../../models/parts/model.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";

const words = sentences("work", { note: "{model}, {details}" });

/** What the ledger says a job's credits are for: “Kling 3.0, 5 s · 720p”. */
export function workOf(model: Pick<Model, "label" | "describe">, input: unknown): Text {
  return words.note({ model: model.label, details: model.describe(input) });
}
