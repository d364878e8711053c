import type { Clock } from "../../base/clock.ts";
import type { Place } from "../../chat/contract/invocation.ts";
import type { Db } from "../../store/tables.ts";
import { waitingInOrder } from "./slots.ts";

/** What a job sees of all the others. Read from the store at most once a second, so that a crowd doesn't slow itself. */
export interface Crowd {
  /** The place in the queue, from 1, of a job that waits for a slot. */
  placeOf(id: string): Promise<number>;
  /** Jobs that wait or run, as many announcements as are being edited: in all, and around one of them. */
  jobs(place: Place): Promise<{ all: number; inChannel: number; inWorkspace: number }>;
}

const FRESH_MS = 1_000;

export function createCrowd({ db, clock }: { db: Db; clock: Clock }): Crowd {
  const places = fresh(clock, FRESH_MS, async () => {
    const order = await waitingInOrder(db, clock.now());
    return new Map(order.map(({ id }, index) => [id, index + 1]));
  });
  const jobs = fresh(clock, FRESH_MS, async () => {
    const rows = await db
      .selectFrom("generations")
      .select(["platform", "workspace", "channel", (eb) => eb.fn.countAll<number>().as("count")])
      .where("state", "in", ["queued", "running"])
      .groupBy(["platform", "workspace", "channel"])
      .execute();
    return rows.map((row) => ({ ...row, count: Number(row.count) }));
  });
  return {
    // One that came since the last look is behind all that were seen then.
    placeOf: async (id) => {
      const order = await places();
      return order.get(id) ?? order.size + 1;
    },
    jobs: async ({ platform, workspace, channel }) => {
      const groups = await jobs();
      const here = groups.filter((one) => one.platform === platform && one.workspace === workspace);
      return {
        all: total(groups),
        inChannel: total(here.filter((one) => one.channel === channel)),
        inWorkspace: total(here),
      };
    },
  };
}

function total(groups: readonly { count: number }[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

/** A value that is read again when it is older than so many milliseconds; who asks meanwhile shares the answer. */
export function fresh<T>(clock: Clock, everyMs: number, read: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (value === undefined || clock.now() >= until) {
      until = clock.now() + everyMs;
      value = read().catch((error: unknown) => {
        value = undefined;
        throw error;
      });
    }
    return value;
  };
}
