import { plural } from "../base/words.ts";
import { shorten } from "../chat/cards/say.ts";
import { sayJobs, saySpent, sayUnits } from "./numbers.ts";
import { byLabel, type Spent, total, type UsageReport } from "./report.ts";

/** Members that are named; a card is short, and the CSV has them all. */
const NAMED = 12;
const LONGEST_NAME = 32;
/** Models that are named of each. */
const MODELS = 3;

/**
 * The report as lines for a card: a line for each of the members who spent most, and one for each model. Nothing in it
 * is aligned by columns, so it reads the same in any font. `label` says what a model is called.
 */
export function usageTable(report: UsageReport, label: (model: string) => string): string {
  const { members, refunded } = report;
  const refunds = refunded > 0 ? [`${saySpent(refunded)} went back for videos that were lost.`] : [];
  if (report.jobs === 0) return ["Nothing was spent in this time.", ...refunds].join(" ");
  // One alone is named rather than called another.
  const named = members.slice(0, members.length > NAMED + 1 ? NAMED : members.length);
  const others = members.slice(named.length);
  const head = `${saySpent(report.spent)} for ${sayJobs(report.jobs)} of ${plural(members.length, "member")}.`;
  const lines = named.map((one) => {
    const name = shorten(one.name.replace(/\s+/g, " ").trim(), LONGEST_NAME);
    return `${line(name || one.member, one)} (${modelsOf(byLabel(one.models, label))})`;
  });
  if (others.length > 0) lines.push(line(`${others.length} others`, total(others)));
  const models = byLabel(report.models, label).map((one) => line(one.name, one));
  return [[head, ...refunds].join(" "), lines.join("\n"), models.join("\n")].join("\n\n");
}

function line(name: string, { spent, jobs }: Spent): string {
  return `${name}: ${saySpent(spent)}, ${sayJobs(jobs)}`;
}

function modelsOf(models: readonly (Spent & { name: string })[]): string {
  const [only, ...others] = models;
  if (only && others.length === 0) return only.name;
  const named = models.slice(0, MODELS).map(({ name, spent }) => `${name} ${sayUnits(spent)}`);
  return [...named, ...(models.length > MODELS ? [`${models.length - MODELS} more`] : [])].join(", ");
}
