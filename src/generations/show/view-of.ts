import { plainName } from "../../base/words.ts";
import type { VideoLink } from "../../chat/contract/card.ts";
import type { Owner } from "../../credits/pots.ts";
import type { Quota } from "../../credits/quota.ts";
import { balances } from "../../credits/statement.ts";
import { type Units, units } from "../../credits/units.ts";
import { familyOf } from "../../models/families.ts";
import type { Media } from "../../models/parts/model.ts";
import { presentAllowance } from "../../policy/allowance.ts";
import type { GenerationRow } from "../../store/tables.ts";
import { smallOf, videoOf } from "../files/videos.ts";
import { isDeparted } from "../makers/departed.ts";
import type { Makers, Models } from "../makers/finder.ts";
import { isMadeHere } from "../makers/local.ts";
import { secondsLeft, shownProgress } from "../pace/schedule.ts";
import type { Basics } from "../states/basics.ts";
import type { Crowd } from "../states/crowd.ts";
import { placeOf } from "./place.ts";
import type { GenerationView } from "./view.ts";
import { lineOf, readInput, wordsIn } from "./words.ts";

/** What it takes to tell what people are shown of a job. */
export interface Viewing extends Pick<Basics, "db" | "clock">, Models, Makers {
  /** What members may do where admins have not said otherwise. */
  quota: Quota;
  /** What a job sees of all the others. */
  crowd: Crowd;
  /** Jobs at the gateway at once, over all members. */
  maxRunning: number;
  /** Takes the last frame of a video; undefined when no decoder is installed. */
  lastFrame: unknown;
  /** Where a finished video can be watched without the chat; undefined when the outside can't reach us. */
  watchLink(media: Media, holder: string): VideoLink | undefined;
}

/** What a member has left now. */
export async function availableTo({ db, clock, quota }: Viewing, owner: Owner): Promise<Units> {
  const { available } = await balances(db, owner, await presentAllowance(db, quota, owner, clock.now()));
  return available;
}

/**
 * What people are shown of a row now: its own columns, the member's balance and, while it waits, its place. `known` is that
 * balance, for who shows several rows of one member.
 */
export async function viewOf(viewing: Viewing, row: GenerationRow, known?: Units): Promise<GenerationView> {
  const now = viewing.clock.now();
  const locale = row.locale ?? "en";
  const model = viewing.model(row.model);
  const input: unknown = JSON.parse(row.input);
  const read = readInput(input);
  const available = known ?? (await availableTo(viewing, { workspace: row.workspace, member: row.member }));
  const charged = row.state === "rendered" || row.state === "delivered";
  const waits = row.state === "queued" && row.admitted_at === null;
  const place = waits ? await viewing.crowd.placeOf(row.id) : 0;
  const timing = {
    estimate: row.estimate ?? model.estimate(input),
    elapsed: row.submitted_at === null ? 0 : Math.max(0, (now - row.submitted_at) / 1000),
    progress: row.progress,
    progressAt:
      row.progress_at === null || row.submitted_at === null ? undefined : (row.progress_at - row.submitted_at) / 1000,
  };
  // Whoever waits for a slot waits about one job's length for each full round of slots before it.
  const rounds = place > 0 ? Math.ceil(place / viewing.maxRunning) : 0;
  const video = videoOf(row);
  const small = smallOf(row);
  const fetches = row.state === "rendered" && row.video === null && row.result_until !== null;
  const left = row.state === "running" || place > 0 ? secondsLeft(timing) * (1 + rounds) : undefined;
  return {
    id: row.id,
    state: row.state,
    place: placeOf(row),
    member: row.member,
    memberName: plainName(row.member_name),
    locale,
    line: lineOf(row, input),
    makes: model.makes,
    model: model.label,
    details: model.describe(input),
    ...wordsIn(read),
    elementFrom: model.makes === "element" ? (read.video === undefined ? "pictures" : "video") : undefined,
    price: units(row.price),
    charged: charged ? units(row.price) : undefined,
    reserved: row.reserved === null ? undefined : units(row.reserved),
    available,
    queuePlace: place > 0 ? place : undefined,
    progress: row.state === "running" ? shownProgress(timing) : 0,
    secondsLeft: left,
    video: small ?? video,
    original: small && video,
    videoLink: linkOf(viewing, row, now),
    deleted: row.deleted_at !== null,
    letGo: row.let_go_at !== null,
    pinned: row.pinned_at !== null,
    fetchSeconds: fetches ? Math.max(0, ((row.result_until ?? now) - now) / 1000) : undefined,
    facts: {
      repeatable: !isMadeHere(row) && model.makes === "video" && !isDeparted(model),
      family: familyOf(row.model),
      quality: read.quality,
      lastFrame: video !== undefined && viewing.lastFrame !== undefined,
      shareable: video !== undefined && viewing.watchLink(video, row.id) !== undefined,
    },
    errorCode: row.error_code ?? undefined,
    madeHere: viewing.maker(row.model),
  };
}

/** Where the video can be watched outside the chat: at our own address, else at the gateway's while that lives. */
function linkOf({ watchLink }: Pick<Viewing, "watchLink">, row: GenerationRow, now: number): VideoLink | undefined {
  const video = videoOf(row);
  if (video === undefined) return undefined;
  const own = watchLink(video, row.id);
  if (own !== undefined) return own;
  const { result_url: url, result_until: until } = row;
  return url === null || until === null || until <= now ? undefined : { url, until };
}
