import { z } from "zod";
import type { Place, Platform } from "../chat/invocation.ts";
import { statement } from "../credits/ledger.ts";
import { allowanceAt } from "../credits/quota.ts";
import { units } from "../credits/units.ts";
import type { Media } from "../models/model.ts";
import type { GenerationRow } from "../store/tables.ts";
import type { Deps } from "./deps.ts";
import { secondsLeft, shownProgress } from "./schedule.ts";
import { waitingInOrder } from "./slots.ts";
import type { GenerationView } from "./view.ts";

/** What people are shown of a row now: its own columns, the member's balance and, while it waits, its place. */
export async function viewOf(
  deps: Pick<Deps, "db" | "model" | "quota" | "clock">,
  row: GenerationRow,
): Promise<GenerationView> {
  const now = deps.clock.now();
  const model = deps.model(row.model);
  const input: unknown = JSON.parse(row.input);
  const owner = { workspace: row.workspace, member: row.member };
  const { available } = await statement(deps.db, owner, allowanceAt(deps.quota, now), 0);
  const waits = row.state === "queued" && row.admitted_at === null;
  const place = waits ? (await waitingInOrder(deps.db, now)).indexOf(row.id) + 1 : 0;
  const timing = {
    estimate: row.estimate ?? model.estimate(input),
    elapsed: row.submitted_at === null ? 0 : Math.max(0, (now - row.submitted_at) / 1000),
    progress: row.progress,
  };
  const charged = row.state === "rendered" || row.state === "delivered";
  return {
    id: row.id,
    state: row.state,
    place: placeOf(row),
    member: row.member,
    memberName: row.member_name,
    line: row.line,
    model: model.label,
    details: model.describe(input),
    prompt: promptOf(input),
    price: units(row.price),
    charged: charged ? units(row.price) : undefined,
    available,
    queuePlace: place > 0 ? place : undefined,
    progress: row.state === "running" ? shownProgress(timing) : 0,
    secondsLeft: row.state === "running" || row.state === "queued" ? secondsLeft(timing) : undefined,
    video: row.video === null ? undefined : (JSON.parse(row.video) as Media),
    errorCode: row.error_code ?? undefined,
  };
}

/** Where the generation was asked for. */
export function placeOf(row: GenerationRow): Place {
  const { workspace, channel, thread } = row;
  return { platform: row.platform as Platform, workspace, channel, ...(thread === null ? {} : { thread }) };
}

const words = z.object({
  prompt: z.string().optional().catch(undefined),
  shots: z
    .array(z.object({ prompt: z.string(), seconds: z.number() }))
    .optional()
    .catch(undefined),
});

/** The words of an input: its prompt, else its shots, one a line. */
function promptOf(input: unknown): string {
  const { prompt, shots } = words.parse(input);
  return prompt || (shots ?? []).map((shot) => `${shot.seconds}s: ${shot.prompt}`).join("\n");
}
