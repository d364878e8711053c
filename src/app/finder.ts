import type { Command } from "../chat/command/command.ts";
import { createFinder } from "../generations/makers/finder.ts";
import { findModel } from "../models/index.ts";

/** The one finder of what made a job: the catalogue's models, and what these commands have Reelay make by itself. */
export function finderOf(commands: readonly Command[]): ReturnType<typeof createFinder> {
  return createFinder({ catalogue: findModel, makers: commands.flatMap(({ makes }) => makes ?? []) });
}
