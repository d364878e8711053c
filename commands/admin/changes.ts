import type { Off } from "../../src/chat/command/amounts.ts";
import type { Policy } from "../../src/policy/policy.ts";
import { sentences } from "../../src/text/sentences.ts";
import type { Text } from "../../src/text/text.ts";

/** What an entry of the audit says after the name of who did it: “set the allowance to 50 credits”. */
const words = sentences("command.admin.changes", {
  allowance: "set the allowance to {value}",
  allowanceOff: "set the allowance back to the default",
  jobs: "set a member's jobs at once to {value}",
  jobsOff: "set a member's jobs at once back to the default",
  allJobs: "set everyone's jobs at once to {value}",
  allJobsOff: "set everyone's jobs at once back to the default",
  price: "set the most that a job can cost to {value}",
  priceOff: "set the most that a job can cost back to the default",
  budget: "set the budget to {value}",
  budgetOff: "set the budget back to the default",
  approveAbove: "set the price above which an admin approves to {value}",
  approveAboveOff: "set the price above which an admin approves back to the default",
  askAbove: "set the price above which members are asked to {value}",
  askAboveOff: "set the price above which members are asked back to the default",
  keepDays: "set the days that videos are kept to {value}",
  keepDaysOff: "set the days that videos are kept back to the default",
  keepSize: "set the size of the videos kept to {value}",
  keepSizeOff: "set the size of the videos kept back to the default",
});

const own = sentences("command.admin.changes.own", {
  period: "set the period to {period, select, day {a day} week {a week} month {a month} other {another one}}",
  timeZone: "set the time zone to {zone}",
  gifts: "let members give each other credits",
  noGifts: "stopped members from giving each other credits",
  watermark: "put a watermark on videos",
  noWatermark: "took the watermark off videos",
  missing: "let requests without enough credits wait for an admin",
  noMissing: "stopped requests without enough credits from waiting for an admin",
});

const WHETHER = {
  gifts: { yes: own.gifts, no: own.noGifts },
  missing: { yes: own.missing, no: own.noMissing },
  watermark: { yes: own.watermark, no: own.noWatermark },
} as const;

/** What `off` takes back to the default. */
type Rule = Exclude<keyof typeof words, `${string}Off`>;

/** What the audit says of a value that was set; nothing when it was left out. */
export function set<T extends string | number>(
  rule: Rule,
  value: T | Off | undefined,
  say: (value: T) => Text,
): Text[] {
  if (value === undefined) return [];
  return [value === OFF ? words[`${rule}Off`] : words[rule]({ value: say(value as T) })];
}

/** The same of rules that are no amount. */
export function setPeriod(period: Policy["period"] | undefined): Text[] {
  return period === undefined ? [] : [own.period({ period })];
}

export function setTimeZone(zone: string | undefined): Text[] {
  return zone === undefined ? [] : [own.timeZone({ zone })];
}

/** What is either so or not: gifts among members, requests without enough credits that wait, a watermark on videos. */
export function setWhether(rule: keyof typeof WHETHER, so: boolean | undefined): Text[] {
  return so === undefined ? [] : [WHETHER[rule][so ? "yes" : "no"]];
}

/** Values without those that were left out, and with `off` as what takes a rule away. */
type Told<Values> = { [Name in keyof Values]?: Exclude<Values[Name], Off> | undefined };

/** Only what was said; `off` as what takes a rule away. */
export function told<Values extends Readonly<Record<string, unknown>>>(values: Values): Told<Values> {
  const said = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said.map(([name, value]) => [name, value === OFF ? undefined : value])) as Told<Values>;
}

const OFF: Off = "off";
