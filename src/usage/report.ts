import { periodAt } from "../credits/period.ts";
import { add, type Units, units, ZERO } from "../credits/units.ts";
import type { Db } from "../store/tables.ts";

/** Which time is looked at: from `from` up to, and without, `to`, in milliseconds since 1970. */
export interface UsagePeriod {
  from: number;
  to: number;
  /** The IANA time zone by whose midnights the days are told apart; UTC unless said. */
  timeZone?: string;
}

/** What one thing came to. Every job was charged at the time its video was finished. */
export interface Spent {
  /** What was captured, without jobs whose price was given back afterwards. */
  spent: Units;
  jobs: number;
}

/** What a member spent on a model in a day: the finest grain there is. */
export interface UsageLine extends Spent {
  /** `2026-11-20`. */
  day: string;
  member: string;
  /** As last seen in the workspace; the member's id where nothing else is known. */
  name: string;
  /** The gateway's name for it; `unknown` where the job itself is no longer kept. */
  model: string;
}

/** Who spent what on which models. The most comes first in every list, but days are in order and none is left out. */
export interface UsageReport extends Spent, Required<UsagePeriod> {
  /** The prices of jobs that were charged in the period and given back since; they are in none of the sums. */
  refunded: Units;
  members: readonly (Spent & { member: string; name: string; models: readonly (Spent & { model: string })[] })[];
  models: readonly (Spent & { model: string })[];
  days: readonly (Spent & { day: string })[];
  lines: readonly UsageLine[];
}

/** The model of a job that is no longer kept. */
export const UNKNOWN_MODEL = "unknown";

/** Entries read at once, so that a long period does not hold up everybody else. */
const ENTRIES_AT_ONCE = 2_000;
const MOST_DAYS = 3_700;

/**
 * Reads what a workspace spent in a period from the ledger. Throws RangeError for a period that ends before it begins,
 * for one longer than ten years, and for no time zone.
 */
export async function readReport(db: Db, workspace: string, period: UsagePeriod): Promise<UsageReport> {
  const { from, to, timeZone = "UTC" } = period;
  const days = daysOf(from, to, timeZone);
  const names = await namesIn(db, workspace);
  const lines = new Map<string, UsageLine>();
  const seen = new Set<string>();
  let refunded: Units = ZERO;
  let day = 0;
  for await (const { member, model, state, generation, amount, at } of captures(db, workspace, from, to)) {
    // A job that failed after it was charged is one whose price went back to its member.
    if (state === "failed") {
      refunded = add(refunded, units(amount));
      continue;
    }
    while ((days[day]?.endsAt ?? to) <= at) day += 1;
    const line = {
      day: days[day]?.day ?? "",
      member,
      name: names.get(member) ?? member,
      model: model ?? UNKNOWN_MODEL,
    };
    const key = JSON.stringify([line.day, member, line.model]);
    const known = lines.get(key) ?? { ...line, spent: ZERO, jobs: 0 };
    // What came from two pots is one job.
    const first = generation === null || !seen.has(generation);
    if (generation !== null) seen.add(generation);
    lines.set(key, { ...known, spent: add(known.spent, units(amount)), jobs: known.jobs + (first ? 1 : 0) });
  }
  return { from, to, timeZone, refunded, ...summed([...lines.values()], days) };
}

function summed(lines: readonly UsageLine[], days: readonly { day: string }[]) {
  const byDay = Map.groupBy(lines, (line) => line.day);
  const members = [...Map.groupBy(lines, ({ member }) => member)].map(([member, own]) => ({
    ...{ member, name: own[0]?.name ?? member, ...total(own) },
    models: byModel(own),
  }));
  return {
    ...total(lines),
    members: members.toSorted((a, b) => b.spent - a.spent || (a.member < b.member ? -1 : 1)),
    models: byModel(lines),
    days: days.map(({ day }) => ({ day, ...total(byDay.get(day) ?? []) })),
    lines,
  };
}

function byModel(lines: readonly UsageLine[]): (Spent & { model: string })[] {
  return [...Map.groupBy(lines, ({ model }) => model)]
    .map(([model, own]) => ({ model, ...total(own) }))
    .toSorted((a, b) => b.spent - a.spent || (a.model < b.model ? -1 : 1));
}

/** All of them together. */
export function total(parts: readonly Spent[]): Spent {
  return parts.reduce((sum, { spent, jobs }) => ({ spent: add(sum.spent, spent), jobs: sum.jobs + jobs }), {
    spent: ZERO,
    jobs: 0,
  });
}

/** Models under the names that members know, of which several may share one; the most first. */
export function byLabel(
  models: readonly (Spent & { model: string })[],
  label: (model: string) => string,
): (Spent & { name: string })[] {
  return [...Map.groupBy(models, ({ model }) => label(model))]
    .map(([name, own]) => ({ name, ...total(own) }))
    .toSorted((a, b) => b.spent - a.spent);
}

function daysOf(from: number, to: number, timeZone: string): { day: string; endsAt: number }[] {
  if (!(from < to)) throw new RangeError(`A period from ${from} to ${to}`);
  const days: { day: string; endsAt: number }[] = [];
  for (let at = from; at < to; ) {
    const { name, endsAt } = periodAt("day", at, timeZone);
    days.push({ day: name, endsAt });
    if (days.length > MOST_DAYS) throw new RangeError(`A period of more than ${MOST_DAYS} days`);
    at = endsAt;
  }
  return days;
}

/** The captures of the period, oldest first, with the job that each was for. */
async function* captures(db: Db, workspace: string, from: number, to: number) {
  let last = { at: from, id: "" };
  for (;;) {
    const entries = await db
      .selectFrom("ledger")
      .leftJoin("generations", "generations.id", "ledger.generation")
      .select(["ledger.id", "ledger.member", "ledger.generation", "ledger.amount", "ledger.at"])
      .select(["generations.model", "generations.state"])
      .where("ledger.kind", "=", "capture")
      .where("ledger.workspace", "=", workspace)
      .where("ledger.at", "<", to)
      .where(({ eb, and, or }) =>
        or([eb("ledger.at", ">", last.at), and([eb("ledger.at", "=", last.at), eb("ledger.id", ">", last.id)])]),
      )
      .orderBy("ledger.at")
      .orderBy("ledger.id")
      .limit(ENTRIES_AT_ONCE)
      .execute();
    yield* entries;
    const end = entries.at(-1);
    if (!end) return;
    last = end;
  }
}

/** The name that each member had at their latest job here. */
async function namesIn(db: Db, workspace: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom("generations")
    .select(["member", "member_name"])
    .where("id", "in", (eb) =>
      eb
        .selectFrom("generations")
        .select((latest) => latest.fn.max("id").as("id"))
        .where("workspace", "=", workspace)
        .groupBy("member"),
    )
    .execute();
  return new Map(rows.map(({ member, member_name }) => [member, member_name]));
}
