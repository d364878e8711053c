import { UserError } from "../../base/errors.ts";
import { plural, sayMegabytes } from "../../base/words.ts";
import { type Cheaper, InsufficientCredits } from "../../credits/ledger.ts";
import { PriceTooHigh, TooManyJobs } from "../../credits/quota.ts";
import { formatCredits, sayCredits, type Units, units, ZERO } from "../../credits/units.ts";
import type { GenerationView } from "../../generations/show/view.ts";
import { StillWaits } from "../../policy/refusals.ts";
import { inEnglish } from "../../text/render.ts";
import { paragraphs, spaced, type Text } from "../../text/text.ts";
import type { Command } from "../command/command.ts";
import { resultButtonsOf } from "../command/result-button.ts";
import type { Button, Card, CardVideo } from "../contract/card.ts";
import { explainFailure } from "./failures.ts";
import { sayPolicy } from "./policy-words.ts";
import { sayDay, sayWait, shorten } from "./say.ts";

/** A prompt is shown so long at most; the whole of it stays in the job. */
const PROMPT_SHOWN = 400;
/** A choice that a chat suggests is so long at most. */
const CHOICE_SHOWN = 100;

/** What every card of a generation says quietly while the sandbox answers. */
const SANDBOX_NOTE = "Sandbox: a trial picture, not a real generation. Set EVOLINK_API_KEY for real ones.";

/** What all cards of generations have to know. */
export interface CardSettings {
  /** The sandbox answers: every card says so. */
  sandbox: boolean;
  /** What they offer under a finished video becomes its buttons. */
  commands: readonly Command[];
}

/** The announcement of a generation, in whatever state it is. */
export function generationCard(view: GenerationView, { sandbox, commands }: CardSettings): Card {
  const footer = sandbox ? { footer: SANDBOX_NOTE } : {};
  const text = shorten(view.prompt, PROMPT_SHOWN);
  const about = { audience: "channel" as const, ...(text === "" ? {} : { text }), ...footer };
  switch (view.state) {
    case "queued":
    case "submitting":
    case "running":
    case "unknown":
      return { ...about, tone: "busy", ...busy(view) };
    case "rendered":
      return { ...about, tone: "busy", ...bringing(view), fields: costs(view) };
    case "delivered":
      return { ...about, ...done(view, commands) };
    case "canceled":
      return {
        ...about,
        tone: "info",
        title: `${view.model}: canceled`,
        fields: refunded(view),
        buttons: [editButton(view, "Edit and send again")],
      };
    case "failed":
    case "lost": {
      const { happened, advice } = explainFailure(view);
      return {
        ...about,
        tone: "bad",
        title: view.makes === "element" ? `@${view.elementName}: not made` : `${view.model}: no video this time`,
        text: [`${happened} ${advice}`, text].filter(Boolean).join("\n\n"),
        fields: refunded(view),
        buttons: [editButton(view, "Edit and try again")],
      };
    }
  }
}

function busy(view: GenerationView): Pick<Card, "title" | "progress" | "fields" | "buttons"> {
  const left = view.secondsLeft === undefined ? "" : `, ${sayWait(view.secondsLeft)}`;
  const fields = costs(view);
  if (view.state === "queued") {
    const cancel: Button = { label: "Cancel", does: "run", line: `jobs cancel:${view.id}`, tone: "danger" };
    if (view.queuePlace === undefined) return { ...handingOver(view), buttons: [cancel] };
    return {
      title: `${view.model}: in the queue`,
      ...bar(0, `place ${view.queuePlace} in the queue${left}`),
      fields,
      buttons: [cancel],
    };
  }
  if (view.state === "running") {
    const wait = view.secondsLeft === undefined ? "" : `${sayWait(view.secondsLeft)} left`;
    const title = view.makes === "element" ? `@${view.elementName}: being made` : `${view.model}: making the video`;
    return { title, ...bar(view.progress, wait || "under way"), fields };
  }
  return handingOver(view);
}

/** It is made, and not yet in the channel. */
function bringing(view: GenerationView): Pick<Card, "title" | "progress"> {
  if (view.makes === "element") return { title: `@${view.elementName}: joining the cast`, ...bar(1, "made") };
  if (view.video !== undefined) {
    return { title: `${view.model}: making it fit this channel`, ...bar(1, sayMegabytes(view.video.bytes)) };
  }
  if (view.madeHere) return { title: `${view.model}: ${view.madeHere.doing}`, ...bar(1, view.details) };
  return { title: `${view.model}: fetching the video`, ...bar(1, sayFetching(view.fetchSeconds)) };
}

