import { defineCommand } from "../../src/chat/command/command.ts";
import { choice, integer } from "../../src/chat/command/options.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { worth } from "../../src/credits/units.ts";
import { sentences } from "../../src/text/sentences.ts";
import type { Text } from "../../src/text/text.ts";
import { PERIODS } from "./choices.ts";

/** As many days of a year. */
const MOST_BACK = 366;

const words = sentences("command.admin.usage", {
  description: "See who spent what on which models: a table, a chart, and a file",
  period: "How long a period",
  back: "How many periods back; 0 is the current one",
  title: "Usage: {period}",
  spent: "Spent",
  spentOn: "{spent} on {jobs, plural, one {# job} other {# jobs}}",
  givenBack: "Given back",
});

export default defineCommand({
  name: "admin usage",
  description: words.description,
  adminOnly: true,
  options: {
    period: choice(words.period, PERIODS, { standard: "month" }),
    back: integer(words.back, { min: 0, max: MOST_BACK }),
  },
  run: async ({ options: { period = "month", back = 0 }, usage }) => {
    const shown = await usage.show(period, back);
    const { spent, jobs, refunded } = shown.report;
    return privately<Text>(words.title({ period: shown.period }), shown.table, {
      fields: [
        { name: words.spent, value: words.spentOn({ spent: worth(spent), jobs }) },
        ...(refunded > 0 ? [{ name: words.givenBack, value: worth(refunded) }] : []),
      ],
      files: shown.files,
    });
  },
});
