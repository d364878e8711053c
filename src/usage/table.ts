import { shorten } from "../base/words.ts";
import { bareCredits, worth } from "../credits/units.ts";
import { lines, paragraphs, spaced, type Text } from "../text/text.ts";
import { byLabel, type Spent, total, type UsageReport } from "./report.ts";
import { lineOf, modelName, words } from "./words.ts";

/** Members that are named; a card is short, and the CSV has them all. */
const NAMED = 12;
const LONGEST_NAME = 32;
/** Models that are named of each. */
const MODELS = 3;

/**
 * The report as lines for a card: a line for each of the members who spent most, and one for each model. Nothing in it
 * is aligned by columns, so it reads the same in any font. `label` says what a model is called.
 */
export function usageTable(report: UsageReport, label: (model: string) => string): Text {
  const { members, refunded, jobs, spent } = report;
  const refunds = refunded > 0 && words.refunds({ credits: worth(refunded) });
  if (jobs === 0) return spaced(words.nothing, refunds);
  // One alone is named rather than called another.
  const named = members.slice(0, members.length > NAMED + 1 ? NAMED : members.length);
  const others = members.slice(named.length);
  const head = words.head({ credits: worth(spent), jobs, members: members.length });
  const ofMembers = named.map((one) => {
    const name = shorten(one.name.replace(/\s+/g, " ").trim(), LONGEST_NAME);
    return words.lineOf({ line: lineOf(name || one.member, one), models: modelsOf(byLabel(one.models, label)) });
  });
  const ofOthers = others.length > 0 && lineOf(words.others({ count: others.length }), total(others));
  const ofModels = byLabel(report.models, label).map((one) => lineOf(modelName(one.name), one));
  return paragraphs(spaced(head, refunds), lines(...ofMembers, ofOthers), lines(...ofModels));
}

function modelsOf(models: readonly (Spent & { name: string })[]): Text {
  const [only, ...others] = models;
  if (only && others.length === 0) return modelName(only.name);
  const named = models
    .slice(0, MODELS)
    .map(({ name, spent }) => words.model({ name: modelName(name), credits: bareCredits(spent) }));
  const left = models.length - MODELS;
  return { list: [...named, ...(left > 0 ? [words.more({ count: left })] : [])], as: "and" };
}
