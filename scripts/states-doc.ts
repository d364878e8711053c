import { ALL_STATES, LAST_TRIES, STATES, TELLING_TRIES } from "../src/generations/states/state-table.ts";
import { LOCK_ORDER } from "../src/store/lock-order.ts";

/** `docs/states.md`: what a job goes through, and in which order rows are locked, from the tables that the code goes by. */
export function statesDoc(): string {
  return `${[HEAD, states(), HOW_LATE, "## Moves", moves(), LOCKS, locks()].join("\n\n")}\n`;
}

const HEAD = `<!-- Generated from src/generations/states/state-table.ts and src/store/lock-order.ts by scripts/states-doc.ts. Change those, then run: npm run docs:states -->

# States of a job, and the order of locks

A job is a row that moves. Whoever works on it holds its lease, and each write names the fence that was taken with it.

## States`;

const HOW_LATE = `A deadline ends a job that can't go on. Where its step goes well and waits, as in the queue, that is when it passes; where
its step fails, once that has failed ${LAST_TRIES} times in a row, about half an hour, so that a process or a store that
was away gives each job its chance. Telling an end is given up after ${TELLING_TRIES} failed tries, about a day. A step that
hangs is given up after an hour, and its job taken up anew.`;

const LOCKS = `## The order of locks

A transaction locks rows in this order, and never one further up while it holds one further down; so no two wait for each
other. A row is locked by its update, its deletion, and an insert that gives way to a row that is there. Who takes several
jobs at once passes over those that others have.`;

function states(): string {
  const rows = ALL_STATES.map((state) => {
    const { means, credits, slot, deadline, late } = STATES[state];
    return [code(state), means, credits, slot, deadline.says, late];
  });
  return table(["state", "what it means", "credits", "slot", "deadline", "then"], rows);
}

function moves(): string {
  const rows = ALL_STATES.flatMap((from) =>
    STATES[from].moves.map(({ to, by, when }) => [code(from), code(to), by, when]),
  );
  return table(["from", "to", "who", "when"], rows);
}

function locks(): string {
  const rows = LOCK_ORDER.map((one, index) => [String(index + 1), code(one.table), one.what]);
  return table(["", "table", "what is locked"], rows);
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

if (import.meta.main) process.stdout.write(statesDoc());
