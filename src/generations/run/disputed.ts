import { disputedIn } from "../../models/documents/disputed.ts";
import type { GenerationRow } from "../../store/tables.ts";
import type { Models } from "../makers/finder.ts";
import type { Basics } from "../states/basics.ts";

/** By what a task that failed says that it has something against the request, or against a file of it. */
const OF_REQUEST: ReadonlySet<string> = new Set([
  "invalid_parameters",
  "image_processing_error",
  "image_dimension_mismatch",
]);

/** Whether the code of a failed task blames the request. */
export function blamesRequest(code: string): boolean {
  return OF_REQUEST.has(code);
}

/**
 * Says in the log that a refused request used points on which the gateway's documents differ: the table in
 * docs/models.md may have to be mended.
 */
export function noteDisputed(
  { log, model }: Pick<Basics, "log"> & Models,
  row: Pick<GenerationRow, "id" | "model" | "input">,
  refusal: { code: string; detail: string },
): void {
  const disputed = disputedIn(model(row.model), JSON.parse(row.input));
  if (disputed.length === 0) return;
  log.warn(
    { generation: row.id, model: row.model, disputed, ...refusal },
    "the gateway refused a request on whose points its documents differ: see the table in docs/models.md",
  );
}
