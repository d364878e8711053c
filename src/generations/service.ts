import { UserError } from "../base/errors.ts";
import type { Units } from "../credits/units.ts";
import type { MediaLibrary } from "../media/keep/library.ts";
import type { Stills, StillsMaker } from "../media/make/stills.ts";
import { models } from "../models/index.ts";
import type { Draft } from "../models/parts/draft.ts";
import type { Media, Model } from "../models/parts/model.ts";
import { allowsModel } from "../policy/judge.ts";
import { rightsOf } from "../policy/policy.ts";
import { readPolicy } from "../policy/store.ts";
import type { Db, GenerationRow } from "../store/tables.ts";
import { sentences } from "../text/sentences.ts";
import { pinVideo } from "./after/pin.ts";
import { type Removing, removeVideo } from "./after/remove.ts";
import { type AskingFor, ask, type Outcome } from "./ask.ts";
import { videoOf } from "./files/videos.ts";
import type { LocalMaker } from "./makers/local.ts";
import { type Alternative, alternativesTo, askAgain, type Change } from "./request/again.ts";
import { beginHere } from "./request/begin-here.ts";
import { confirmed } from "./request/confirm.ts";
import type { Asking } from "./request/generation-request.ts";
import { type CancelOutcome, cancelJob, type StopOutcome, stopJob } from "./run/stop.ts";
import { countsOf, type JobCounts, type PageAt, type PageOf, pageOf } from "./show/pages.ts";
import type { GenerationView } from "./show/view.ts";
import { availableTo, type Viewing, viewOf } from "./show/view-of.ts";
import { lineOf } from "./show/words.ts";
import type { Ending } from "./states/fail.ts";
import { findJob, userOf } from "./states/whose.ts";

const words = sentences("jobs-of", {
  noJob: "There's no such job. See yours with /jobs.",
  anothers: "That's {member}'s job; only they and admins can do that.",
});

/** A job in a member's list. */
export type JobSummary = GenerationView & {
  createdAt: number;
  /** Frames of its video side by side, where they have been taken. */
  strip: Media | undefined;
};

/** What a command can do with generations, for the member who typed it and the place it was typed in. */
export interface MemberGenerations {
  /**
   * Probes the media in the draft, lets the model and the policy judge it, prices it, and in one transaction holds the
   * credits and writes the job. Throws what `sayRefusal` can say; then nothing was held. `insteadOf` is the model that the
   * member would usually have had, where this one was chosen because it takes what they gave: it is said, and asked first
   * where it costs more.
   */
  request(model: string, draft: Draft, insteadOf?: string): Promise<Outcome>;
  /** The models that the member may ask for, with what each costs here: in 4k, too, where the operator has set a price. */
  models(): Promise<readonly Model[]>;
  /** Says yes to a price that was shown, or to one of the cheaper choices beside it. Throws as `request`. */
  confirm(token: string, choice?: string): Promise<Outcome>;
  /**
   * A page of the member's jobs: those under way first, whatever their age, then those that have ended, each newest
   * first. Throws UserError for a page that begins at no job of theirs.
   */
  jobs(at?: PageAt): Promise<PageOf<JobSummary>>;
  /** How many there are. */
  counts(): Promise<JobCounts>;
  /** Cancels a job that is still waiting. Of all that follow, each throws UserError for a job that isn't the member's. */
  cancel(id: string): Promise<CancelOutcome>;
  /** Asks for the same once more, with a change. */
  again(id: string, change: Change): Promise<Outcome>;
  /** The other models that could make the same, cheapest first. */
  alternatives(id: string): Promise<readonly Alternative[]>;
  /** The line that asks for the same, its files by the names under which they are kept. */
  line(id: string): Promise<string>;
  /** A job with the pictures that stand for its video; none where there is no encoder, or no video. */
  look(id: string): Promise<{ job: JobSummary; stills: Stills | undefined }>;
  /** Lets a finished job's video stay whatever its age, or no longer. */
  pin(id: string, pinned: boolean): Promise<void>;
  /** Begins a job that Reelay does by itself, as `beginHere`. Throws what that does. */
  makeHere(maker: LocalMaker, ids: readonly string[]): Promise<void>;
  /** Deletes a finished job's video and shows so in its announcement, as `removeVideo`. */
  remove(id: string): Promise<{ stays: boolean }>;
  /** Ends any job of the workspace as far as that can be; only for admins. */
  stop(id: string): Promise<StopOutcome>;
}

