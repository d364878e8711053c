import { type Learned, learn, NOTHING_LEARNED } from "../src/generations/pace/durations.ts";
import { pollDelay } from "../src/generations/pace/schedule.ts";

/** What one kind of polling costs on one kind of task. */
export interface Row {
  schedule: string;
  tasks: string;
  /** Reads a finished task, the one that sees it finished included. */
  reads: number;
  /** Mean seconds between "completed upstream" and "seen". */
  delay: number;
}

/** Seconds: a 5 s poll then needs 38 reads at a mean delay of 2.5 s. */
const MEDIAN = 178;
const SIGMA = 0.35;

/** What a gateway says, in percent, when a share (0 to 1) of the task's time has passed. */
type Progress = (share: number) => number;

interface Scenario {
  tasks: string;
  progress: (random: () => number) => Progress;
  /** Seconds the schedule is told; MEDIAN when absent. */
  estimate?: number;
  callbacks?: boolean;
  learned?: Learned;
}

const silent = () => () => 0;

/** Whole percents at a pace that changes by up to 10 % five times a task, and never 100 before the end. */
function linear(random: () => number): Progress {
  const paces = Array.from({ length: 5 }, () => 0.9 + 0.2 * random());
  const whole = paces.reduce((sum, pace) => sum + pace, 0);
  return (share) => {
    const done = paces.reduce((sum, pace, i) => sum + pace * Math.max(0, Math.min(1, share * 5 - i)), 0);
    return Math.min(99, Math.floor((100 * done) / whole));
  };
}

/** Up to a quarter of the time passes in the gateway's own queue, then as `linear`. */
function afterQueue(random: () => number): Progress {
  const wait = 0.25 * random();
  const then = linear(random);
  return (share) => (share < wait ? 0 : then((share - wait) / (1 - wait)));
}

const steps = () => (share: number) => 25 * Math.floor(4 * share);
const milestones = () => (share: number) => (share < 0.05 ? 0 : share < 0.4 ? 10 : share < 0.8 ? 50 : 90);
const stuckAt = (percent: number) => () => () => percent;

function scenarios(random: () => number): Scenario[] {
  let learned = NOTHING_LEARNED;
  for (let i = 0; i < 50; i++) learned = learn(learned, { estimate: MEDIAN / 2, seconds: duration(random) });
  return [
    { tasks: "progress tells nothing", progress: silent },
    { tasks: "progress roughly linear", progress: linear },
    { tasks: "linear after a queue", progress: afterQueue },
    { tasks: "progress in quarters", progress: steps },
    { tasks: "progress 10, 50, 90", progress: milestones },
    { tasks: "progress always 50", progress: stuckAt(50) },
    { tasks: "progress always 99", progress: stuckAt(99) },
    { tasks: "nothing, estimate half", progress: silent, estimate: MEDIAN / 2 },
    { tasks: "same, 50 tasks learned", progress: silent, estimate: MEDIAN / 2, learned },
    { tasks: "nothing, estimate double", progress: silent, estimate: MEDIAN * 2 },
    { tasks: "linear, estimate double", progress: linear, estimate: MEDIAN * 2 },
    { tasks: "nothing, callbacks lost", progress: silent, callbacks: true },
  ];
}

/** Simulates `jobs` tasks a row, the same tasks for every row of one seed. */
export function run({ jobs = 10_000, seed = 1 } = {}): { rows: Row[] } {
  const fixed = simulate({ tasks: "any", progress: silent }, jobs, seed, () => 5000);
  const rows = scenarios(seeded(seed + 1)).map((scenario) => ({
    schedule: "ours",
    ...simulate(scenario, jobs, seed, (timing) => pollDelay(timing)),
  }));
  return { rows: [{ schedule: "every 5 s", ...fixed }, ...rows] };
}

function simulate(scenario: Scenario, jobs: number, seed: number, delayOf: typeof pollDelay): Omit<Row, "schedule"> {
  const random = seeded(seed);
  const wobble = seeded(seed + 2);
  const { estimate = MEDIAN, callbacks = false, learned } = scenario;
  let reads = 0;
  let delay = 0;
  for (let job = 0; job < jobs; job++) {
    const ends = duration(random);
    const progressOf = scenario.progress(wobble);
    const timing = { estimate, callbacks, learned, elapsed: 0, progress: 0, progressAt: 0 };
    while (timing.elapsed < ends) {
      timing.elapsed += delayOf(timing) / 1000;
      reads++;
      const progress = progressOf(Math.min(1, timing.elapsed / ends));
      if (progress !== timing.progress) Object.assign(timing, { progress, progressAt: timing.elapsed });
    }
    delay += timing.elapsed - ends;
  }
  return { tasks: scenario.tasks, reads: reads / jobs, delay: delay / jobs };
}

function duration(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return MEDIAN * Math.exp(SIGMA * normal);
}

/** A seeded generator of numbers from 0 to 1 (Marsaglia's xorshift), so that every run simulates the same tasks. */
function seeded(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

if (import.meta.main) {
  const { rows } = run();
  console.table(
    rows.map(({ schedule, tasks, reads, delay }) => ({
      schedule,
      tasks,
      "reads a task": Number(reads.toFixed(2)),
      "mean delay (s)": Number(delay.toFixed(2)),
    })),
  );
}
