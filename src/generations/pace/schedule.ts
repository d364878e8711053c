import { type Duration, durationOf, type Learned, survival } from "./durations.ts";

/** What is known of a task under way. All seconds count from when it was submitted. */
export interface Timing {
  /** Seconds the task was expected to take when it was submitted: the gateway's word, else the catalogue's. */
  estimate: number;
  /** Seconds since it was submitted. */
  elapsed: number;
  /** 0 to 100, as the gateway last said it; 0 says nothing. */
  progress: number;
  /** Seconds at which `progress` was first read at this value; `elapsed` when absent. */
  progressAt?: number | undefined;
  /** How long this model's tasks really take, when something has been learned. */
  learned?: Learned | undefined;
}

/** What a second of delay is worth, in reads. It sets how the two are traded: see bench/schedule.ts. */
const READS_A_SECOND = 2.35;
/** With callbacks a read only finds the lost one, so they are spaced about eight times as wide. */
const CALLBACK_RELIEF = 64;
/** A task refused for its content fails within seconds, long before any finishes: one read looks for that. */
const EARLY_SHARE = 1 / 12;
const EARLY_AT_MOST_SECONDS = 15;

/** How far the gateway's pace may change over the rest of a task, as a deviation of ln(total). */
const PACE_WOBBLE = 0.12;
/** A round number is probably one of a few steps, so that the task is somewhere between it and the next. In percent. */
const STEPS = [25, 10, 5];
/** What an extrapolation is off by even at the very end. */
const LEAST_ERROR = 0.02;
/** The odds against a progress that agrees with what is usual being a progress at all. */
const DOUBT = 0.03;

const MINUTE = 60_000;
const HALVINGS = 40;

/**
 * Milliseconds until the next read of a task that was still running at its last one.
 *
 * A read costs, and so does a finished video that nobody has seen. So the next read comes when the delay to be
 * expected from not having looked, ∫ P(already done at t) dt, is worth one read: late at first, dense where most
 * tasks end, right behind the time that a steady progress promises, and wider again for a task that is stuck.
 */
export function pollDelay(timing: Timing & { callbacks: boolean }): number {
  const { estimate, elapsed, callbacks } = timing;
  const { shortest, longest } = bounds(estimate, callbacks);
  const early = Math.min(estimate * EARLY_SHARE, EARLY_AT_MOST_SECONDS) - elapsed;
  if (!callbacks && early >= shortest) return Math.round(1000 * early);

  const worth = callbacks ? READS_A_SECOND / CALLBACK_RELIEF : READS_A_SECOND;
  const running = outlook(timing);
  const now = running(elapsed);
  const step = shortest / 2;
  let wait = 0;
  let cost = 0;
  while (cost < 1 && wait < longest) {
    const added = worth * step * (1 - running(elapsed + wait + step / 2) / now);
    wait += added > 1 - cost ? (step * (1 - cost)) / added : step;
    cost += added;
  }
  return Math.round(1000 * clamp(wait, shortest, longest));
}

/** Milliseconds after submission at which a task counts as one that never ends: 30 minutes, or ten times its estimate. */
export function deadline(estimate: number): number {
  return clamp(10_000 * estimate, 30 * MINUTE, Number.POSITIVE_INFINITY);
}

/** Seconds until the task is probably done: as many such tasks take longer as shorter. Never 0, never negative. */
export function secondsLeft(timing: Timing): number {
  const { elapsed } = timing;
  const running = outlook(timing);
  const half = running(elapsed) / 2;
  let least = 0;
  let most = durationOf(timing.estimate, timing.learned).median;
  while (running(elapsed + most) > half) most *= 2;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (least + most) / 2;
    if (running(elapsed + middle) > half) least = middle;
    else most = middle;
  }
  return most;
}

/**
 * How full to draw the bar, 0 to 0.99: what the gateway said, or what the time says if that is more. It never goes
 * back while time and progress go on, moves between reads, and slows instead of arriving before the video does.
 */
export function shownProgress({
  estimate,
  elapsed,
  progress,
}: Pick<Timing, "estimate" | "elapsed" | "progress">): number {
  const share = Math.max(0, elapsed) / durationOf(estimate).median;
  const byTime = share / Math.cbrt(1 + share ** 3);
  return Math.max(0, Math.min(0.99, Math.max(byTime, progress / 100)));
}

/** Seconds between two reads. A task of a few seconds (a sandbox with its time compressed) is read as much oftener. */
function bounds(estimate: number, callbacks: boolean): { shortest: number; longest: number } {
  const longest = callbacks ? clamp(estimate * 1.5, 2, 300) : clamp(estimate * 0.6, 2, 120);
  return { shortest: clamp(estimate / 60, 0.25, 1), longest };
}

function clamp(value: number, least: number, most: number): number {
  return value > least ? Math.min(value, most) : least;
}

/**
 * The chance that the task still runs at a given second: as is usual, or as its progress says, each with the weight
 * it deserves (in proportion to each other, so only ratios mean something). A progress that tells nothing costs
 * little: once the time that it promised has passed, what is usual has all the weight.
 */
function outlook(timing: Timing): (seconds: number) => number {
  const { estimate, elapsed, progress, progressAt = elapsed, learned } = timing;
  const usual = durationOf(estimate, learned);
  if (progress <= 0 || progressAt <= 0) return (seconds) => survival(usual, seconds);
  const { duration, trust } = extrapolate(usual, Math.min(progress, 99), progressAt);
  // Both are of a task that was still running when the progress was read.
  const usually = (1 - trust) / survival(usual, progressAt);
  const promised = trust / Math.max(survival(duration, progressAt), Number.EPSILON);
  return (seconds) => usually * survival(usual, seconds) + promised * survival(duration, seconds);
}

/** When a task that had come to `progress` at `at` seconds ends if it goes on at its pace, and how far that is to be trusted. */
function extrapolate(usual: Duration, progress: number, at: number): { duration: Duration; trust: number } {
  const step = STEPS.find((size) => progress % size === 0) ?? 1;
  const middle = Math.min(99, progress + (step - 1) / 2);
  const median = at / (middle / 100);
  // The progress is known to within its step, and the pace may change over what is left.
  const error = Math.hypot(step / 2 / middle, PACE_WOBBLE * (1 - middle / 100), LEAST_ERROR);
  const surprise = Math.log(median / usual.median) / Math.hypot(usual.sigma, error);
  const trust = 1 / (1 + DOUBT * Math.exp(surprise ** 2 / 2));
  // Two measurements of one thing, each weighted by its precision.
  const known = usual.sigma ** -2;
  const seen = error ** -2;
  const mean = (known * Math.log(usual.median) + seen * Math.log(median)) / (known + seen);
  return { duration: { median: Math.exp(mean), sigma: (known + seen) ** -0.5 }, trust };
}
