import type { Command } from "../chat/command/command.ts";
import { createFinder } from "../generations/makers/finder.ts";
import { modelsAt } from "../models/index.ts";
import type { Prices4k } from "../models/parts/price-4k.ts";

/**
 * The one finder of what made a job: the catalogue's models, with 4k at the operator's `prices`, and what these commands
 * have Reelay make by itself.
 */
export function finderOf(commands: readonly Command[], prices: Prices4k = {}): ReturnType<typeof createFinder> {
  const byId = new Map(modelsAt(prices).map((model) => [model.id, model]));
  return createFinder({ catalogue: (id) => byId.get(id), makers: commands.flatMap(({ makes }) => makes ?? []) });
}
