import { z } from "zod";
import { plainName } from "../../base/words.ts";
import type { VideoLink } from "../../chat/contract/card.ts";
import type { Place, Platform } from "../../chat/contract/invocation.ts";
import { balances } from "../../credits/statement.ts";
import { units } from "../../credits/units.ts";
import { withNames } from "../../elements/mentions.ts";
import { familyOf } from "../../models/families.ts";
import { presentAllowance } from "../../policy/allowance.ts";
import type { GenerationRow } from "../../store/tables.ts";
import type { Deps } from "../deps.ts";
import { secondsLeft, shownProgress } from "../pace/schedule.ts";
import { isDeparted } from "../states/departed.ts";
import { filesOf } from "./files.ts";
import { isJoined } from "./joined.ts";
import { smallOf, videoOf } from "./videos.ts";
import type { GenerationView } from "./view.ts";

/** What people are shown of a row now: its own columns, the member's balance and, while it waits, its place. */
export async function viewOf(
  deps: Pick<Deps, "db" | "model" | "quota" | "clock" | "lastFrame" | "maxRunning" | "crowd" | "watchLink">,
  row: GenerationRow,
): Promise<GenerationView> {
  const now = deps.clock.now();
  const model = deps.model(row.model);
  const input: unknown = JSON.parse(row.input);
  const read = shape.parse(input);
  const owner = { workspace: row.workspace, member: row.member };
  const { available } = await balances(deps.db, owner, await presentAllowance(deps.db, deps.quota, owner, now));
  const charged = row.state === "rendered" || row.state === "delivered";
  const waits = row.state === "queued" && row.admitted_at === null;
  const place = waits ? await deps.crowd.placeOf(row.id) : 0;
  const timing = {
    estimate: row.estimate ?? model.estimate(input),
    elapsed: row.submitted_at === null ? 0 : Math.max(0, (now - row.submitted_at) / 1000),
    progress: row.progress,
    progressAt:
      row.progress_at === null || row.submitted_at === null ? undefined : (row.progress_at - row.submitted_at) / 1000,
  };
  // Whoever waits for a slot waits about one job's length for each full round of slots before it.
  const rounds = place > 0 ? Math.ceil(place / deps.maxRunning) : 0;
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
    line: lineOf(row, input),
    makes: model.makes,
    model: model.label,
    details: model.describe(input),
    ...wordsIn(read),
    price: units(row.price),
    charged: charged ? units(row.price) : undefined,
    reserved: row.reserved === null ? undefined : units(row.reserved),
    available,
    queuePlace: place > 0 ? place : undefined,
    progress: row.state === "running" ? shownProgress(timing) : 0,
    secondsLeft: left,
    video: small ?? video,
    original: small && video,
    videoLink: linkOf(deps, row, now),
    deleted: row.deleted_at !== null,
    letGo: row.let_go_at !== null,
    pinned: row.pinned_at !== null,
    fetchSeconds: fetches ? Math.max(0, ((row.result_until ?? now) - now) / 1000) : undefined,
    facts: {
      repeatable: !isJoined(row) && model.makes === "video" && !isDeparted(model),
      family: familyOf(row.model),
      quality: read.quality,
      lastFrame: video !== undefined && deps.lastFrame !== undefined,
      shareable: video !== undefined && deps.watchLink(video, row.id) !== undefined,
    },
    errorCode: row.error_code ?? undefined,
  };
}

/** Where the video can be watched outside the chat: at our own address, else at the gateway's while that lives. */
function linkOf({ watchLink }: Pick<Deps, "watchLink">, row: GenerationRow, now: number): VideoLink | undefined {
  const video = videoOf(row);
  if (video === undefined) return undefined;
  const own = watchLink(video, row.id);
  if (own !== undefined) return own;
  const { result_url: url, result_until: until } = row;
  return url === null || until === null || until <= now ? undefined : { url, until };
}

/** Where the generation was asked for. */
export function placeOf(row: GenerationRow): Place {
  const { workspace, channel, thread, upload_limit } = row;
  return {
    platform: row.platform as Platform,
    workspace,
    channel,
    ...(thread === null ? {} : { thread }),
    ...(upload_limit === null ? {} : { uploadLimit: upload_limit }),
  };
}

/** The line that asked for it, with its files by the names under which they are kept. */
export function lineOf(row: Pick<GenerationRow, "id" | "line">, input: unknown): string {
  const files = [...filesOf(input).keys()].map((part) => `${part}:${row.id}.${part}`);
  return [row.line, ...files].join(" ");
}

/** The words that an input was asked for with, its elements by name. */
export function promptOf(input: unknown): string {
  return wordsIn(shape.parse(input)).prompt;
}

const shape = z.object({
  prompt: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  quality: z.string().optional().catch(undefined),
  shots: z
    .array(z.object({ prompt: z.string(), seconds: z.number() }))
    .optional()
    .catch(undefined),
  elements: z.array(z.object({ name: z.string() })).catch([]),
});

/** The words of an input, its elements by name: its prompt, else its shots, one a line. And an element's own name. */
function wordsIn(read: z.output<typeof shape>): Pick<GenerationView, "prompt" | "elementName"> {
  const { prompt, shots, elements, name } = read;
  const written = prompt || (shots ?? []).map((shot) => `${shot.seconds}s: ${shot.prompt}`).join("\n");
  return { prompt: withNames(written, elements), elementName: name };
}
