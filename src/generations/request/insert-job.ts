import type { Units } from "../../credits/units.ts";
import type { GenerationState, Tx } from "../../store/tables.ts";
import type { Asking } from "./generation-request.ts";

/** Writes a job's row, due at once, in the transaction in which all that it needs was judged. */
export async function insertJob(
  tx: Tx,
  { actor, place, sourceId, line, locale }: Asking,
  job: { id: string; model: string; input: unknown; price: Units; state: GenerationState; now: number },
): Promise<void> {
  const { id, model, input, price, state, now } = job;
  await tx
    .insertInto("generations")
    .values({
      id,
      platform: place.platform,
      workspace: place.workspace,
      member: actor.id,
      member_name: actor.name,
      channel: place.channel,
      thread: place.thread ?? null,
      upload_limit: place.uploadLimit ?? null,
      source_id: sourceId,
      line,
      locale: locale ?? null,
      model,
      input: JSON.stringify(input),
      price,
      state,
      fence: 0,
      lease_until: 0,
      due_at: now,
      tries: 0,
      progress: 0,
      created_at: now,
    })
    .execute();
}
