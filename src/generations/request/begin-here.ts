import { UserError } from "../../base/errors.ts";
import { newId } from "../../base/ids.ts";
import { lockAccount } from "../../credits/ledger.ts";
import type { Quota } from "../../credits/quota.ts";
import { ZERO } from "../../credits/units.ts";
import { judgeForgetting, judgeJobs, judgePlace } from "../../policy/judge.ts";
import { lockWorkspace } from "../../policy/lock.ts";
import { readPolicy } from "../../policy/store.ts";
import type { Db } from "../../store/tables.ts";
import { sentences } from "../../text/sentences.ts";
import { videoOf } from "../files/videos.ts";
import { type Clip, type LocalMaker, MADE_HERE } from "../makers/local.ts";
import type { Basics } from "../states/basics.ts";
import { UNFINISHED } from "../states/states.ts";
import { findJob, jobsFor, userOf } from "../states/whose.ts";
import { type Asking, findBySource } from "./generation-request.ts";
import { insertJob } from "./insert-job.ts";
import { judgePost, type RoomLeft } from "./room.ts";

const words = sentences("make-here", {
  noJob: "You have no job {job}. See yours with /jobs.",
  noVideo: "{job} has no video any more. Leave it out.",
});

/** What it takes to begin a job that Reelay does by itself. */
export interface BeginningHere extends Pick<Basics, "db" | "clock">, RoomLeft {
  /** What members may do where admins have not said otherwise. */
  quota: Quota;
}

/**
 * Begins a job that makes a video of the finished videos of these jobs, in their order; of an empty list, of those of
 * the thread it is asked in, the oldest first. Each has to be the member's to use. Throws UserError,
 * TooManyJobs, NotInThisChannel.
 */
export async function beginHere(
  { db, clock, quota, ...left }: BeginningHere,
  maker: LocalMaker,
  ids: readonly string[],
  asked: Asking,
): Promise<void> {
  const { actor, place } = asked;
  if ((await findBySource(db, asked)) !== undefined) return;
  await judgePost(left, place);
  const owner = { workspace: place.workspace, member: actor.id };
  await db.transaction().execute(async (tx) => {
    // The same locks in the same order as of a request that is paid for: jobs are counted under them, and a member is
    // forgotten under the account's.
    const latest = await lockWorkspace(tx, place.workspace, clock.now());
    const { at: now } = await lockAccount(tx, owner, latest, actor.roles);
    if ((await findBySource(tx, asked)) !== undefined) return;
    await judgeForgetting(tx, owner);
    const policy = await readPolicy(tx, quota, place.workspace);
    judgePlace(policy, place.channel);
    const input = maker.inputOf(await clipsFor(tx, maker, ids, asked));
    await judgeJobs(tx, policy, owner, UNFINISHED);
    await insertJob(tx, asked, { id: newId("g", now), model: maker.id, input, price: ZERO, state: "rendered", now });
  });
}

/** As many as the maker takes. Throws UserError. */
async function clipsFor(
  db: Db,
  { takes: { least, most, tooFew, tooMany } }: LocalMaker,
  ids: readonly string[],
  asked: Asking,
): Promise<Clip[]> {
  if (ids.length > most) throw new UserError(tooMany, { option: "jobs" });
  const clips = ids.length > 0 ? await listed(db, ids, asked) : await ofThread(db, asked);
  if (clips.length < least) throw new UserError(tooFew);
  if (clips.length > most) throw new UserError(tooMany, { option: "jobs" });
  return clips;
}

/** The videos of the jobs, in the order of the list. */
async function listed(db: Db, ids: readonly string[], asked: Asking): Promise<Clip[]> {
  const clips: Clip[] = [];
  for (const id of ids) {
    const found = await findJob(db, userOf(asked), id);
    if (!found || !("row" in found)) {
      throw new UserError(words.noJob({ job: id }), { option: "jobs" });
    }
    const video = videoOf(found.row);
    if (!video) throw new UserError(words.noVideo({ job: id }), { option: "jobs" });
    clips.push({ job: id, video });
  }
  return clips;
}

/** What a gateway has made in the thread: what was made here was made of that. */
async function ofThread(db: Db, asked: Asking): Promise<Clip[]> {
  const { channel, thread } = asked.place;
  if (thread === undefined) return [];
  const rows = await jobsFor(db, userOf(asked))
    .selectAll()
    .where("channel", "=", channel)
    .where("thread", "=", thread)
    .where("model", "not like", MADE_HERE)
    .where("state", "=", "delivered")
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.flatMap((row) => {
    const video = videoOf(row);
    return video ? [{ job: row.id, video }] : [];
  });
}