/** How long there is hope for a video that is being fetched. */
export function sayFetching(seconds: number | undefined): string {
  return seconds === undefined ? "made" : `made; it can be fetched for ${sayWait(seconds)} more`;
}

function handingOver(view: GenerationView): Pick<Card, "title" | "progress" | "fields"> {
  return { title: `${view.model}: handing over`, ...bar(0, "being sent to the model"), fields: costs(view) };
}

function done(
  view: GenerationView,
  commands: readonly Command[],
): Pick<Card, "tone" | "title" | "fields" | "video" | "stays" | "buttons"> & { text?: string } {
  const fields = costs(view);
  if (view.deleted) return { tone: "info", title: `${view.model}: deleted`, fields };
  if (view.makes === "element") {
    const name = `@${view.elementName}`;
    return { tone: "done", title: `${name} is in the cast`, text: `Write ${name} in any prompt.`, fields };
  }
  const buttons = resultButtonsOf(commands, view).map((button) => ({ ...button, label: inEnglish(button.label) }));
  const title = `${view.model}: done`;
  if (view.letGo) {
    const text = withWords(view, "Reelay no longer keeps this video.");
    return { tone: "done", title, text, stays: fileNameOf(view), fields, buttons };
  }
  return { tone: "done", title, ...smaller(view), fields, ...videoOf(view), buttons };
}

/** What the channel can't show of the video, where that is so. */
function smaller(view: GenerationView): { text?: string } {
  const { video, original, facts } = view;
  if (!video || !original) return {};
  const whole = facts.shareable ? " Share gives a link to the whole." : "";
  const sentence = `Made smaller to fit this channel: ${sayMegabytes(video.bytes)} of ${sayMegabytes(original.bytes)}.${whole}`;
  return { text: withWords(view, sentence) };
}

function withWords({ prompt }: GenerationView, sentence: string): string {
  return [shorten(prompt, PROMPT_SHOWN), sentence].filter(Boolean).join("\n\n");
}

function bar(fraction: number, label: string): Pick<Card, "progress"> {
  return { progress: { fraction, label } };
}

function costs(view: GenerationView): NonNullable<Card["fields"]> {
  const about = { name: view.makes === "element" ? "Character" : "Video", value: view.details };
  // What Reelay makes by itself costs nothing, and has no receipt.
  if (view.price === ZERO) return [about, { name: "For", value: view.memberName }];
  const paid = view.charged === undefined ? `${sayCredits(view.price)} held` : sayCredits(view.charged);
  return [
    about,
    { name: view.charged === undefined ? "Price" : "Charged", value: paid },
    { name: "Left", value: sayCredits(view.available) },
    { name: "For", value: view.memberName },
    ...(view.charged === undefined ? [] : [receipt(view, view.charged)]),
  ];
}

/** What became of the hold, and what the video service set aside for it, where it said so. */
function receipt({ price, reserved }: GenerationView, charged: Units): { name: string; value: string } {
  const back = units(price - charged);
  const there = reserved === undefined ? "" : `, ${formatCredits(reserved)} reserved by the service`;
  const value = `${formatCredits(price)} held, ${formatCredits(charged)} charged, ${formatCredits(back)} given back${there}`;
  return { name: "Receipt", value };
}

function refunded(view: GenerationView): NonNullable<Card["fields"]> {
  if (view.price === ZERO) return costs(view);
  return [
    { name: "Charged", value: "nothing" },
    { name: "Given back", value: sayCredits(view.price) },
    { name: "Left", value: sayCredits(view.available) },
    { name: "For", value: view.memberName },
    receipt(view, ZERO),
  ];
}

function editButton(view: GenerationView, label: string): Button {
  return { label, does: "edit", line: view.line, job: view.id, tone: "primary" };
}

function videoOf(view: GenerationView): { video?: CardVideo } {
  const { video, videoLink: link, place } = view;
  if (video === undefined) return {};
  const { hash, bytes, width, height, seconds = 0 } = video;
  const limit = place.uploadLimit === undefined ? {} : { limitBytes: place.uploadLimit };
  const about = { hash, name: fileNameOf(view), bytes, width, height, seconds };
  return { video: { ...about, ...(link ? { link } : {}), ...limit } };
}

