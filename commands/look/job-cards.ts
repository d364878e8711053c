import { shorten } from "../../src/base/words.ts";
import { explainFailure } from "../../src/chat/cards/failures.ts";
import { sayFetching } from "../../src/chat/cards/generation.ts";
import { BUTTONS_IN_A_ROW } from "../../src/chat/cards/limits.ts";
import { type Button, type Card, type CardFile, privately } from "../../src/chat/contract/card.ts";
import { worth } from "../../src/credits/units.ts";
import type { Alternative } from "../../src/generations/request/again.ts";
import type { JobSummary } from "../../src/generations/service.ts";
import type { JobCounts, PageOf } from "../../src/generations/show/pages.ts";
import type { Stills } from "../../src/media/make/stills.ts";
import type { Media } from "../../src/models/parts/model.ts";
import { inMegabytes, quoted, roughly } from "../../src/text/measures.ts";
import { sentences } from "../../src/text/sentences.ts";
import { allOf, dotted, lines, paragraphs, type Text } from "../../src/text/text.ts";

/** Fits in one line of a chat. */
const PROMPT_SHOWN = 60;
/** Strips of frames below a list. */
const STRIPS = 3;

const words = sentences("command.jobs.cards", {
  noOtherTitle: "No other model",
  noOther: "No other model can make this one the way you asked for it.",
  whichTitle: "Which model?",
  other: "{model}: {price}",
  otherWithout: "{model}: {price}, without {lost}",
  title: "Your jobs",
  runningCount: "{running, number} running",
  waitingCount: "{waiting, number} waiting",
  doneCount:
    "{done, number}{more, select, yes {+} other {}} done {period, select, day {today} week {this week} month {this month} other {lately}}",
  newer: "Newer",
  older: "Older",
  noMore: "There are no older ones.",
  none: "Nothing yet. Send /video a paper boat on a river to make your first one.",
  line: "{id}: {model}, {details}: {status}",
  lineWithWords: "{id}: {model}, {details}, {prompt}: {status}",
  frames: "Frames of {id}",
  seconds: "Three seconds of {id}",
  lookTitle: "{model}: {details}",
  job: "Job",
  now: "Now",
  size: "Size",
  kept: "Kept",
  keptPinned: "pinned",
  keptAsOthers: "as long as the others here",
  pin: "Pin",
  unpin: "Unpin",
  cancel: "Cancel {id}",
  next: "next in the queue",
  place: "place {place, number} in the queue",
  sending: "being sent to the model",
  running: "{progress, number, percent}",
  runningFor: "{progress, number, percent}, {wait} left",
  finishing: "being finished",
  fetching: "fetching the video; {hope}",
  deleted: "deleted",
  done: "done for {price}{kept, select, gone {, no longer kept} pinned {, pinned} other {}}",
  canceled: "canceled, nothing charged",
  failed: "no {makes, select, element {character} other {video}}, nothing charged. {why}",
});

/** The models that can make a job again, a button each. */
export function chooseModel(id: string, alternatives: readonly Alternative[]): Card<Text> {
  if (alternatives.length === 0) return privately(words.noOtherTitle, words.noOther);
  const listed = alternatives.map(({ label: model, price, without }) =>
    without.length === 0
      ? words.other({ model, price: worth(price) })
      : words.otherWithout({ model, price: worth(price), lost: allOf(without) }),
  );
  return privately<Text>(words.whichTitle, lines(...listed), {
    buttons: alternatives.map(({ family, label }) => ({
      label,
      does: "run",
      line: `jobs again:${id} model:${family}`,
      tone: "primary",
    })),
  });
}

