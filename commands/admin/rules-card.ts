import { type Card, privately } from "../../src/chat/contract/card.ts";
import { bareWorth, type Units, worth } from "../../src/credits/units.ts";
import type { Limits, Policy } from "../../src/policy/policy.ts";
import type { Standing } from "../../src/policy/service.ts";
import { numberOf } from "../../src/text/measures.ts";
import { sentences } from "../../src/text/sentences.ts";
import { allOf, dayOf, lines, type Text } from "../../src/text/text.ts";

const words = sentences("command.admin.rules", {
  title: "The rules here",
  changedTitle: "The rules have changed",
  allowance: "Allowance",
  allowanceEach: "{amount} {period, select, day {a day} week {a week} month {a month} other {a period}}",
  renews: "Renews",
  renewsOn: "{day}, {zone}",
  jobs: "Jobs at once",
  jobsOfAll: "{each} a member, {all} in all",
  anyNumber: "any number",
  price: "Price of a job",
  upTo: "up to {price}",
  any: "any",
  budget: "Budget",
  none: "none",
  spent: "{spent} of {budget} spent {period, select, day {today} week {this week} month {this month} other {so far}}",
  paused: "Paused by {who}: no new requests are accepted.",
  everyone: "Everyone: {limits}.",
  channels: "Videos can be made in {channels, plural, =0 {no channel} one {# channel} other {# channels}} only.",
  approveAbove: "Above {price}, a request waits for an admin.",
  approveMissing: "A request without enough credits waits for an admin.",
  askAbove: "Above {price}, a member is asked first.",
  gifts: "Members can give each other granted credits.",
  watermark: "Videos get a watermark, unless a member says watermark:no.",
  noOther: "There are no other limits.",
  role: "Role {role}: {limits}",
  member: "{member}: {amount}",
  unknownMember: "Member {id}",
  models: "models {models}",
  noModels: "no models",
  seconds: "up to {seconds, number} s",
  asEveryone: "as everyone",
  and: "{one}; {more}",
});

/** The rules as an admin reads them, as they are or as they have just been changed. */
export function rulesCard(is: "unchanged" | "changed", { policy, spent, renewsAt, names }: Standing): Card<Text> {
  const { everyone, period, timeZone, maxJobs, workspaceJobs, maxPrice, budget } = policy;
  const all = workspaceJobs === undefined ? words.anyNumber : numberOf(workspaceJobs);
  return privately<Text>(
    is === "changed" ? words.changedTitle : words.title,
    lines(...sayRest(policy), ...sayRoles(policy, names)),
    {
      fields: [
        { name: words.allowance, value: words.allowanceEach({ amount: worth(everyone.allowance), period }) },
        { name: words.renews, value: words.renewsOn({ day: dayOf(renewsAt, timeZone), zone: timeZone }) },
        { name: words.jobs, value: words.jobsOfAll({ each: numberOf(maxJobs), all }) },
        {
          name: words.price,
          value: maxPrice === undefined ? words.any : words.upTo({ price: worth(maxPrice) }),
        },
        { name: words.budget, value: budget === undefined ? words.none : sayBudget(spent, budget, period) },
      ],
    },
  );
}

/** “120 of 1,000 credits spent this month”. */
export function sayBudget(spent: Units, budget: Units, period: Policy["period"]): Text {
  return words.spent({ spent: bareWorth(spent), budget: worth(budget), period });
}

/**
 * What a role, or everyone, may use: “50 credits; models kling-3 and motion; 720p; up to 5 s”. `say` says the credits:
 * what is written down has no money beside them.
 */
export function sayLimits({ allowance, models, qualities, seconds }: Limits, say: (value: Units) => Text): Text {
  const parts: Text[] = [
    ...(allowance === undefined ? [] : [say(allowance)]),
    ...(models ? [models.length === 0 ? words.noModels : words.models({ models: allOf(models) })] : []),
    ...(qualities ? [allOf(qualities)] : []),
    ...(seconds === undefined ? [] : [words.seconds({ seconds })]),
  ];
  const [first, ...more] = parts;
  return first === undefined ? words.asEveryone : more.reduce((one, next) => words.and({ one, more: next }), first);
}

function sayRest({
  everyone,
  channels,
  approveAbove,
  approveMissing,
  askAbove,
  gifts,
  watermark,
  paused,
}: Policy): Text[] {
  const { allowance: _, ...limits } = everyone;
  const said = [
    paused && words.paused({ who: paused.by }),
    Object.keys(limits).length > 0 && words.everyone({ limits: sayLimits(limits, worth) }),
    channels && words.channels({ channels: channels.length }),
    approveAbove !== undefined && words.approveAbove({ price: worth(approveAbove) }),
    approveMissing && words.approveMissing,
    askAbove !== undefined && words.askAbove({ price: worth(askAbove) }),
    gifts && words.gifts,
    watermark && words.watermark,
  ].filter((one) => one !== undefined && one !== false);
  return said.length === 0 ? [words.noOther] : said;
}

function sayRoles({ roles, members }: Policy, names: Standing["names"]): Text[] {
  const byRole = Object.entries(roles).map(([role, limits]) => words.role({ role, limits: sayLimits(limits, worth) }));
  const own = Object.entries(members).map(([id, { allowance }]) =>
    words.member({ member: names.get(id) ?? words.unknownMember({ id }), amount: worth(allowance) }),
  );
  return [...byRole, ...own];
}
