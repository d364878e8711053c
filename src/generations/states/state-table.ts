import type { GenerationRow, GenerationState } from "../../store/tables.ts";
import { deadline } from "../pace/schedule.ts";

const HOUR_MS = 3_600_000;

/** The gateway's link to a finished video lives 24 hours: https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-text-to-video */
export const LINK_LIVES_MS = 24 * HOUR_MS;
/** How long a job waits for its turn, and until its announcement is in the channel. */
export const WAITS_AT_MOST_MS = 12 * HOUR_MS;
export const UNANNOUNCED_AT_MOST_MS = HOUR_MS;

/** Who moves a job: a worker that holds its lease, the member it is for, an admin. */
export type Mover = "worker" | "member" | "admin";

interface Move {
  to: GenerationState;
  by: Mover;
  when: string;
}

interface State {
  means: string;
  /** What is with the member's credits meanwhile. */
  credits: "held" | "charged" | "given back";
  /** Whether it takes one of the gateway's slots. */
  slot: "none" | "once admitted" | "taken";
  /** What may follow; nothing after an end. */
  moves: readonly Move[];
  deadline: {
    says: string;
    /** When it passes, in milliseconds since 1970. `estimate`: the seconds that the task was expected to take. */
    at(row: GenerationRow, estimate: number): number;
  };
  /** What becomes of a row whose deadline has passed and whose step fails. */
  late: string;
}

/** How a finished job is told, which is all that is left to do for it. */
const TELLING = {
  moves: [],
  // What is failed is counted in tries alone: a message is shown anew long after the end, when its video is deleted.
  deadline: { says: "none but the tries, a day of them, until its end is shown and its member notified", at: () => 0 },
  late: "the member is told at their next command",
} as const;

/**
 * Every state of a job: what it means, who moves it where, and when it ends by itself. The engine goes by this table,
 * and `docs/states.md` is made from it. A deadline that has passed ends a row once its step has failed `LAST_TRIES`
 * times in a row, so that a process or a store that was away gives each job its chance; where a step goes well and
 * waits, as in the queue, the deadline itself is enough.
 */
export const STATES = {
  queued: {
    means: "waits for a slot at the gateway",
    credits: "held",
    slot: "once admitted",
    moves: [
      { to: "submitting", by: "worker", when: "it is admitted and its media can be read" },
      { to: "failed", by: "worker", when: "a file is gone, the gateway refuses a picture, or the deadline passes" },
      { to: "canceled", by: "member", when: "they cancel it" },
      { to: "canceled", by: "admin", when: "they stop it" },
    ],
    deadline: {
      says: "12 hours after it was asked for; 1 hour while it can't be announced",
      at: ({ created_at, message }) => created_at + (message === null ? UNANNOUNCED_AT_MOST_MS : WAITS_AT_MOST_MS),
    },
    late: "failed (`waited_too_long`, `not_announced`), the credits given back",
  },
  submitting: {
    means: "the POST may be under way; written before it is sent",
    credits: "held",
    slot: "taken",
    moves: [
      { to: "queued", by: "worker", when: "nothing can have been accepted, and the next try may do" },
      { to: "running", by: "worker", when: "the gateway has given the task's id" },
      { to: "failed", by: "worker", when: "the gateway refused it" },
      { to: "unknown", by: "worker", when: "the answer was lost, or the lease ended with the process" },
    ],
    deadline: {
      says: "the end of its worker's lease, a minute after that was last renewed",
      // Whoever finds a row in this state has taken it over: its worker's lease has ended.
      at: ({ admitted_at, created_at }) => admitted_at ?? created_at,
    },
    late: "unknown",
  },
  running: {
    means: "the task's id is known",
    credits: "held",
    slot: "taken",
    moves: [
      { to: "rendered", by: "worker", when: "the task is completed: the credits are captured" },
      { to: "failed", by: "worker", when: "the task failed, is not known any more, or the deadline passes" },
      { to: "failed", by: "admin", when: "they stop it" },
    ],
    deadline: {
      says: "30 minutes or ten times the estimate, whichever is more, after it was submitted",
      at: ({ submitted_at, created_at }, estimate) => (submitted_at ?? created_at) + deadline(estimate),
    },
    late: "failed (`generation_timeout`), the credits given back, the operator told",
  },
  rendered: {
    means: "the video is made and paid for, and on its way into the channel",
    credits: "charged",
    slot: "none",
    moves: [
      { to: "delivered", by: "worker", when: "the announcement shows it, or could not be edited for half an hour" },
      { to: "failed", by: "worker", when: "the video can't be had any more: the member gets a grant for it" },
    ],
    deadline: {
      says: "24 hours after it was made, when the gateway's link dies; once the video is kept, none but the tries; a week where it waits for the disk or the encoder",
      at: ({ video, element, result_until, created_at }) =>
        video !== null || element !== null ? 0 : (result_until ?? created_at + LINK_LIVES_MS),
    },
    late: "delivered where the video is kept, else failed (`result_lost`), with a grant of what the member paid",
  },
  unknown: {
    means: "the POST's answer was lost; a call of the gateway may still name the task",
    credits: "held",
    slot: "taken",
    moves: [
      { to: "running", by: "worker", when: "the task that was named is there" },
      { to: "lost", by: "worker", when: "the deadline passes" },
      { to: "lost", by: "admin", when: "they stop it" },
    ],
    deadline: {
      says: "30 minutes or ten times the estimate, whichever is more, after it was admitted; at once where no call can come",
      at: ({ admitted_at, created_at }, estimate) => (admitted_at ?? created_at) + deadline(estimate),
    },
    late: "lost, the credits given back, the operator told",
  },
  delivered: { means: "the result is in the channel", credits: "charged", slot: "none", ...TELLING },
  failed: { means: "it ended without a result", credits: "given back", slot: "none", ...TELLING },
  canceled: { means: "it was canceled before it was sent", credits: "given back", slot: "none", ...TELLING },
  lost: {
    means: "nobody knows what became of it; the gateway may have charged",
    credits: "given back",
    slot: "none",
    ...TELLING,
  },
} as const satisfies Record<GenerationState, State>;

/** All of them, in the order of the table. */
export const ALL_STATES = Object.keys(STATES) as readonly GenerationState[];

/** Failed tries in a row, about half an hour of them, after which a row past its deadline is given up. */
export const LAST_TRIES = 30;
/** About a day of failed tries, after which an end that can't be told in the chat is told at the next command. */
export const TELLING_TRIES = 1_450;

/** The state to which somebody may move a job out of this one; undefined when they may not. */
export function moveBy(by: Exclude<Mover, "worker">, from: GenerationState): GenerationState | undefined {
  const moves: readonly Move[] = STATES[from].moves;
  return moves.find((move) => move.by === by)?.to;
}
