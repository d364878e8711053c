import { plural } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { choice, integer } from "../../src/chat/command/options.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { sayCredits } from "../../src/credits/units.ts";
import { inEnglish } from "../../src/text/render.ts";
import { PERIODS } from "./choices.ts";

/** As many days of a year. */
const MOST_BACK = 366;

export default defineCommand({
  name: "admin usage",
  description: "See who spent what on which models: a table, a picture, and a file",
  adminOnly: true,
  options: {
    period: choice("How long a time", PERIODS, { standard: "month" }),
    back: integer("How many periods before the present one", { min: 0, max: MOST_BACK }),
  },
  run: async ({ options: { period = "month", back = 0 }, usage }) => {
    const shown = await usage.show(period, back);
    const { spent, jobs, refunded } = shown.report;
    return privately(`Usage: ${inEnglish(shown.period)}`, shown.table, {
      fields: [
        { name: "Spent", value: `${sayCredits(spent)} on ${plural(jobs, "job")}` },
        ...(refunded > 0 ? [{ name: "Given back", value: sayCredits(refunded) }] : []),
      ],
      files: shown.files,
    });
  },
});
