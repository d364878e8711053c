import type { Card, CardVideo } from "../contract/card.ts";

/** How far the trial has come that an operator has Reelay make in a channel. */
export type TrialStep = "announced" | "moved" | "delivered" | "edited" | "ended";

const TITLE = "Testing Reelay";
const TEXT =
  "Whoever runs Reelay here is checking that it works. It costs nothing, and this message will be deleted in a moment.";
/** What stands beside the progress bar. */
export const TRIAL_LABELS = { announced: "just begun", moved: "half done" } as const;
const HALF = 0.5;

/** What is wrong when it stays as it was. */
export const NOT_MOVED = "The card doesn't show the progress that was put into it.";

/** The card that members see of it. With a `video` it shows that. */
export function trialCard(step: TrialStep, video?: CardVideo): Card {
  const card: Card = { tone: "done", audience: "channel", title: TITLE, text: TEXT };
  switch (step) {
    case "announced":
    case "moved":
      return { ...card, tone: "busy", progress: { fraction: step === "moved" ? HALF : 0, label: TRIAL_LABELS[step] } };
    case "delivered":
      return { ...card, ...(video ? { video } : {}), footer: "This clip comes with Reelay." };
    case "edited":
      return { ...card, ...(video ? { video } : {}), footer: "Still the same video, not uploaded again." };
    case "ended":
      return { ...card, tone: "info", footer: "The test is over." };
  }
}

/** The trial can't be made in that channel; `message` tells the operator why and what to do. */
export class CannotTry extends Error {
  override readonly name = "CannotTry";
}

/** A row of docs/platforms.md, and whether the real platform did as it says. */
export interface Belief {
  row: string;
  holds: boolean;
  /** What was seen instead, as the end of a sentence. */
  saw: string;
}

/** A row and whether it holds; `saw` says how not. */
export function belief(row: string, holds: boolean, saw: string): Belief {
  return { row, holds, saw };
}
