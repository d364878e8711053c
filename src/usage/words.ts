import { worth } from "../credits/units.ts";
import { sentences } from "../text/sentences.ts";
import type { Text } from "../text/text.ts";
import { type Spent, UNKNOWN_MODEL } from "./report.ts";

/** What the table and the picture of a workspace's spending say. */
export const words = sentences("usage", {
  nothing: "Nothing was spent in this period.",
  refunds: "{credits} went back for videos that were lost.",
  head: "{credits} for {jobs, plural, one {# job} other {# jobs}} by {members, plural, one {# member} other {# members}}.",
  line: "{name}: {credits}, {jobs, plural, one {# job} other {# jobs}}",
  lineOf: "{line} ({models})",
  others: "{count, plural, one {# other} other {# others}}",
  model: "{name} {credits}",
  more: "{count, number} more",
  noLongerKept: "no longer kept",
  title: "Credits spent",
  members: "{count, plural, one {# member} other {# members}}",
  credits: "credits",
  jobs: "{jobs, plural, one {# job} other {# jobs}}",
  otherModels: "other models",
  dayByDay: "Day by day",
  everyDays: "Every {count, number} days",
  busiestDay: "busiest day: {credits}",
  busiest: "busiest: {credits}",
  member: "Member {id}",
  table: "One line for each day, member, and model",
  picture: "Who spent what on which models, {period}",
});

/** What members call a model, where it is still known which it was. */
export function modelName(label: string): Text {
  return label === UNKNOWN_MODEL ? words.noLongerKept : label;
}

/** “Ada: 12 credits, 3 jobs”. */
export function lineOf(name: Text, { spent, jobs }: Spent): Text {
  return words.line({ name, credits: worth(spent), jobs });
}
