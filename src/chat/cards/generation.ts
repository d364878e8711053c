import { shorten, shortName, shownName } from "../../base/words.ts";
import { bareCredits, bareWorth, type Units, units, worth, ZERO } from "../../credits/units.ts";
import type { GenerationView } from "../../generations/show/view.ts";
import { labels } from "../../text/en/labels.ts";
import { inMegabytes, roughly } from "../../text/measures.ts";
import { paragraphs, spaced, type Text } from "../../text/text.ts";
import type { Command } from "../command/command.ts";
import { resultButtonsOf } from "../command/result-button.ts";
import type { Button, Card, CardVideo } from "../contract/card.ts";
import { explainFailure } from "./failures.ts";
import { words } from "./generation.words.ts";
import { fileNameOf } from "./result-file.ts";

/** A prompt is shown so long at most; the whole of it stays in the job. */
const PROMPT_SHOWN = 400;

/** What all cards of generations have to know. */
export interface CardSettings {
  /** The sandbox answers: every card says so. */
  sandbox: boolean;
  /** What they offer under a finished video becomes its buttons. */
  commands: readonly Command[];
}

type Part<Name extends keyof Card> = Pick<Card<Text>, Name>;
type Fields = NonNullable<Card<Text>["fields"]>;

/** The announcement of a generation, in whatever state it is. */
export function generationCard(view: GenerationView, { sandbox, commands }: CardSettings): Card<Text> {
  const footer = sandbox ? { footer: words.sandbox } : {};
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
        title: words.canceled({ model: view.model }),
        fields: refunded(view),
        buttons: [editButton(view, labels.editAndSend)],
      };
    case "failed":
    case "lost": {
      const { happened, advice } = explainFailure(view);
      return {
        ...about,
        tone: "bad",
        title: titled(view, words.failed, words.notMade),
        text: paragraphs(spaced(happened, advice), text),
        fields: refunded(view),
        buttons: [editButton(view, labels.editAndTry)],
      };
    }
  }
}

/** The title of a video's job, or of a character's. */
function titled(
  { makes, model, elementName = "" }: GenerationView,
  video: (params: { model: Text }) => Text,
  character: (params: { name: Text }) => Text,
): Text {
  return makes === "element" ? character({ name: shownName(elementName) }) : video({ model });
}

function busy(view: GenerationView): Part<"title" | "progress" | "fields" | "buttons"> {
  const wait = view.secondsLeft === undefined ? undefined : roughly(view.secondsLeft);
  const fields = costs(view);
  if (view.state === "queued") {
    const cancel = { label: labels.cancel, does: "run", line: `jobs cancel:${view.id}`, tone: "danger" } as const;
    const { queuePlace: place } = view;
    if (place === undefined) return { ...handingOver(view), buttons: [cancel] };
    const label = wait === undefined ? words.place({ place }) : words.placeFor({ place, wait });
    return { title: words.queued({ model: view.model }), ...bar(0, label), fields, buttons: [cancel] };
  }
  if (view.state === "running") {
    const title = titled(view, words.making, words.makingCharacter);
    return { title, ...bar(view.progress, wait === undefined ? words.underWay : words.left({ wait })), fields };
  }
  return handingOver(view);
}

/** It is made, and not yet in the channel. */
function bringing(view: GenerationView): Part<"title" | "progress"> {
  const { makes, model, video, madeHere, details } = view;
  if (makes === "element") return { title: titled(view, words.done, words.joiningCast), ...bar(1, words.made) };
  if (video !== undefined) return { title: words.fitting({ model }), ...bar(1, inMegabytes(video.bytes)) };
  if (madeHere) return { title: words.here({ model, doing: madeHere.doing }), ...bar(1, details) };
  return { title: words.fetching({ model }), ...bar(1, sayFetching(view.fetchSeconds)) };
}

/** How long there is hope for a video that is being fetched. */
export function sayFetching(seconds: number | undefined): Text {
  return seconds === undefined ? words.made : words.fetchable({ wait: roughly(seconds) });
}

function handingOver(view: GenerationView): Part<"title" | "progress" | "fields"> {
  return { title: words.handingOver({ model: view.model }), ...bar(0, words.beingSent), fields: costs(view) };
}

