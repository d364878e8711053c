import { defineCommand } from "../../src/chat/command/command.ts";
import { text } from "../../src/chat/command/options.ts";
import { privately } from "../../src/chat/contract/card.ts";
import type { StopOutcome } from "../../src/generations/run/stop.ts";
import { sentences } from "../../src/text/sentences.ts";
import type { Text } from "../../src/text/text.ts";
import { needed } from "./needed.ts";

const words = sentences("command.admin.stop", {
  description: "Stop anyone's job, as far as that's possible",
  job: "The job's id, as /jobs and its buttons have it",
  canceledTitle: "Stopped",
  canceled: "It hadn't begun. The credits are back with its member.",
  abandonedTitle: "Given up",
  abandoned:
    "The credits are back with its member. The model can't be stopped: it finishes unseen, and the account is charged.",
  lateTitle: "Too late to stop",
  late: "Try again in a moment if it goes on: it's just being handed to the model, or is over already.",
});

const OUTCOMES: Readonly<Record<StopOutcome, readonly [title: Text, text: Text]>> = {
  canceled: [words.canceledTitle, words.canceled],
  abandoned: [words.abandonedTitle, words.abandoned],
  "too late": [words.lateTitle, words.late],
};

export default defineCommand({
  name: "admin stop",
  description: words.description,
  adminOnly: true,
  options: { job: { ...text(words.job, { completes: "job" }), rest: true } },
  run: async ({ options, generations }) =>
    privately(...OUTCOMES[await generations.stop(needed(options.job, "job", "/admin stop g_…"))]),
});
