import { models } from "../../src/models/index.ts";
import type { Policy } from "../../src/policy/policy.ts";

/** Periods of an allowance, as they are chosen. */
export const PERIODS = ["day", "week", "month"] as const satisfies readonly Policy["period"][];

/** What members call what they may use: families, and the commands that have a model of their own. */
export const MODEL_NAMES: readonly string[] = [
  ...new Set(models.map(({ asked }) => ("family" in asked ? asked.family : asked.command))),
];

/** The longest video that can be limited, in seconds: a motion's (https://evolink.ai/kling-3-motion-control). */
export const LONGEST = 30;
