import type { GenerationView } from "../../generations/show/view.ts";
import type { Text } from "../../text/text.ts";
import type { Button } from "../contract/card.ts";
import type { Command } from "./command.ts";

/** The order of the buttons under a finished video, by what they do to it. */
const GROUPS = ["repeat", "change", "continue", "share", "remove"] as const;

/**
 * A button that a command puts under a finished video. What it types is a line, so it works after a restart and
 * months later.
 */
export interface ResultButton extends Pick<Button<Text>, "label" | "tone"> {
  /** Buttons of the same group stand in the order of the commands. */
  readonly group: (typeof GROUPS)[number];
  /** `edit` puts the line into the composer or a form; it runs where nothing is said. */
  readonly does?: Button["does"];
  /** For which finished videos it is there; for all of them where nothing is said. */
  when?(job: GenerationView): boolean;
  /** Without the slash: `share job:g_4f…`. At most 90 characters when it runs. */
  line(job: GenerationView): string;
}

/** What can be done with the finished video of a job, in the order in which its card has it. */
export function resultButtonsOf(commands: readonly Command[], job: GenerationView): Button<Text>[] {
  return commands
    .flatMap(({ results = [] }) => results)
    .filter(({ when }) => when?.(job) ?? true)
    .toSorted((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group))
    .map(({ label, tone, does = "run", line: lineOf }) => {
      const line = lineOf(job);
      return { label, does, line, ...(line === job.line ? { job: job.id } : {}), ...(tone ? { tone } : {}) };
    });
}
