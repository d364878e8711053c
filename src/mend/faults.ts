import { estimateOf } from "../generations/pace/estimate.ts";
import type { EndingLate } from "../generations/run/late.ts";
import { STATES } from "../generations/states/state-table.ts";
import { isFinished, UNFINISHED } from "../generations/states/states.ts";
import type { Db, GenerationRow, GenerationState, HoldRow } from "../store/tables.ts";

/** Something in the store that should not be there, and that does not pass by itself. */
export type Fault =
  /** A job that should have ended at `deadline` (milliseconds since 1970). */
  | { is: "late job"; row: GenerationRow; deadline: number }
  /** Credits that are held for a job that has ended as `state`, or that is not there. */
  | { is: "held for nothing"; hold: HoldRow; state: GenerationState | undefined }
  /** A member's account that has seen a time which has not come: their allowance stays that period's until then. */
  | { is: "account ahead"; workspace: string; member: string; seen: number }
  /** The same of a workspace, whose budget is counted by it. */
  | { is: "workspace ahead"; workspace: string; seen: number };

/** How long after its deadline a job is left to the running bot, which tries for half an hour and more. */
const LEFT_TO_THE_BOT_MS = 2 * 3_600_000;
/** A finished video that can't be shown in its channel is given so long. */
const UNSHOWN_AT_MOST_MS = 8 * 24 * 3_600_000;
/** Clocks of machines that talk to each other differ by less. */
const AHEAD_MS = 3_600_000;

const WORKSPACE_LOCK = "workspace ";

/** Looks through the store without changing it. */
export async function findFaults({ db, model, clock }: Pick<EndingLate, "db" | "model" | "clock">): Promise<Fault[]> {
  const now = clock.now();
  return [...(await lateJobs(db, { model, clock })), ...(await heldForNothing(db)), ...(await ahead(db, now))];
}

async function lateJobs(db: Db, late: Pick<EndingLate, "model" | "clock">): Promise<Fault[]> {
  const now = late.clock.now();
  const rows = await db
    .selectFrom("generations")
    .selectAll()
    .where("state", "in", UNFINISHED)
    .where("lease_until", "<=", now)
    .orderBy("id")
    .execute();
  return rows.flatMap((row): Fault[] => {
    // A kept video has no deadline in the table: only the tries to show it are counted there.
    const deadline = STATES[row.state].deadline.at(row, estimateOf(late, row)) || row.created_at + UNSHOWN_AT_MOST_MS;
    return now > deadline + LEFT_TO_THE_BOT_MS ? [{ is: "late job", row, deadline }] : [];
  });
}

async function heldForNothing(db: Db): Promise<Fault[]> {
  const holds = await db
    .selectFrom("holds")
    .leftJoin("generations", "generations.id", "holds.generation")
    .selectAll("holds")
    .select("generations.state as job")
    .where("holds.state", "=", "held")
    .orderBy("holds.id")
    .execute();
  return holds.flatMap(({ job, ...hold }): Fault[] => {
    if (job !== null && job !== "rendered" && !isFinished(job)) return [];
    return [{ is: "held for nothing", hold, state: job ?? undefined }];
  });
}

async function ahead(db: Db, now: number): Promise<Fault[]> {
  const accounts = await db
    .selectFrom("accounts")
    .select(["workspace", "member", "touched_at"])
    .where("touched_at", ">", now + AHEAD_MS)
    .execute();
  const locks = await db
    .selectFrom("locks")
    .select(["name", "touched_at"])
    .where("name", "like", `${WORKSPACE_LOCK}%`)
    .where("touched_at", ">", now + AHEAD_MS)
    .execute();
  return [
    ...accounts.map(({ touched_at: seen, ...owner }): Fault => ({ is: "account ahead", ...owner, seen })),
    ...locks.map(({ name, touched_at: seen }): Fault => {
      return { is: "workspace ahead", workspace: name.slice(WORKSPACE_LOCK.length), seen };
    }),
  ];
}
