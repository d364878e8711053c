import { UserError } from "../../src/base/errors.ts";
import { countLimit, limit, timeZone } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { member } from "../../src/chat/command/mentions.ts";
import { choice, flag } from "../../src/chat/command/options.ts";
import { inCredits } from "../../src/credits/units.ts";
import { numberOf } from "../../src/text/measures.ts";
import { sentences } from "../../src/text/sentences.ts";
import { allOf } from "../../src/text/text.ts";
import { set, setPeriod, setTimeZone, setWhether, told } from "./changes.ts";
import { PERIODS } from "./choices.ts";
import { needed } from "./needed.ts";
import { rulesCard } from "./rules-card.ts";

/** More than any workspace runs at once. */
const MOST_JOBS = 10_000;

const words = sentences("command.admin.limit", {
  orOff: "{line}, or amount:off for what everyone gets",
  description: "See the rules; set what each member gets and can run",
  amount: "Credits that each member gets in a period; off for the default",
  member: "With amount: for this member alone, whatever their roles",
  period: "How long a period is",
  timeZone: "The time zone in whose days periods are counted, such as Europe/Berlin",
  jobs: "Jobs at once for each member; off for the default",
  allJobs: "Jobs at once for all members together, or off",
  price: "The most that one job can cost, or off",
  gifts: "Let members give each other granted credits",
  watermark: "Put a watermark on videos, unless a member says watermark:no",
  oneAlone: "Leave the rest out, or the member: for one member alone, only the amount can be set.",
  asEveryone: "gave {name} everyone's allowance",
  own: "set the allowance of {name} to {amount}",
});

export default defineCommand({
  name: "admin limit",
  description: words.description,
  adminOnly: true,
  options: {
    amount: limit(words.amount),
    member: member(words.member),
    period: choice(words.period, PERIODS),
    time_zone: timeZone(words.timeZone),
    jobs: countLimit(words.jobs, MOST_JOBS),
    all_jobs: countLimit(words.allJobs, MOST_JOBS),
    price: limit(words.price),
    gifts: flag(words.gifts),
    watermark: flag(words.watermark),
  },
  run: async ({ options, policy }) => {
    const { amount, member: id, period, time_zone, jobs, all_jobs, price, gifts, watermark } = options;
    if (id !== undefined) {
      const others = [period, time_zone, jobs, all_jobs, price, gifts, watermark].some((value) => value !== undefined);
      if (others) throw new UserError(words.oneAlone, { option: "member" });
      const own = needed(amount, "amount", words.orOff({ line: "/admin limit member:@Ada amount:50" }));
      const { id: whose, name } = await policy.person(id);
      return rulesCard(
        "changed",
        await policy.change((now) => {
          const about = { id: whose, name };
          const { [whose]: _, ...members } = now.members ?? {};
          return own === "off"
            ? { rules: { ...now, members }, what: words.asEveryone({ name }), about }
            : {
                rules: { ...now, members: { ...members, [whose]: { allowance: own } } },
                what: words.own({ name, amount: inCredits(own) }),
                about,
              };
        }),
      );
    }
    const said = [
      ...set("allowance", amount, inCredits),
      ...setPeriod(period),
      ...setTimeZone(time_zone),
      ...set("jobs", jobs, numberOf),
      ...set("allJobs", all_jobs, numberOf),
      ...set("price", price, inCredits),
      ...setWhether("gifts", gifts),
      ...setWhether("watermark", watermark),
    ];
    if (said.length === 0) return rulesCard("unchanged", await policy.standing());
    return rulesCard(
      "changed",
      await policy.change((now) => ({
        rules: {
          ...now,
          ...told({ allowance: amount, period, timeZone: time_zone, maxJobs: jobs, workspaceJobs: all_jobs }),
          ...told({ maxPrice: price, gifts, watermark }),
        },
        what: allOf(said),
      })),
    );
  },
});
