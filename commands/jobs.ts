import { askedCard } from "../src/chat/asked.ts";
import { type Button, type Card, privately } from "../src/chat/card.ts";
import { defineCommand } from "../src/chat/command.ts";
import { explainFailure } from "../src/chat/failures.ts";
import { choice, text } from "../src/chat/options.ts";
import { sayWait, shorten } from "../src/chat/say.ts";
import { sayCredits } from "../src/credits/units.ts";
import type { Alternative } from "../src/generations/again.ts";
import type { CancelOutcome, JobSummary } from "../src/generations/service.ts";
import { familyAliases, familyNames } from "../src/models/families.ts";
import { QUALITIES } from "../src/models/parts.ts";

/** Fits in one line of a chat. */
const PROMPT_SHOWN = 60;
/** Discord and Slack show five buttons in a row. */
const BUTTONS = 5;

const OUTCOMES: Readonly<Record<CancelOutcome, string>> = {
  canceled: "The credits that were held are yours again.",
  late: "Too late: the model has the job already and can't be stopped. The video will come.",
  finished: "That job has ended already; there is nothing to cancel.",
};

/** Its buttons are lines of this command, so each works as long as its job is known. */
export default defineCommand({
  name: "jobs",
  description: "See your jobs; cancel, repeat or delete one",
  options: {
    cancel: text("Cancel the job of this id, while it waits", { completes: "job" }),
    again: text("Make the job of this id once more", { completes: "job" }),
    model: choice("With again: by this model instead", familyNames, { aliases: familyAliases }),
    quality: choice("With again: at this quality", QUALITIES),
    models: text("See which other models can make the job of this id, and for how much", { completes: "job" }),
    delete: text("Delete the video of the job of this id", { completes: "job" }),
  },
  run: async ({ options, generations }): Promise<Card | undefined> => {
    const { cancel, again, model, quality, models, delete: remove } = options;
    if (again !== undefined) return askedCard(await generations.again(again, { model, quality }));
    if (cancel !== undefined) {
      const outcome = await generations.cancel(cancel);
      return privately(outcome === "canceled" ? "Canceled" : "Not canceled", OUTCOMES[outcome]);
    }
    if (remove !== undefined) {
      await generations.remove(remove);
      return privately("Deleted", "The video is gone from the channel and from Reelay's store.");
    }
    if (models !== undefined) return chooseModel(models, await generations.alternatives(models));
    return listJobs(await generations.jobs());
  },
});

function chooseModel(id: string, alternatives: readonly Alternative[]): Card {
  if (alternatives.length === 0)
    return privately("No other model", "No other model can make this one as it was asked for.");
  const lines = alternatives.map(({ label, price, without }) => {
    const lost = without.length === 0 ? "" : `, without ${without.join(" and ")}`;
    return `${label}: ${sayCredits(price)}${lost}`;
  });
  return privately("Which model?", lines.join("\n"), {
    buttons: alternatives.map(({ family, label }) => ({
      label,
      does: "run",
      line: `jobs again:${id} model:${family}`,
      tone: "primary",
    })),
  });
}

function listJobs(jobs: readonly JobSummary[]): Card {
  if (jobs.length === 0)
    return privately("Your jobs", "Nothing yet. /video a paper boat on a river makes your first one.");
  const buttons = jobs.filter(({ state }) => state === "queued").map(cancelButton);
  return privately(
    "Your jobs",
    jobs.map(describe).join("\n"),
    buttons.length > 0 ? { buttons: buttons.slice(0, BUTTONS) } : {},
  );
}

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
      return job.deleted ? "deleted" : `done for ${sayCredits(job.price)}`;
    case "canceled":
      return "canceled, nothing charged";
    case "failed":
    case "lost":
      return `no video, nothing charged. ${explainFailure(job.errorCode).happened}`;
  }
}
