import { sayMegabytes } from "../../src/base/words.ts";
import { askedCard } from "../../src/chat/cards/asked.ts";
import { explainFailure } from "../../src/chat/cards/failures.ts";
import { BUTTONS_IN_A_ROW } from "../../src/chat/cards/limits.ts";
import { sayFetching } from "../../src/chat/cards/messages.ts";
import { sayWait, shorten } from "../../src/chat/cards/say.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { oneAtATime, onlyWith } from "../../src/chat/command/one-at-a-time.ts";
import { choice, text } from "../../src/chat/command/options.ts";
import { type Button, type Card, type CardFile, privately } from "../../src/chat/contract/card.ts";
import { sayCredits } from "../../src/credits/units.ts";
import type { Alternative } from "../../src/generations/request/again.ts";
import type { CancelOutcome } from "../../src/generations/run/stop.ts";
import type { JobSummary } from "../../src/generations/service.ts";
import type { Stills } from "../../src/media/make/stills.ts";
import { familyAliases, familyNames } from "../../src/models/families.ts";
import type { Media } from "../../src/models/parts/model.ts";
import { QUALITIES } from "../../src/models/parts/parts.ts";

/** Fits in one line of a chat. */
const PROMPT_SHOWN = 60;
/** Strips of frames below a list. */
const STRIPS = 3;

const OUTCOMES: Readonly<Record<CancelOutcome, string>> = {
  canceled: "The credits that were held are yours again.",
  late: "Too late: the model has the job already and can't be stopped. The video will come.",
  finished: "That job has ended already; there is nothing to cancel.",
};

/** What is said where another job was made from the video. */
const STAYS =
  "The video is gone from the channel, and every link to it has ended. Its file stays in Reelay's store for now, because another job was made from it.";

/** Its buttons are lines of this command, so each works as long as its job is known. */
export default defineCommand({
  name: "jobs",
  description: "See your jobs; look at one, cancel, repeat, keep or delete it",
  results: [
    {
      label: "Again",
      group: "repeat",
      tone: "primary",
      when: ({ facts }) => facts.repeatable,
      line: ({ id }) => `jobs again:${id}`,
    },
    { label: "Edit prompt", group: "change", does: "edit", line: ({ line }) => line },
    {
      label: "Another model",
      group: "change",
      when: ({ facts }) => facts.family !== undefined,
      line: ({ id }) => `jobs models:${id}`,
    },
    {
      label: "In 1080p",
      group: "change",
      when: ({ facts }) => facts.repeatable && facts.quality === "720p",
      line: ({ id }) => `jobs again:${id} quality:1080p`,
    },
    { label: "Delete", group: "remove", tone: "danger", line: ({ id }) => `jobs delete:${id}` },
  ],
  options: {
    cancel: text("Cancel the job of this id, while it waits", { completes: "job" }),
    again: text("Make the job of this id once more", { completes: "job" }),
    model: choice("With again: by this model instead", familyNames, { aliases: familyAliases }),
    quality: choice("With again: at this quality", QUALITIES),
    models: text("See which other models can make the job of this id, and for how much", { completes: "job" }),
    show: text("See the job of this id, with pictures out of its video", { completes: "job" }),
    pin: text("Keep the video of the job of this id, whatever its age", { completes: "job" }),
    unpin: text("Keep it no longer than others", { completes: "job" }),
    delete: text("Delete the video of the job of this id", { completes: "job" }),
  },
  run: async ({ options, generations }): Promise<Card | undefined> => {
    const { model, quality, ...others } = options;
    oneAtATime(others);
    const { cancel, again, models, show, pin, unpin, delete: remove } = others;
    if (again === undefined) onlyWith("again", { model, quality });
    if (again !== undefined) return askedCard(await generations.again(again, { model, quality }));
    if (cancel !== undefined) {
      const outcome = await generations.cancel(cancel);
      return privately(outcome === "canceled" ? "Canceled" : "Not canceled", OUTCOMES[outcome]);
    }
    if (remove !== undefined) {
      const { stays } = await generations.remove(remove);
      return privately("Deleted", stays ? STAYS : "The video is gone from the channel and from Reelay's store.");
    }
    if (show !== undefined) return lookCard(await generations.look(show));
    if (pin !== undefined) {
      await generations.pin(pin, true);
      return privately("Pinned", "The video stays until you unpin or delete it.", { buttons: [unpinButton(pin)] });
    }
    if (unpin !== undefined) {
      await generations.pin(unpin, false);
      return privately("Not pinned", "The video is kept as long as others are here.");
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
  const files = jobs.flatMap((job) => (job.strip ? [pictureOf(job.strip, `Frames of ${job.id}`)] : []));
  return privately("Your jobs", jobs.map(describe).join("\n"), {
    ...(buttons.length > 0 ? { buttons: buttons.slice(0, BUTTONS_IN_A_ROW) } : {}),
    ...(files.length > 0 ? { files: files.slice(0, STRIPS) } : {}),
  });
}

/** A job by itself, its video as pictures: three seconds that move, and frames side by side. */
function lookCard({ job, stills }: { job: JobSummary; stills: Stills | undefined }): Card {
  const files = stills && [
    pictureOf(stills.preview, `Three seconds of ${job.id}`),
    pictureOf(stills.strip, `Frames of ${job.id}`),
  ];
  const { video, id, pinned } = job;
  const kept = video && { name: "Kept", value: pinned ? "pinned" : "as long as others here" };
  const size = video && { name: "Size", value: sayMegabytes((job.original ?? video).bytes) };
  return privately(`${job.model}: ${job.details}`, job.prompt, {
    fields: [{ name: "Job", value: id }, { name: "Now", value: status(job) }, size, kept].filter(
      (field) => field !== undefined,
    ),
    ...(files ? { files } : {}),
    ...(video ? { buttons: [pinned ? unpinButton(id) : pinButton(id)] } : {}),
  });
}

function pictureOf({ hash, name, type, bytes }: Media, alt: string): CardFile {
  return { hash, name, type, bytes, alt };
}

function pinButton(id: string): Button {
  return { label: "Pin", does: "run", line: `jobs pin:${id}` };
}

function unpinButton(id: string): Button {
  return { label: "Unpin", does: "run", line: `jobs unpin:${id}` };
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
      return job.fetchSeconds === undefined ? "being finished" : `fetching the video; ${sayFetching(job.fetchSeconds)}`;
    case "delivered":
      if (job.deleted) return "deleted";
      return `done for ${sayCredits(job.price)}${job.letGo ? ", no longer kept" : ""}${job.pinned ? ", pinned" : ""}`;
    case "canceled":
      return "canceled, nothing charged";
    case "failed":
    case "lost":
      return `no video, nothing charged. ${explainFailure(job).happened}`;
  }
}
