import { resolve } from "../../credits/ledger.ts";
import { ZERO } from "../../credits/units.ts";
import type { GenerationRow, Tx } from "../../store/tables.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import { isDeparted } from "../makers/departed.ts";
import type { Models } from "../makers/finder.ts";
import type { Basics } from "./basics.ts";
import { handBack } from "./states.ts";

/** Failures that are the account's, not the job's: the operator has to do something. */
const OPERATORS = new Set(["unauthorized", "insufficient_quota", "model_access_denied"]);

/** What the ledger says of a hold that went back. */
const words = sentences("job-ended", { failed: "failed: {code}" });

/** What it takes to end a job without a result. */
export interface Ending extends Basics, Models {
  /** A character's task has ended: with its id at the gateway, or without one. In the transaction that settles its credits. */
  onElement(tx: Tx, generation: string, elementId: string | undefined, at: number): Promise<void>;
}

/** Ends a job that the gateway refused or failed: the credits go back, and its announcement is due. */
export async function fail(ending: Ending, row: GenerationRow, code: string, detail: string): Promise<void> {
  const at = ending.clock.now();
  await ending.db.transaction().execute(async (tx) => {
    const error = { error_code: code, error_detail: detail };
    await handBack(tx, row, { state: "failed", ...error, tries: 0, finished_at: at, due_at: at });
    await releaseAll(ending, tx, row, words.failed({ code }), at);
  });
  ending.log[OPERATORS.has(code) ? "error" : "info"]({ generation: row.id, code, detail }, "failed");
}

/**
 * What every ending without a result does, in its transaction and after the job's own row: the whole hold goes back, an
 * element is not to be.
 */
export async function releaseAll(
  { model: modelOf, onElement }: Pick<Ending, "model" | "onElement">,
  tx: Tx,
  row: Pick<GenerationRow, "id" | "model">,
  note: Text,
  at: number,
): Promise<void> {
  await resolve(tx, row.id, ZERO, note, at);
  const model = modelOf(row.model);
  if (model.makes === "element" || isDeparted(model)) await onElement(tx, row.id, undefined, at);
}
