import type { GenerationRow } from "../../store/tables.ts";
import type { Models } from "../makers/finder.ts";

/**
 * The seconds that a job's task is expected to take: as the gateway said, else as the catalogue does. 0 where that can't
 * be read, as of an input that an older version wrote: no deadline may hang on it.
 */
export function estimateOf({ model }: Models, row: GenerationRow): number {
  if (row.estimate !== null) return row.estimate;
  try {
    return model(row.model).estimate(JSON.parse(row.input));
  } catch {
    return 0;
  }
}
