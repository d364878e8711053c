import { UserError } from "../base/errors.ts";
import type { Actor, Place } from "../chat/contract/invocation.ts";
import { balances } from "../credits/statement.ts";
import type { Units } from "../credits/units.ts";
import type { Stills } from "../media/make/stills.ts";
import type { Media, Model } from "../models/parts/model.ts";
import { presentAllowance } from "../policy/allowance.ts";
import type { GenerationRow } from "../store/tables.ts";
import { pinVideo } from "./after/pin.ts";
import { removeVideo } from "./after/remove.ts";
import type { Deps } from "./deps.ts";
import { type Alternative, alternativesTo, askAgain, type Change } from "./request/again.ts";
import { askFirst, asksAbove, type ConfirmParts, confirmed, type Priced } from "./request/confirm.ts";
import type { Draft } from "./request/inputs.ts";
import type { Basket } from "./request/intake.ts";
import { beginJoin } from "./request/join.ts";
import { begin, findBySource, type GenerationRequest, NeedsApproval, prepare } from "./request/request.ts";
import { type Approval, putBeforeAdmins } from "./request/waiting.ts";
import { type CancelOutcome, cancelJob, type StopOutcome, stopJob } from "./run/stop.ts";
import { videoOf } from "./show/videos.ts";
import type { GenerationView } from "./show/view.ts";
import { lineOf, viewOf } from "./show/views.ts";
import { UNFINISHED } from "./states/states.ts";

export type { CancelOutcome, Draft };

/** A job in a member's list. */
export type JobSummary = GenerationView & {
  createdAt: number;
  /** Frames of its video side by side, where they have been taken. */
  strip: Media | undefined;
};

/**
 * What became of a request. Nothing when it has begun: the channel's announcement says the rest. Else nothing is held:
 * its price wants a yes first, or it waits for an admin.
 */
export type Asked = undefined | (Priced & { available: Units }) | { is: "waiting"; approval: Approval };

/** What a command can do with generations, for the member who typed it and the place it was typed in. */
export interface MemberGenerations {
  /**
   * Probes the media in the draft, lets the model and the policy judge it, prices it, and in one transaction holds the
   * credits and writes the job. Throws what `sayRefusal` can say; then nothing was held.
   */
  request(model: string, draft: Draft): Promise<Asked>;
  /** Says yes to a price that was shown, or to one of the cheaper choices beside it. Throws as `request`. */
  confirm(token: string, choice?: string): Promise<Asked>;
  /** All of the member's jobs that are under way, and the latest that have ended, each newest first. */
  jobs(): Promise<readonly JobSummary[]>;
  /** Cancels a job that is still waiting. Of all that follow, each throws UserError for a job that isn't the member's. */
  cancel(id: string): Promise<CancelOutcome>;
  /** Asks for the same once more, with a change. */
  again(id: string, change: Change): Promise<Asked>;
  /** The other models that could make the same, cheapest first. */
  alternatives(id: string): Promise<readonly Alternative[]>;
  /** The line that asks for the same, its files by the names under which they are kept. */
  line(id: string): Promise<string>;
  /** A job with the pictures that stand for its video; none where there is no encoder, or no video. */
  look(id: string): Promise<{ job: JobSummary; stills: Stills | undefined }>;
  /** Lets a finished job's video stay whatever its age, or no longer. */
  pin(id: string, pinned: boolean): Promise<void>;
  /** Begins a job that joins videos, as `beginJoin`. Throws what that does. */
  join(ids: readonly string[]): Promise<void>;
  /** Deletes a finished job's video and shows so in its announcement, as `removeVideo`. */
  remove(id: string): Promise<{ stays: boolean }>;
  /** Ends any job of the workspace as far as that can be; only for admins. */
  stop(id: string): Promise<StopOutcome>;
}

/** Fewer only where fewer there are; more where more are under way. */
const JOBS_LISTED = 10;

