import type { Button, Card } from "../src/chat/card.ts";
import { defineCommand } from "../src/chat/command.ts";
import { explainFailure } from "../src/chat/failures.ts";
import { text } from "../src/chat/options.ts";
import { sayWait, shorten } from "../src/chat/say.ts";
import { sayCredits } from "../src/credits/units.ts";
import type { CancelOutcome, JobSummary } from "../src/generations/service.ts";

/** Fits in one line of a chat. */
const PROMPT_SHOWN = 60;
/** Discord and Slack show five buttons in a row. */
const BUTTONS = 5;

const OUTCOMES: Readonly<Record<CancelOutcome, string>> = {
  canceled: "Canceled. The credits that were held are yours again.",
  late: "Too late to cancel: the model has the job already and can't be stopped. The video will come.",
  finished: "That job has ended already; there is nothing to cancel.",
  "not-found": "There is no such job of yours. /jobs lists the ones there are.",
};

export default defineCommand({
  name: "jobs",
  description: "See your running and latest jobs, cancel one that waits",
  options: { cancel: text("The job to cancel, by the id that /jobs shows") },
  run: async ({ options: { cancel }, generations }): Promise<Card> => {
    if (cancel !== undefined) {
      const outcome = await generations.cancel(cancel);
      const title = outcome === "canceled" ? "Canceled" : "Not canceled";
      return { tone: "info", audience: "member", title, text: OUTCOMES[outcome] };
    }
    const jobs = await generations.jobs();
    if (jobs.length === 0) {
      const none = "Nothing yet. /video a paper boat on a river makes your first one.";
      return { tone: "info", audience: "member", title: "Your jobs", text: none };
    }
    const buttons = jobs.filter(({ state }) => state === "queued").map(cancelButton);
    return {
      tone: "info",
      audience: "member",
      title: "Your jobs",
      text: jobs.map(describe).join("\n"),
      ...(buttons.length > 0 ? { buttons: buttons.slice(0, BUTTONS) } : {}),
    };
  },
});

function cancelButton(job: JobSummary): Button {
  return { label: `Cancel ${job.id}`, does: "run", line: `jobs cancel:${job.id}`, tone: "danger" };
}

function describe(job: JobSummary): string {
  const words = job.prompt === "" ? "" : `, “${shorten(job.prompt.replaceAll("\n", " "), PROMPT_SHOWN)}”`;
  return `${job.id}: ${job.model}, ${job.details}${words}: ${status(job)}`;
}

function status(job: JobSummary): string {
  switch (job.state) {
    case "queued":
      return job.queuePlace === undefined ? "next in the queue" : `place ${job.queuePlace} in the queue`;
    case "submitting":
    case "unknown":
      return "being sent to the model";
    case "running":
      return `${Math.round(job.progress * 100)} %${job.secondsLeft === undefined ? "" : `, ${sayWait(job.secondsLeft)} left`}`;
    case "rendered":
      return "fetching the video";
    case "delivered":
      return `done for ${sayCredits(job.price)}`;
    case "canceled":
      return "canceled, nothing charged";
    case "failed":
    case "lost":
      return `no video, nothing charged. ${explainFailure(job.errorCode).happened}`;
  }
}
