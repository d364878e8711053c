import { UserError } from "../../src/base/errors.ts";
import { sayDay } from "../../src/chat/cards/say.ts";
import type { Off } from "../../src/chat/command/amounts.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { formatCredits, sayCredits, type Units } from "../../src/credits/units.ts";
import { models } from "../../src/models/index.ts";
import type { Limits, Policy } from "../../src/policy/policy.ts";
import type { Standing } from "../../src/policy/service.ts";

/** What was given must be there; `example` is how it is written. */
export function needed<T>(value: T | undefined, option: string, example: string): T {
  if (value === undefined) throw new UserError(`${option} is missing. Write ${example}.`, { option });
  return value;
}

/** The rules as an admin reads them. */
export function rulesCard(title: string, { policy, spent, renewsAt, names }: Standing): Card {
  const { everyone, period, timeZone, maxJobs, workspaceJobs, maxPrice, budget } = policy;
  return privately(title, [sayRest(policy), ...sayRoles(policy, names)].join("\n"), {
    fields: [
      { name: "Allowance", value: `${sayCredits(everyone.allowance)} a ${period}` },
      { name: "Renews", value: `${sayDay(renewsAt, timeZone)}, ${timeZone}` },
      { name: "Jobs at once", value: `${maxJobs} a member, ${workspaceJobs ?? "any number"} in all` },
      { name: "Price of a job", value: maxPrice === undefined ? "any" : `up to ${sayCredits(maxPrice)}` },
      { name: "Budget", value: budget === undefined ? "none" : sayBudget(spent, budget, period) },
    ],
  });
}

/** “120 of 1000 credits spent this month”. */
export function sayBudget(spent: Units, budget: Units, period: Policy["period"]): string {
  return `${formatCredits(spent)} of ${sayCredits(budget)} spent this ${period}`;
}

/** What a role, or everyone, may use: “720p; kling-3 and motion; up to 5 s”. */
export function sayLimits({ allowance, models, qualities, seconds }: Limits): string {
  const parts = [
    allowance === undefined ? undefined : sayCredits(allowance),
    models && `models ${models.join(", ") || "none"}`,
    qualities?.join(" and "),
    seconds === undefined ? undefined : `up to ${seconds} s`,
  ];
  return parts.filter((part) => part !== undefined).join("; ") || "as everyone";
}

function sayRest({ everyone, channels, approveAbove, approveMissing, askAbove, gifts, paused }: Policy): string {
  const { allowance: _, ...limits } = everyone;
  const lines = [
    paused && `Paused by ${paused.by}: no new requests are taken.`,
    Object.keys(limits).length > 0 && `Everyone: ${sayLimits(limits)}.`,
    channels && `In ${channels.length} of the channels only.`,
    approveAbove !== undefined && `Above ${sayCredits(approveAbove)} a request waits for an admin.`,
    approveMissing && "A request without enough credits waits for an admin.",
    askAbove !== undefined && `Above ${sayCredits(askAbove)} a member is asked first.`,
    gifts && "Members may give of their grants.",
  ];
  return lines.filter((line) => line !== undefined && line !== false).join("\n") || "There are no other limits.";
}

function sayRoles({ roles, members }: Policy, names: Standing["names"]): string[] {
  const byRole = Object.entries(roles).map(([id, limits]) => `Role ${id}: ${sayLimits(limits)}`);
  const own = Object.entries(members).map(
    ([id, { allowance }]) => `${names.get(id) ?? `Member ${id}`}: ${sayCredits(allowance)}`,
  );
  return [...byRole, ...own];
}

/** Periods of an allowance, as they are chosen. */
export const PERIODS = ["day", "week", "month"] as const satisfies readonly Policy["period"][];

/** What the audit says of a value that was set; nothing when it was left out. */
export function set<T extends string | number>(
  what: string,
  value: T | Off | undefined,
  say: (value: T) => string = String,
): string[] {
  if (value === undefined) return [];
  return [value === OFF ? `put ${what} back to the usual` : `set ${what} to ${say(value as T)}`];
}

/** Values without those that were left out, and with `off` as what takes a rule away. */
type Told<Values> = { [Name in keyof Values]?: Exclude<Values[Name], Off> | undefined };

/** Only what was said; `off` as what takes a rule away. */
export function told<Values extends Readonly<Record<string, unknown>>>(values: Values): Told<Values> {
  const said = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said.map(([name, value]) => [name, value === OFF ? undefined : value])) as Told<Values>;
}

const OFF: Off = "off";

/** What members call what they may use: families, and the commands that have a model of their own. */
export const MODEL_NAMES: readonly string[] = [
  ...new Set(models.map(({ asked }) => ("family" in asked ? asked.family : asked.command))),
];

/** The longest video that anything makes, in seconds: a motion is as long as the video it follows (FACTS). */
export const LONGEST = 30;
