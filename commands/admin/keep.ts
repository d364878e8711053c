import { countLimit } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import type { Standing } from "../../src/policy/service.ts";
import { numberOf } from "../../src/text/measures.ts";
import { sentences } from "../../src/text/sentences.ts";
import { allOf, type Text } from "../../src/text/text.ts";
import { set, told } from "./changes.ts";

const MOST_DAYS = 36_500;
const MOST_GB = 1_000_000;
const GB = 1_000_000_000;

const words = sentences("command.admin.keep", {
  description: "Set how long finished videos are kept here, and how many; pinned ones stay",
  days: "Days; off for the default",
  size: "Gigabytes of all of them together; off for the default",
  gigabytes: "{size, number} GB",
  title: "How videos are kept",
  text: "The oldest go first. A pinned video stays (/jobs pin:g_…), and so does what this chat has a copy of.",
  for: "For",
  forDays: "{days, plural, one {# day} other {# days}}",
  together: "Together",
  upTo: "up to {size, number} GB",
  byDefault: "as whoever runs Reelay has set it",
});

export default defineCommand({
  name: "admin keep",
  description: words.description,
  adminOnly: true,
  options: { days: countLimit(words.days, MOST_DAYS), size: countLimit(words.size, MOST_GB) },
  run: async ({ options: { days, size }, policy }) => {
    if (days === undefined && size === undefined) return keepCard(await policy.standing());
    const what = allOf([
      ...set("keepDays", days, numberOf),
      ...set("keepSize", size, (gigabytes) => words.gigabytes({ size: gigabytes })),
    ]);
    const keepBytes = typeof size === "number" ? size * GB : size;
    return keepCard(
      await policy.change((now) => ({ rules: { ...now, ...told({ keepDays: days, keepBytes }) }, what })),
    );
  },
});

function keepCard({ policy: { keepDays, keepBytes } }: Standing): Card<Text> {
  return privately<Text>(words.title, words.text, {
    fields: [
      { name: words.for, value: keepDays === undefined ? words.byDefault : words.forDays({ days: keepDays }) },
      { name: words.together, value: keepBytes === undefined ? words.byDefault : words.upTo({ size: keepBytes / GB }) },
    ],
  });
}