/** The name under which a finished video is saved; `jobOfFile` reads it. */
function fileNameOf({ id }: Pick<GenerationView, "id">): string {
  return `reelay-${id}.mp4`;
}

/** The job whose finished video has that file name; undefined for any other file. */
export function jobOfFile(name: string): string | undefined {
  return /^reelay-(g_[0-9a-z]{19})\.mp4$/.exec(name)?.[1];
}

/** The line that notifies a member of the end of a job. */
export function sayEnd(view: GenerationView): string {
  if (view.state !== "delivered") {
    const what = view.makes === "element" ? `@${view.elementName}` : "your video";
    return `${what} could not be made, and nothing was charged.`;
  }
  return view.makes === "element" ? `@${view.elementName} is in the cast.` : "your video is ready.";
}

/** That a job is under way, for its member alone, because the bot can't say so where it was asked for. It won't be edited. */
export function asideCard(view: GenerationView, settings: CardSettings): Card {
  const { progress: _, ...card } = generationCard(view, settings);
  const why = "I can't post where you asked for this, so I'll send it to you here when it's done.";
  return { ...card, audience: "member", text: [why, card.text].filter(Boolean).join("\n\n") };
}

/** How a job ended, for a member who could not be shown it in the channel. */
export function lateCard(view: GenerationView, settings: CardSettings): Card {
  const card = generationCard(view, settings);
  const why = "The message in the channel is gone, or I can't post there, so here it is.";
  return { ...card, audience: "member", text: [why, card.text].filter(Boolean).join("\n\n") };
}

/** A job as one line to choose from: “Kling 3.0, done: a paper boat”. At most 100 characters (Discord's limit). */
export function sayJob(job: GenerationView): { value: string; label: string } {
  const how = job.state === "delivered" ? "done" : job.state;
  return { value: job.id, label: shorten(`${job.model}, ${how}: ${job.prompt.replaceAll("\n", " ")}`, CHOICE_SHOWN) };
}

/**
 * What a member reads when a request was refused before anything was held: the sentence of a UserError or of the
 * ledger and the quota. Nothing for an error that is not theirs to mend.
 */
export function sayRefusal(error: unknown): Text | undefined {
  if (error instanceof UserError) return error.text;
  if (error instanceof InsufficientCredits) {
    const { price, available, renewsAt, timeZone, cheaper } = error;
    return `This costs ${sayCredits(price)}; you have ${sayCredits(available)} left. Your allowance renews on ${sayDay(renewsAt, timeZone)}.${sayCheaper(cheaper)}`;
  }
  if (error instanceof TooManyJobs) {
    if (error.of === "workspace") {
      return `${plural(error.running, "job")} of all members together are under way, and ${error.limit} at once is the limit here. Send it again when one has finished.`;
    }
    return `You have ${plural(error.running, "job")} under way, and ${error.limit} at once is the limit here. Send it again when one has finished, or cancel one that waits with /jobs.`;
  }
  if (error instanceof PriceTooHigh) {
    const { price, limit, cheaper } = error;
    return `This costs ${sayCredits(price)}; one job may cost at most ${sayCredits(limit)} here.${sayCheaper(cheaper)}`;
  }
  if (error instanceof StillWaits) return sayStillWaits(error);
  return sayPolicy(error);
}

/** What an admin reads who approved what can't begin now; the sentences for its member would speak of the wrong one. */
function sayStillWaits({ memberName, reason }: StillWaits): Text | undefined {
  const own = reason instanceof TooManyJobs && reason.of === "member";
  const why = own ? `${memberName} has as many jobs under way as one member may.` : sayRefusal(reason);
  return why === undefined ? undefined : spaced(why, `${memberName}'s request goes on waiting.`);
}

function sayCheaper(cheaper: Cheaper | undefined): string {
  return cheaper ? ` Try it as ${cheaper.details}, for ${sayCredits(cheaper.price)}.` : "";
}

/** The card for what went wrong with a command; `line` gives the member back what they typed. */
export function refusalCard(sentence: Text, line: string): Card<Text> {
  return {
    tone: "bad",
    audience: "member",
    title: "That didn't go through",
    text: paragraphs(sentence, "Nothing was charged."),
    buttons: [{ label: "Edit and send again", does: "edit", line, tone: "primary" }],
  };
}
