/** How a task goes, settled when it is created. */
export interface Course {
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Milliseconds from then to its end. */
  takes: number;
  /** How it ends; `never` stays processing for ever. */
  outcome: "completed" | "failed" | "never";
}

export interface Standing {
  status: "pending" | "processing" | "completed" | "failed";
  /** 0 to 100. */
  progress: number;
}

/** The part of a task that is spent waiting for a machine, and the longest such wait in milliseconds. */
const PENDING_SHARE = 0.05;
const PENDING_AT_MOST = 2_000;

/** Where a task stands: pending briefly, then progress that follows the time, then its end. */
export function standingAt(course: Course, now: number): Standing {
  const elapsed = now - course.createdAt;
  const wait = Math.min(course.takes * PENDING_SHARE, PENDING_AT_MOST);
  if (elapsed < wait) return { status: "pending", progress: 0 };
  if (elapsed >= course.takes && course.outcome !== "never") return { status: course.outcome, progress: 100 };
  const progress = Math.floor(((elapsed - wait) / (course.takes - wait)) * 100);
  return { status: "processing", progress: Math.min(progress, 99) };
}

/** Two tasks alike do not take equally long: the standard deviation of the logarithm. */
const SIGMA = 0.08;

/** Milliseconds that a task will take: about `usual` seconds, compressed by `speed`. `random` gives 0 to 1. */
export function drawLength(usual: number, speed: number, random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(1, Math.round(((usual * 1000) / speed) * Math.exp(SIGMA * normal)));
}
