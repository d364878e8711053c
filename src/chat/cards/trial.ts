import { inEnglish } from "../../text/render.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import type { Card, CardVideo } from "../contract/card.ts";
import { renderCard } from "../contract/render-card.ts";

/** How far the trial has come that an operator has Reelay make in a channel. */
export type TrialStep = "announced" | "moved" | "delivered" | "edited" | "ended";

/** What members read while it is made. */
export const trialWords = sentences("trial", {
  title: "Testing Reelay",
  text: "Whoever runs Reelay here is checking that it works. It's free, and this message will be deleted in a moment.",
  announced: "just begun",
  moved: "half done",
  delivered: "This clip comes with Reelay.",
  edited: "Still the same video, not uploaded again.",
  ended: "The test is over.",
});

/** What stands beside the progress bar, as the trial says it. */
export const TRIAL_LABELS = { announced: inEnglish(trialWords.announced), moved: inEnglish(trialWords.moved) } as const;
const HALF = 0.5;

/** The card that members see of it, in English: there is nobody in particular who reads it. With a `video` it shows that. */
export function trialCard(step: TrialStep, video?: CardVideo): Card {
  const card: Card<Text> = { tone: "done", audience: "channel", title: trialWords.title, text: trialWords.text };
  const shows = video ? { video } : {};
  switch (step) {
    case "announced":
    case "moved": {
      const progress = { fraction: step === "moved" ? HALF : 0, label: trialWords[step] };
      return renderCard({ ...card, tone: "busy", progress }, "en");
    }
    case "delivered":
    case "edited":
      return renderCard({ ...card, ...shows, footer: trialWords[step] }, "en");
    case "ended":
      return renderCard({ ...card, tone: "info", footer: trialWords.ended }, "en");
  }
}
