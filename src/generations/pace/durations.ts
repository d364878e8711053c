/**
 * How long a model's tasks take: log-normal around the estimate, a little wide before anything has been seen, and
 * then as this gateway really behaves.
 */

/**
 * What has been seen of one model: how many tasks, and the running mean and squared deviations (Welford) of
 * ln(seconds taken / seconds estimated). The ratio, not the seconds, so that a 3 s and a 15 s request of one model
 * teach each other.
 */
export interface Learned {
  readonly count: number;
  readonly mean: number;
  readonly m2: number;
}

/** Log-normal: half of the tasks are done by `median` (seconds), and `sigma` is the deviation of ln(seconds). */
export interface Duration {
  readonly median: number;
  readonly sigma: number;
}

export const NOTHING_LEARNED: Learned = { count: 0, mean: 0, m2: 0 };

/** The spread before anything has been seen. */
const PRIOR_SIGMA = 0.35;
/** As many tasks as the estimate and its spread are worth. */
const PRIOR_COUNT = 3;
/** Beyond this many tasks an old one fades as a new one comes: gateways change. */
const MEMORY = 200;
/** A task further from its estimate than this factor was stuck; it teaches no more than one at the factor. */
const OUTLIER_FACTOR = 6;
const SIGMA_BOUNDS = [0.12, 1] as const;
const SHORTEST_ESTIMATE_SECONDS = 0.2;

/** What is known after one more task that was estimated at `estimate` seconds has taken `seconds`. */
export function learn(learned: Learned, task: { estimate: number; seconds: number }): Learned {
  const limit = Math.log(OUTLIER_FACTOR);
  const ratio = Math.log(atLeast(SHORTEST_ESTIMATE_SECONDS, task.seconds) / usable(task.estimate));
  const seen = Math.max(-limit, Math.min(limit, ratio));
  const kept = Math.min(learned.count, MEMORY - 1);
  const faded = learned.count === 0 ? 0 : (learned.m2 * kept) / learned.count;
  const count = kept + 1;
  const mean = learned.mean + (seen - learned.mean) / count;
  return { count, mean, m2: faded + (seen - learned.mean) * (seen - mean) };
}

/** How long a task estimated at `estimate` seconds takes, as far as is known: the estimate itself before any was seen. */
export function durationOf(estimate: number, learned: Learned = NOTHING_LEARNED): Duration {
  const { count, mean, m2 } = learned;
  const total = PRIOR_COUNT + count;
  // The textbook update of a normal with unknown mean and variance; the last term is how far the estimate was off.
  const variance = (PRIOR_COUNT * PRIOR_SIGMA ** 2 + m2 + (PRIOR_COUNT * count * mean ** 2) / total) / total;
  const [narrowest, widest] = SIGMA_BOUNDS;
  return {
    median: usable(estimate) * Math.exp((count * mean) / total),
    sigma: Math.max(narrowest, Math.min(widest, Math.sqrt(variance))),
  };
}

/**
 * Where the log-normal ends, in deviations above the median. Beyond it a task is likelier stuck than slow, and the
 * chance a second keeps falling as 1/t instead of following a curve that nobody has measured out there.
 */
const TAIL_Z = 3;
const TAIL_SURVIVAL = upperTail(TAIL_Z);
const TAIL_HAZARD = bell(TAIL_Z) / TAIL_SURVIVAL;

/** The chance that a task is still running after `seconds`. */
export function survival(duration: Duration, seconds: number): number {
  const z = Math.log(seconds / duration.median) / duration.sigma;
  return z <= TAIL_Z ? upperTail(z) : TAIL_SURVIVAL * Math.exp(-TAIL_HAZARD * (z - TAIL_Z));
}

function bell(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** The normal distribution's upper tail, to 7.5e-8: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = 0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)));
  const tail = bell(z) * t * series;
  return z < 0 ? 1 - tail : tail;
}

/** An estimate comes from outside: zero, negative or not a number counts as very short. */
function usable(estimate: number): number {
  return atLeast(SHORTEST_ESTIMATE_SECONDS, estimate);
}

function atLeast(least: number, value: number): number {
  return value > least ? value : least;
}
