import { UserError } from "../../src/base/errors.ts";
import { countLimit, limit, timeZone } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { member } from "../../src/chat/command/mentions.ts";
import { choice, flag } from "../../src/chat/command/options.ts";
import { sayCredits } from "../../src/credits/units.ts";
import { set, told } from "./changes.ts";
import { PERIODS } from "./choices.ts";
import { needed } from "./needed.ts";
import { rulesCard } from "./rules-card.ts";

/** More than any workspace runs at once. */
const MOST_JOBS = 10_000;

export default defineCommand({
  name: "admin limit",
  description: "See the rules; set what each member gets and may run",
  adminOnly: true,
  options: {
    amount: limit("Credits that each member gets in a period; off for the usual"),
    member: member("With amount: of this member alone, whatever their roles"),
    period: choice("How long it lasts before the next one", PERIODS),
    time_zone: timeZone("In whose days periods are counted, such as Europe/Berlin"),
    jobs: countLimit("Jobs at once a member; off for the usual", MOST_JOBS),
    all_jobs: countLimit("Jobs at once of all members together, or off", MOST_JOBS),
    price: limit("The most that one job may cost, or off"),
    gifts: flag("Members may give each other of their grants"),
  },
  run: async ({ options, policy }) => {
    const { amount, member: id, period, time_zone, jobs, all_jobs, price, gifts } = options;
    if (id !== undefined) {
      const others = [period, time_zone, jobs, all_jobs, price, gifts].some((value) => value !== undefined);
      if (others) throw new UserError("Of one member alone only the amount can be set. Leave the rest out, or member.");
      const own = needed(amount, "amount", "/admin limit member:@Ada amount:50, or amount:off for what everyone gets");
      const { id: whose, name } = await policy.person(id);
      return rulesCard(
        "The rules are changed",
        await policy.change((now) => {
          const about = { id: whose, name };
          const { [whose]: _, ...members } = now.members ?? {};
          return own === "off"
            ? { rules: { ...now, members }, what: `gave ${name} the allowance of everyone`, about }
            : {
                rules: { ...now, members: { ...members, [whose]: { allowance: own } } },
                what: `set the allowance of ${name} to ${sayCredits(own)}`,
                about,
              };
        }),
      );
    }
    const said = [
      set("the allowance", amount, sayCredits),
      set("the period", period),
      set("the time zone", time_zone),
      set("the jobs of a member", jobs),
      set("the jobs of all", all_jobs),
      set("the dearest job", price, sayCredits),
      gifts === undefined ? [] : [gifts ? "let members give credits" : "ended members' giving"],
    ].flat();
    if (said.length === 0) return rulesCard("The rules here", await policy.standing());
    return rulesCard(
      "The rules are changed",
      await policy.change((now) => ({
        rules: {
          ...now,
          ...told({ allowance: amount, period, timeZone: time_zone, maxJobs: jobs, workspaceJobs: all_jobs }),
          ...told({ maxPrice: price, gifts }),
        },
        what: said.join(", "),
      })),
    );
  },
});
