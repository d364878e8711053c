/** A job that waits for a slot. */
export interface Waiting {
  /** Whose it is, over all workspaces. */
  owner: string;
}

/**
 * The order in which waiting jobs get their slots: each free slot goes to the member who has had least, and of that
 * member's jobs to the oldest. Pure.
 *
 * @param waiting oldest first
 * @param had how many jobs each member has had lately, those under way included
 */
export function queueOrder<Job extends Waiting>(waiting: readonly Job[], had: ReadonlyMap<string, number>): Job[] {
  // The n-th waiting job of a member is served when the member has had `had + n`; equals go by age.
  const counts = new Map(had);
  return waiting
    .map((job, age) => {
      const turn = counts.get(job.owner) ?? 0;
      counts.set(job.owner, turn + 1);
      return { job, turn, age };
    })
    .sort((a, b) => a.turn - b.turn || a.age - b.age)
    .map(({ job }) => job);
}