/** A page of the list, with what there is in all and the ways to the next pages. */
export function listJobs({ jobs, newer, older }: PageOf<JobSummary>, counts: JobCounts): Card<Text> {
  if (jobs.length === 0 && newer === undefined) return privately(words.title, words.none);
  const ways = [
    newer !== undefined && { label: words.newer, does: "run" as const, line: `jobs after:${newer}` },
    older !== undefined && { label: words.older, does: "run" as const, line: `jobs before:${older}` },
  ].filter((way) => way !== false);
  const cancels = jobs.filter(({ state }) => state === "queued").map(cancelButton);
  const buttons = [...cancels.slice(0, BUTTONS_IN_A_ROW - ways.length), ...ways];
  const files = jobs.flatMap(({ strip, id }) => (strip ? [pictureOf(strip, words.frames({ id }))] : []));
  const listed = jobs.length === 0 ? words.noMore : lines(...jobs.map(describe));
  return privately<Text>(words.title, paragraphs(sayCounts(counts), listed), {
    ...(buttons.length > 0 ? { buttons } : {}),
    ...(files.length > 0 ? { files: files.slice(0, STRIPS) } : {}),
  });
}

/** “2 running · 1 waiting · 34 done this month”, without what there is none of. */
function sayCounts({ running, waiting, done, more, period }: JobCounts): Text {
  return dotted(
    running > 0 && words.runningCount({ running }),
    waiting > 0 && words.waitingCount({ waiting }),
    words.doneCount({ done, more: more ? "yes" : "other", period }),
  );
}

/** A job by itself, its video as pictures: three seconds that move, and frames side by side. */
export function lookCard({ job, stills }: { job: JobSummary; stills: Stills | undefined }): Card<Text> {
  const { video, id, pinned } = job;
  const files = stills && [
    pictureOf(stills.preview, words.seconds({ id })),
    pictureOf(stills.strip, words.frames({ id })),
  ];
  const kept = video && { name: words.kept, value: pinned ? words.keptPinned : words.keptAsOthers };
  const size = video && { name: words.size, value: inMegabytes((job.original ?? video).bytes) };
  return privately<Text>(words.lookTitle({ model: job.model, details: job.details }), job.prompt, {
    fields: [{ name: words.job, value: id }, { name: words.now, value: status(job) }, size, kept].filter(
      (field) => field !== undefined,
    ),
    ...(files ? { files } : {}),
    ...(video ? { buttons: [pinned ? unpinButton(id) : pinButton(id)] } : {}),
  });
}

export function unpinButton(id: string): Button<Text> {
  return { label: words.unpin, does: "run", line: `jobs unpin:${id}` };
}

function pinButton(id: string): Button<Text> {
  return { label: words.pin, does: "run", line: `jobs pin:${id}` };
}

function cancelButton({ id }: JobSummary): Button<Text> {
  return { label: words.cancel({ id }), does: "run", line: `jobs cancel:${id}`, tone: "danger" };
}

function pictureOf({ hash, name, type, bytes }: Media, alt: Text): CardFile<Text> {
  return { hash, name, type, bytes, alt };
}

function describe(job: JobSummary): Text {
  const about = { id: job.id, model: job.model, details: job.details, status: status(job) };
  if (job.prompt === "") return words.line(about);
  return words.lineWithWords({ ...about, prompt: quoted(shorten(job.prompt.replaceAll("\n", " "), PROMPT_SHOWN)) });
}

function status(job: JobSummary): Text {
  const { queuePlace: place, progress: done, secondsLeft, fetchSeconds, letGo, pinned, price } = job;
  switch (job.state) {
    case "queued":
      return place === undefined ? words.next : words.place({ place });
    case "submitting":
    case "unknown":
      return words.sending;
    case "running": {
      const progress = Math.round(done * 100) / 100;
      return secondsLeft === undefined
        ? words.running({ progress })
        : words.runningFor({ progress, wait: roughly(secondsLeft) });
    }
    case "rendered":
      return fetchSeconds === undefined ? words.finishing : words.fetching({ hope: sayFetching(fetchSeconds) });
    case "delivered":
      if (job.deleted) return words.deleted;
      return words.done({ price: worth(price), kept: letGo ? "gone" : pinned ? "pinned" : "other" });
    case "canceled":
      return words.canceled;
    case "failed":
    case "lost":
      return words.failed({ makes: job.makes === "element" ? "element" : "other", why: explainFailure(job).happened });
  }
}