/** What it takes to give a member all of it. */
export type MemberPorts = AskingFor &
  Viewing &
  Ending &
  Removing &
  Showing & {
    /** The draft with the cast's characters in it and the member's own defaults. Throws UserError. */
    complete(model: Model, draft: Draft): Promise<Draft>;
  };

/** The pictures that stand for videos. */
interface Showing {
  /** Makes them; undefined when no encoder is installed. */
  stills: StillsMaker | undefined;
  library: Pick<MediaLibrary, "local">;
}

export function generationsFor(ports: MemberPorts, asking: Asking): MemberGenerations {
  const { db, wake } = ports;
  const { actor } = asking;
  const owner = { workspace: asking.place.workspace, member: actor.id };
  const find = (id: string) => findOwn(db, asking, id);
  return {
    request: async (model, draft, insteadOf) => {
      const completed = await ports.complete(ports.model(model), draft);
      return ask(ports, { ...asking, model, draft: completed, insteadOf }, "asks first");
    },
    models: async () => {
      const rights = rightsOf(await readPolicy(db, ports.quota, owner.workspace), actor);
      return models.map(({ id }) => ports.model(id)).filter((model) => allowsModel(rights, model));
    },
    confirm: async (token, choice) =>
      ask(ports, { ...asking, ...(await confirmed(ports, asking, token, choice)) }, "sure"),
    jobs: async (at = {}) => {
      const page = await pageOf(db, owner, at);
      if (!page) throw new UserError(words.noJob);
      const available = await availableTo(ports, owner);
      return { ...page, jobs: await Promise.all(page.jobs.map((row) => summaryOf(ports, row, available))) };
    },
    counts: () => countsOf(ports, owner),
    look: async (id) => {
      const row = await find(id);
      const video = videoOf(row);
      const stills = video && (await ports.stills?.of(video));
      await bring(ports, stills);
      return { job: await summaryOf(ports, row), stills };
    },
    pin: async (id, pinned) => pinVideo(ports, await find(id), pinned),
    makeHere: async (maker, ids) => {
      await beginHere(ports, maker, ids, asking);
      wake();
    },
    cancel: async (id) => {
      const outcome = await cancelJob(ports, await find(id), actor);
      wake();
      return outcome;
    },
    again: async (id, change) => {
      const row = await find(id);
      const changed = Object.entries(change).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const line = ports.changeLine(row.line, Object.fromEntries(changed));
      return ask(ports, { ...asking, ...askAgain(ports, row, change), line }, "asks first");
    },
    alternatives: async (id) => alternativesTo(ports, await find(id)),
    line: async (id) => {
      const row = await find(id);
      return lineOf(row, JSON.parse(row.input));
    },
    remove: async (id) => {
      const removed = await removeVideo(ports, await find(id), actor);
      wake();
      return removed;
    },
    stop: async (id) => {
      const outcome = await stopJob(ports, await find(id), actor);
      wake();
      return outcome;
    },
  };
}

/** `available` is what its member has left, where that is known already. */
async function summaryOf(ports: Showing & Viewing, row: GenerationRow, available?: Units): Promise<JobSummary> {
  const video = videoOf(row);
  const stills = video && (await ports.stills?.known(video));
  await bring(ports, stills);
  return { ...(await viewOf(ports, row, available)), createdAt: row.created_at, strip: stills?.strip };
}

/** A chat sends pictures from their files, which a bucket's may have to be brought for. */
async function bring({ library }: Pick<Showing, "library">, stills: Stills | undefined): Promise<void> {
  for (const { hash } of stills ? [stills.preview, stills.strip] : []) await library.local(hash);
}

/** The job, where it is theirs. Throws UserError. */
async function findOwn(db: Db, asking: Asking, id: string): Promise<GenerationRow> {
  const found = await findJob(db, userOf(asking), id);
  if (!found) throw new UserError(words.noJob);
  if ("row" in found) return found.row;
  throw new UserError(words.anothers({ member: found.anothers }));
}
