import { sql } from "kysely";
import { type Period, periodAt } from "../../credits/period.ts";
import type { Owner } from "../../credits/pots.ts";
import type { Quota } from "../../credits/quota.ts";
import { readPolicy } from "../../policy/store.ts";
import type { Db, GenerationRow } from "../../store/tables.ts";
import type { Basics } from "../states/basics.ts";
import { isFinished, UNFINISHED } from "../states/states.ts";

/**
 * Where a page of a member's jobs begins: after a job that another page ended with, as `PageOf` names it. Jobs that come
 * in between move nothing.
 */
export interface PageAt {
  /** What comes after it in the list: the older ones. */
  before?: string | undefined;
  /** What comes before it. */
  after?: string | undefined;
}

/** A page, and by what the next ones are asked for, where there are such. */
export interface PageOf<Job> {
  jobs: readonly Job[];
  /** For `after`. */
  newer: string | undefined;
  /** For `before`. */
  older: string | undefined;
}

/** How many of a member's jobs there are, without a look at all of them. */
export interface JobCounts {
  /** At the gateway, or being brought from there. */
  running: number;
  waiting: number;
  /** Those with a result, asked for in the present period of the workspace; no more than `MOST_COUNTED` are counted. */
  done: number;
  /** There are more than those. */
  more: boolean;
  period: Period;
}

/** Fits into a message of every chat; a member may have more than that under way. */
export const JOBS_ON_PAGE = 10;

/** A thousand would be a thousand rows to read for each look at the list. */
export const MOST_COUNTED = 100;

/** After the id of a job that was under way on its page, which it may not be any more: `g_….open`. */
const OPEN = ".open";

/** The list's two parts, in their order: what is under way, whatever its age, and what has ended; each the newest first. */
const PARTS = ["open", "ended"] as const;

/** A place in the list. */
interface Spot extends Pick<GenerationRow, "id" | "created_at"> {
  part: (typeof PARTS)[number];
}

/** A page of a member's jobs; the first one unless `at` says another. Undefined where that names no job of theirs. */
export async function pageOf(db: Db, owner: Owner, at: PageAt): Promise<PageOf<GenerationRow> | undefined> {
  const { before, after } = at;
  const name = before ?? after;
  const spot = name === undefined ? undefined : await spotOf(db, owner, name);
  if (name !== undefined && spot === undefined) return undefined;
  if (spot && before === undefined) {
    const rows = await walk(db, owner, spot, "newer");
    // Fewer than a page: the first one has them, and more.
    if (rows.length <= JOBS_ON_PAGE) return pageOf(db, owner, {});
    const shown = rows.slice(0, JOBS_ON_PAGE).reverse();
    return { jobs: shown, newer: nameOf(shown.at(0)), older: nameOf(shown.at(-1)) };
  }
  const rows = await walk(db, owner, spot, "older");
  const shown = rows.slice(0, JOBS_ON_PAGE);
  return {
    jobs: shown,
    newer: spot && (nameOf(shown.at(0)) ?? name),
    older: rows.length > shown.length ? nameOf(shown.at(-1)) : undefined,
  };
}

/** Counts a member's jobs. */
export async function countsOf(
  { db, clock, quota }: Pick<Basics, "db" | "clock"> & { quota: Quota },
  { workspace, member }: Owner,
): Promise<JobCounts> {
  const { period, timeZone } = await readPolicy(db, quota, workspace);
  const { startsAt } = periodAt(period, clock.now(), timeZone);
  const own = db.selectFrom("generations").where("workspace", "=", workspace).where("member", "=", member);
  const open = await own
    .select((eb) => ["state" as const, eb.fn.countAll().as("jobs")])
    .where("state", "in", UNFINISHED)
    .groupBy("state")
    .execute();
  const done = await own
    .select("state")
    .where("state", "=", "delivered")
    .where("created_at", ">=", startsAt)
    .limit(MOST_COUNTED + 1)
    .execute();
  const sum = (waits: boolean) =>
    open.reduce((all, { state, jobs }) => ((state === "queued") === waits ? all + Number(jobs) : all), 0);
  return {
    running: sum(false),
    waiting: sum(true),
    done: Math.min(done.length, MOST_COUNTED),
    more: done.length > MOST_COUNTED,
    period,
  };
}

/** What lies beyond a spot (from the list's beginning where there is none), in the order of the way, one more than a page. */
async function walk(db: Db, owner: Owner, from: Spot | undefined, way: "older" | "newer"): Promise<GenerationRow[]> {
  const parts = way === "older" ? PARTS : PARTS.toReversed();
  const rows: GenerationRow[] = [];
  for (const part of parts.slice(from ? parts.indexOf(from.part) : 0)) {
    const room = JOBS_ON_PAGE + 1 - rows.length;
    if (room === 0) break;
    rows.push(...(await rowsOf(db, owner, part, { beyond: from?.part === part ? from : undefined, way, room })));
  }
  return rows;
}

function rowsOf(
  db: Db,
  { workspace, member }: Owner,
  part: Spot["part"],
  { beyond, way, room }: { beyond: Spot | undefined; way: "older" | "newer"; room: number },
): Promise<GenerationRow[]> {
  const [order, next, from] = way === "older" ? (["desc", "<", "<="] as const) : (["asc", ">", ">="] as const);
  const own = db
    .selectFrom("generations")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("member", "=", member)
    .where("state", part === "open" ? "in" : "not in", UNFINISHED)
    // What is under way is few among many: it is found by its state, and then sorted. Without the plus SQLite takes the
    // index that is in the order already, and looks through all the others.
    .orderBy(part === "open" ? sql`+created_at` : "created_at", order)
    .orderBy("id", order)
    .limit(room);
  if (!beyond) return own.execute();
  return own
    .where("created_at", from, beyond.created_at)
    .where(({ eb, or }) => or([eb("created_at", next, beyond.created_at), eb("id", next, beyond.id)]))
    .execute();
}

async function spotOf(db: Db, { workspace, member }: Owner, name: string): Promise<Spot | undefined> {
  const open = name.endsWith(OPEN);
  const row = await db
    .selectFrom("generations")
    .select(["id", "created_at"])
    .where("id", "=", open ? name.slice(0, -OPEN.length) : name)
    .where("workspace", "=", workspace)
    .where("member", "=", member)
    .executeTakeFirst();
  return row && { ...row, part: open ? "open" : "ended" };
}

function nameOf(row: GenerationRow | undefined): string | undefined {
  return row && (isFinished(row.state) ? row.id : `${row.id}${OPEN}`);
}
