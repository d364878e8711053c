import { messageOf } from "../base/errors.ts";
import { plural } from "../base/words.ts";
import { type Belief, CannotTry } from "../chat/cards/beliefs.ts";
import { type TrialStep, trialCard } from "../chat/cards/trial.ts";
import type { CardVideo } from "../chat/contract/card.ts";
import { type Chat, MessageGone, type MessageRef } from "../chat/contract/chat.ts";
import type { Place } from "../chat/contract/invocation.ts";
import type { Finding } from "./finding.ts";

/** What a chat has to say of a step of the trial, read back from the platform. */
export interface Look {
  /** What members see, as a sentence; undefined where the step's own words are enough. */
  seen?: string;
  /** What is wrong though no row speaks of it. */
  wrong?: string;
  beliefs: readonly Belief[];
}

/** Reads back what Reelay has posted, past the adapter that posted it, and deletes it. */
export interface Witness {
  /** Where a trial in that channel goes. Throws CannotTry. */
  place(channel: string): Promise<Place>;
  /** Whether a posting of the same key gives the message that is there, and the row that says so. */
  readonly onceByKey?: string;
  /** What the message shows after a step. */
  look(message: MessageRef, after: Exclude<TrialStep, "ended">): Promise<Look>;
  /** Deletes the message and all that came with it. Throws when something of it is still there. */
  remove(message: MessageRef): Promise<Look>;
}

export interface Trial {
  chat: Chat;
  witness: Witness;
  /** The platform's own id of it. */
  channel: string;
  video: CardVideo;
  /** No two trials have the same. */
  key: string;
  /** The operator has enough: what is posted is deleted, and no more is begun. */
  stop: AbortSignal;
}

const STEPS = [
  ["announced", "trial: announced", "A card is in the channel."],
  ["moved", "trial: progress", "Its progress is edited."],
  ["delivered", "trial: video", "The clip is delivered."],
  ["edited", "trial: edited again", "The card is edited once more, without a new upload."],
] as const satisfies readonly (readonly [TrialStep, string, string])[];

/**
 * Goes once through what a job goes through, in a real channel and at no cost, and compares what the platform does with
 * what docs/platforms.md says. Whatever happens, it deletes what it has posted.
 */
export async function* tryChannel(trial: Trial): AsyncGenerator<Finding> {
  const { chat, witness, key, video, stop } = trial;
  const posted = new Set<MessageRef>();
  const beliefs: Belief[] = [];
  let place: Place | undefined;
  try {
    place = await witness.place(trial.channel);
    const message = await chat.post(place, { key, again: false }, trialCard("announced"));
    posted.add(message);
    if (witness.onceByKey !== undefined && !stop.aborted) {
      const again = await chat.post(place, { key, again: false }, trialCard("announced"));
      posted.add(again);
      beliefs.push({ row: witness.onceByKey, holds: again === message, saw: "the same posting made a second message" });
    }
    for (const [step, about, says] of STEPS) {
      if (stop.aborted) break;
      if (step !== "announced") await chat.edit(message, trialCard(step, video));
      const { seen, wrong, beliefs: more } = await witness.look(message, step);
      beliefs.push(...more);
      yield wrong === undefined
        ? { about, is: "fine", says: seen === undefined ? says : `${says} ${seen}` }
        : { about, is: "wrong", says: wrong };
      // What isn't seen can't be seen to stay.
      if (wrong !== undefined) break;
    }
    if (stop.aborted) yield { about: "trial", is: "wrong", says: "Stopped before its end, as you asked." };
  } catch (error) {
    yield { about: "trial", is: "wrong", says: sayFailure(error) };
    if (place && posted.size === 0 && mayHavePosted(error)) yield* find(chat, place, key, posted);
  } finally {
    yield* remove(witness, posted, beliefs);
  }
  yield* differing(beliefs);
}

/** What was refused isn't there; of anything else nobody knows. */
function mayHavePosted(error: unknown): boolean {
  return !(error instanceof CannotTry || error instanceof MessageGone);
}

/** Finds the message whose answer was lost, to delete it; where there is none, that posts one, which is deleted too. */
async function* find(chat: Chat, place: Place, key: string, posted: Set<MessageRef>): AsyncGenerator<Finding> {
  try {
    posted.add(await chat.post(place, { key, again: true }, trialCard("ended")));
  } catch (error) {
    const says = `Its card may be in the channel: look, and delete it by hand (${messageOf(error)}).`;
    yield { about: "trial: deleted", is: "wrong", says };
  }
}

async function* remove(witness: Witness, posted: ReadonlySet<MessageRef>, beliefs: Belief[]): AsyncGenerator<Finding> {
  const about = "trial: deleted";
  for (const message of posted) {
    try {
      const { seen, beliefs: more } = await witness.remove(message);
      beliefs.push(...more);
      yield { about, is: "fine", says: seen ?? "All that the trial posted is deleted." };
    } catch (error) {
      yield { about, is: "wrong", says: `Something is left in the channel, delete it by hand: ${messageOf(error)}.` };
    }
  }
}

function* differing(beliefs: readonly Belief[]): Generator<Finding> {
  const about = "trial: beliefs";
  const broken = new Map(beliefs.flatMap(({ row, holds, saw }) => (holds ? [] : [[row, saw]])));
  for (const [row, saw] of broken) {
    yield {
      about,
      is: "wrong",
      says: `${row} of docs/platforms.md doesn't hold here: ${saw}. That is no mistake of yours: please report it.`,
    };
  }
  const kept = new Set(beliefs.flatMap(({ row }) => (broken.has(row) ? [] : [row])));
  if (kept.size > 0) {
    yield {
      about,
      is: "fine",
      says: `${plural(kept.size, "row")} of docs/platforms.md hold here: ${[...kept].toSorted().join(", ")}.`,
    };
  }
}

function sayFailure(error: unknown): string {
  if (error instanceof CannotTry) return error.message;
  const why = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (error instanceof MessageGone) return `The platform doesn't let the bot do this there: ${messageOf(why)}.`;
  return `It failed on the way: ${messageOf(error)}.`;
}
