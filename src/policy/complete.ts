import type { Draft } from "../models/parts/draft.ts";
import type { Model } from "../models/parts/model.ts";
import type { Policy } from "./policy.ts";

/** The draft with what the workspace's rules say where its member said nothing: a watermark, on a model that has one. */
export function withRules({ watermark }: Pick<Policy, "watermark">, model: Model, draft: Draft): Draft {
  if (!watermark || draft.watermark !== undefined || model.lacks("watermark")) return draft;
  return { ...draft, watermark: true };
}
