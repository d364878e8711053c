import { sayDay } from "../../src/chat/cards/say.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { formatCredits, sayCredits, type Units } from "../../src/credits/units.ts";
import type { Limits, Policy } from "../../src/policy/policy.ts";
import type { Standing } from "../../src/policy/service.ts";

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
