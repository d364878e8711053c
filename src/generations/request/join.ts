import { UserError } from "../../base/errors.ts";
import { newId } from "../../base/ids.ts";
import type { Actor, Place } from "../../chat/contract/invocation.ts";
import { lockAccount } from "../../credits/ledger.ts";
import { TooLarge } from "../../media/keep/errors.ts";
import type { Media } from "../../models/parts/model.ts";
import { judgeForgetting, judgeJobs, judgePlace } from "../../policy/judge.ts";
import { lockWorkspace } from "../../policy/lock.ts";
import { readPolicy } from "../../policy/store.ts";
import type { Db, GenerationRow } from "../../store/tables.ts";
import type { Deps } from "../deps.ts";
import { type JoinInput, joined } from "../show/joined.ts";
import { videoOf } from "../show/videos.ts";
import { UNFINISHED } from "../states/states.ts";
import { findBySource } from "./request.ts";
import { judgePost } from "./room.ts";

/** So many clips are a story; more of them would only be a long wait for whoever is next at the encoder. */
const MOST_CLIPS = 12;
/** As of a result from the gateway. */
const LARGEST_BYTES = 400_000_000;

export interface JoinRequest {
  actor: Actor;
  place: Place;
  sourceId: string;
  line: string;
}

/**
 * Begins a job that joins the finished videos of these jobs of the member, in their order; of an empty list, those of
 * the thread it is asked in, the oldest first. An admin may join anybody's. Throws UserError, CannotPost, TooManyJobs,
 * NotInThisChannel.
 */
export async function beginJoin(deps: Deps, ids: readonly string[], asked: JoinRequest): Promise<void> {
  const { actor, place, sourceId, line } = asked;
  if ((await findBySource(deps, asked)) !== undefined) return;
  await judgePost(deps, place);
  const owner = { workspace: place.workspace, member: actor.id };
  await deps.db.transaction().execute(async (tx) => {
    // The same locks in the same order as of a request that is paid for: jobs are counted under them, and a member is
    // forgotten under the account's.
    const latest = await lockWorkspace(tx, place.workspace, deps.clock.now());
    const { at: now } = await lockAccount(tx, owner, latest, actor.roles);
    if ((await findBySource({ db: tx }, asked)) !== undefined) return;
    await judgeForgetting(tx, owner);
    const policy = await readPolicy(tx, deps.quota, place.workspace);
    judgePlace(policy, place.channel);
    const input = inputOf(ids.length > 0 ? await listed(tx, ids, asked) : await ofThread(tx, asked));
    await judgeJobs(tx, policy, owner, UNFINISHED);
    await tx
      .insertInto("generations")
      .values({
        ...{ id: newId("g", now), platform: place.platform, ...owner, member_name: actor.name },
        ...{ channel: place.channel, thread: place.thread ?? null, upload_limit: place.uploadLimit ?? null },
        ...{ source_id: sourceId, line, model: joined.id, input: JSON.stringify(input), price: 0, state: "rendered" },
        ...{ fence: 0, lease_until: 0, due_at: now, tries: 0, progress: 0, created_at: now },
      })
      .execute();
  });
}

/** Throws UserError for fewer or more videos than can be joined. */
function inputOf(videos: readonly Clip[]): JoinInput {
  if (videos.length < 2) {
    throw new UserError(
      "Joining takes two videos or more: name them, as in /join g_… g_…, or join a thread that has them. /jobs lists yours.",
    );
  }
  if (videos.length > MOST_CLIPS) {
    throw new UserError(`That is too much for one video: it joins ${MOST_CLIPS} at most.`, { option: "jobs" });
  }
  const seconds = videos.reduce((sum, { video }) => sum + (video.seconds ?? 0), 0);
  return { jobs: videos.map(({ id }) => id), seconds };
}

interface Clip {
  id: string;
  video: Media;
}

/** The videos of the jobs, in the order of the list. */
async function listed(db: Db, ids: readonly string[], { actor, place }: JoinRequest): Promise<Clip[]> {
  const rows = await rowsOf(db, ids, place.workspace);
  return ids.map((id) => {
    const row = rows.get(id);
    if (!row || (row.member !== actor.id && !actor.admin)) {
      throw new UserError(`There is no job ${id} of yours. /jobs lists the ones there are.`, { option: "jobs" });
    }
    const video = videoOf(row);
    if (!video) throw new UserError(`${id} has no video here to be joined.`, { option: "jobs" });
    return { id, video };
  });
}

/** What was made in the thread, without what was joined there before. */
async function ofThread(db: Db, { actor, place }: JoinRequest): Promise<Clip[]> {
  if (place.thread === undefined) return [];
  const rows = await db
    .selectFrom("generations")
    .selectAll()
    .where("workspace", "=", place.workspace)
    .where("channel", "=", place.channel)
    .where("thread", "=", place.thread)
    .where("model", "<>", joined.id)
    .where("state", "=", "delivered")
    .$if(!actor.admin, (query) => query.where("member", "=", actor.id))
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.flatMap((row) => {
    const video = videoOf(row);
    return video ? [{ id: row.id, video }] : [];
  });
}

/** The clips as one video; nothing where that can't be. Throws what `Joiner` does, but TooLarge. */
export async function joinClips(deps: Deps, row: GenerationRow, signal: AbortSignal): Promise<Media | undefined> {
  const { jobs } = joined.schema.parse(JSON.parse(row.input));
  const rows = await rowsOf(deps.db, jobs, row.workspace);
  const paths: string[] = [];
  for (const id of jobs) {
    const clip = rows.get(id);
    const video = clip && videoOf(clip);
    if (!video || !(await deps.library.has(video.hash))) return undefined;
    paths.push(await deps.library.local(video.hash));
  }
  try {
    return await deps.joiner.join(paths, { name: "joined.mp4", limitBytes: LARGEST_BYTES, signal });
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    deps.log.warn({ generation: row.id, err: error }, "joined clips are too large to be kept");
    return undefined;
  }
}

async function rowsOf(db: Db, ids: readonly string[], workspace: string): Promise<ReadonlyMap<string, GenerationRow>> {
  const rows = await db
    .selectFrom("generations")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("id", "in", ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