function done(
  view: GenerationView,
  commands: readonly Command[],
): Part<"tone" | "title" | "fields" | "video" | "stays" | "buttons"> & { text?: Text } {
  const fields = costs(view);
  if (view.deleted) return { tone: "info", title: words.deleted({ model: view.model }), fields };
  if (view.makes === "element") {
    const name = view.elementName ?? "";
    const text = words.useIt({ name: shortName(name) });
    return { tone: "done", title: words.inCast({ name: shownName(name) }), text, fields };
  }
  const buttons = resultButtonsOf(commands, view);
  const title = words.done({ model: view.model });
  if (view.letGo) {
    return { tone: "done", title, text: withPrompt(view, words.letGo), stays: fileNameOf(view), fields, buttons };
  }
  return { tone: "done", title, ...smaller(view), fields, ...videoOf(view), buttons };
}

/** What the channel can't show of the video, where that is so. */
function smaller(view: GenerationView): { text?: Text } {
  const { video, original, facts } = view;
  if (!video || !original) return {};
  const sizes = words.smaller({ size: inMegabytes(video.bytes), original: inMegabytes(original.bytes) });
  return { text: withPrompt(view, spaced(sizes, facts.shareable && words.shareWhole)) };
}

function withPrompt({ prompt }: GenerationView, sentence: Text): Text {
  return paragraphs(shorten(prompt, PROMPT_SHOWN), sentence);
}

function bar(fraction: number, label: Text): Part<"progress"> {
  return { progress: { fraction, label } };
}

function costs(view: GenerationView): Fields {
  const { makes, details, price, charged, available, memberName } = view;
  const about = { name: makes === "element" ? words.character : words.video, value: details };
  const forMember = { name: labels.forMember, value: memberName };
  // What Reelay makes by itself costs nothing, and has no receipt.
  if (price === ZERO) return [about, forMember];
  const left = { name: labels.left, value: worth(available) };
  if (charged === undefined) {
    return [about, { name: labels.price, value: words.held({ price: worth(price) }) }, left, forMember];
  }
  return [about, { name: labels.charged, value: worth(charged) }, left, forMember, receipt(view, charged)];
}

/** What became of the hold, and what the video service set aside for it, where it said so. */
function receipt({ price, reserved }: GenerationView, charged: Units): Fields[number] {
  const back = units(price - charged);
  const sums = { held: bareCredits(price), charged: bareWorth(charged), back: bareCredits(back) };
  const value =
    reserved === undefined
      ? words.accounts(sums)
      : words.accountsOfService({ ...sums, reserved: bareCredits(reserved) });
  return { name: words.receipt, value };
}

function refunded(view: GenerationView): Fields {
  if (view.price === ZERO) return costs(view);
  return [
    { name: labels.charged, value: labels.nothing },
    { name: labels.givenBack, value: worth(view.price) },
    { name: labels.left, value: worth(view.available) },
    { name: labels.forMember, value: view.memberName },
    receipt(view, ZERO),
  ];
}

function editButton(view: GenerationView, label: Text): Button<Text> {
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

/** The line that notifies a member of the end of a job; it stands after their name. */
export function sayEnd(view: GenerationView): Text {
  const { makes, elementName = "" } = view;
  const name = shownName(elementName);
  if (view.state === "delivered") return makes === "element" ? words.characterReady({ name }) : words.ready;
  return makes === "element" ? words.characterLost({ name }) : words.lost;
}

/** That a job is under way, for its member alone, because the bot can't say so where it was asked for. It won't be edited. */
export function asideCard(view: GenerationView, settings: CardSettings): Card<Text> {
  const { progress: _, ...card } = generationCard(view, settings);
  return { ...card, audience: "member", text: paragraphs(words.aside, card.text) };
}

/** How a job ended, for a member who could not be shown it in the channel. */
export function lateCard(view: GenerationView, settings: CardSettings): Card<Text> {
  const card = generationCard(view, settings);
  return { ...card, audience: "member", text: paragraphs(words.late, card.text) };
}

/** A job as one line to choose from: “Kling 3.0, done: a paper boat”. */
export function sayJob({ id, model, state, prompt }: GenerationView): { value: string; label: Text } {
  const how = state === "submitting" || state === "unknown" ? "other" : state === "lost" ? "failed" : state;
  const label = words.choice({ model, state: how, prompt: prompt.replaceAll("\n", " ") });
  return { value: id, label };
}
