import { resolve } from "../../credits/ledger.ts";
import { ZERO } from "../../credits/units.ts";
import type { GenerationRow, Tx } from "../../store/tables.ts";
import type { Deps } from "../deps.ts";
import { isDeparted } from "./departed.ts";
import { handBack } from "./states.ts";

/** Failures that are the account's, not the job's: the operator has to do something. */
const OPERATORS = new Set(["unauthorized", "insufficient_quota", "model_access_denied"]);

/** What it takes to end a job without a result. */
export type Ending = Pick<Deps, "db" | "clock" | "log" | "model" | "onElement">;

/** Ends a job that the gateway refused or failed: the credits go back, and its announcement is due. */
export async function fail(deps: Ending, row: GenerationRow, code: string, detail: string): Promise<void> {
  const at = deps.clock.now();
  await deps.db.transaction().execute(async (tx) => {
    const error = { error_code: code, error_detail: detail };
    await handBack(tx, row, { state: "failed", ...error, tries: 0, finished_at: at, due_at: at });
    await releaseAll(deps, tx, row, `failed: ${code}`, at);
  });
  deps.log[OPERATORS.has(code) ? "error" : "info"]({ generation: row.id, code, detail }, "failed");
}

/**
 * What every ending without a result does, in its transaction and after the job's own row: the whole hold goes back, an
 * element is not to be.
 */
export async function releaseAll(
  deps: Pick<Deps, "model" | "onElement">,
  tx: Tx,
  row: Pick<GenerationRow, "id" | "model">,
  note: string,
  at: number,
): Promise<void> {
  await resolve(tx, row.id, ZERO, note, at);
  const model = deps.model(row.model);
  if (model.makes === "element" || isDeparted(model)) await deps.onElement(tx, row.id, undefined, at);
}
