// What an operator is told of the trial that Reelay makes in a channel.

/** What is wrong when it stays as it was. */
export const NOT_MOVED = "The card doesn't show the progress that was put into it.";

/** The trial can't be made in that channel; `message` tells the operator why and what to do. */
export class CannotTry extends Error {
  override readonly name = "CannotTry";
}

/** A row of docs/platforms.md, and whether the real platform did as it says. */
export interface Belief {
  row: string;
  holds: boolean;
  /** What was seen instead, as the end of a sentence. */
  saw: string;
}

/** A row and whether it holds; `saw` says how not. */
export function belief(row: string, holds: boolean, saw: string): Belief {
  return { row, holds, saw };
}