export function generationsFor(
  deps: Deps & {
    wake(): void;
    /** The draft with the cast's characters in it and the member's own defaults. Throws UserError. */
    complete(model: Model, draft: Draft): Promise<Draft>;
  } & ConfirmParts,
  asker: { actor: Actor; place: Place; sourceId: string; line: string },
): MemberGenerations {
  const { actor, place } = asker;
  const ask = async (
    asked: Pick<GenerationRequest, "model" | "draft" | "line"> & { sourceId?: string },
    sure: "asks first" | "sure" = "asks first",
  ): Promise<Asked> => {
    const whole = { ...asker, ...asked };
    if ((await findBySource(deps, whole)) !== undefined) return undefined;
    const basket = deps.intake.open({ workspace: place.workspace, member: actor.id });
    try {
      return await askWith(basket, whole, sure);
    } finally {
      await basket.settle();
    }
  };
  const askWith = async (
    basket: Basket,
    whole: Omit<GenerationRequest, "also" | "approved">,
    sure: "asks first" | "sure",
  ): Promise<Asked> => {
    const prepared = await prepare(deps, whole, basket);
    const above = sure === "sure" ? undefined : await asksAbove(deps, place.workspace);
    if (above !== undefined && prepared.price > above) {
      const owner = { workspace: place.workspace, member: actor.id };
      const allowance = await presentAllowance(deps.db, deps.quota, owner, deps.clock.now(), actor.roles);
      const { available } = await balances(deps.db, owner, allowance);
      const priced = await askFirst(deps, whole, prepared);
      basket.keep();
      return { ...priced, available };
    }
    try {
      await begin(deps, whole, prepared);
    } catch (error) {
      if (!(error instanceof NeedsApproval)) throw error;
      const approval = await putBeforeAdmins(deps, whole, prepared, error.why);
      return approval && { is: "waiting", approval };
    }
    deps.wake();
    return undefined;
  };
  return {
    request: async (model, draft) =>
      ask({ model, draft: await deps.complete(deps.model(model), draft), line: asker.line }),
    confirm: async (token, choice) => ask(await confirmed(deps, asker, token, choice), "sure"),
    jobs: async () => {
      const own = deps.db
        .selectFrom("generations")
        .selectAll()
        .where("workspace", "=", place.workspace)
        .where("member", "=", actor.id)
        .orderBy("created_at", "desc")
        .orderBy("id", "desc");
      const open = await own.where("state", "in", UNFINISHED).execute();
      const room = Math.max(0, JOBS_LISTED - open.length);
      const ended = room > 0 ? await own.where("state", "not in", UNFINISHED).limit(room).execute() : [];
      return Promise.all([...open, ...ended].map((row) => summaryOf(deps, row)));
    },
    look: async (id) => {
      const row = await find(deps, id, asker);
      const video = videoOf(row);
      const stills = video && (await deps.stills?.of(video));
      await bring(deps, stills);
      return { job: await summaryOf(deps, row), stills };
    },
    pin: async (id, pinned) => pinVideo(deps, await find(deps, id, asker), pinned),
    join: async (ids) => {
      await beginJoin(deps, ids, asker);
      deps.wake();
    },
    cancel: async (id) => {
      const outcome = await cancelJob(deps, await find(deps, id, asker), actor);
      deps.wake();
      return outcome;
    },
    again: async (id, change) => {
      const row = await find(deps, id, asker);
      const changed = Object.entries(change).filter((entry): entry is [string, string] => entry[1] !== undefined);
      return ask({ ...askAgain(deps, row, change), line: deps.changeLine(row.line, Object.fromEntries(changed)) });
    },
    alternatives: async (id) => alternativesTo(deps, await find(deps, id, asker)),
    line: async (id) => {
      const row = await find(deps, id, asker);
      return lineOf(row, JSON.parse(row.input));
    },
    remove: async (id) => {
      const removed = await removeVideo(deps, await find(deps, id, asker), actor);
      deps.wake();
      return removed;
    },
    stop: async (id) => {
      const outcome = await stopJob(deps, await find(deps, id, asker), actor);
      deps.wake();
      return outcome;
    },
  };
}

async function summaryOf(deps: Deps, row: GenerationRow): Promise<JobSummary> {
  const video = videoOf(row);
  const stills = video && (await deps.stills?.known(video));
  await bring(deps, stills);
  return { ...(await viewOf(deps, row)), createdAt: row.created_at, strip: stills?.strip };
}

/** A chat sends pictures from their files, which a bucket's may have to be brought for. */
async function bring({ library }: Deps, stills: Stills | undefined): Promise<void> {
  for (const { hash } of stills ? [stills.preview, stills.strip] : []) await library.local(hash);
}

/** A job of the member's, or for an admin any in the workspace. */
async function find({ db }: Deps, id: string, asker: { actor: Actor; place: Place }): Promise<GenerationRow> {
  const { actor, place } = asker;
  const row = await db
    .selectFrom("generations")
    .selectAll()
    .where("id", "=", id)
    .where("workspace", "=", place.workspace)
    .executeTakeFirst();
  if (row && (row.member === actor.id || actor.admin)) return row;
  throw new UserError(
    row
      ? `That is ${row.member_name}'s job; only they and admins can do that.`
      : "There is no such job. /jobs lists yours.",
  );
}
