import { countLimit } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import type { Standing } from "../../src/policy/service.ts";
import { set, told } from "./changes.ts";

const MOST_DAYS = 36_500;
const MOST_GB = 1_000_000;
const GB = 1_000_000_000;

export default defineCommand({
  name: "admin keep",
  description: "Set how long finished videos are kept here, and how much of them; pinned ones stay",
  adminOnly: true,
  options: {
    days: countLimit("Days; off for the usual", MOST_DAYS),
    size: countLimit("Gigabytes of all of them together; off for the usual", MOST_GB),
  },
  run: async ({ options: { days, size }, policy }) => {
    if (days === undefined && size === undefined) return keepCard(await policy.standing());
    const what = [
      set("the days that videos are kept", days),
      set("the size of videos kept", size, (gigabytes) => `${gigabytes} GB`),
    ];
    const keepBytes = typeof size === "number" ? size * GB : size;
    return keepCard(
      await policy.change((now) => ({
        rules: { ...now, ...told({ keepDays: days, keepBytes }) },
        what: what.flat().join(", "),
      })),
    );
  },
});

function keepCard({ policy: { keepDays, keepBytes } }: Standing) {
  const usual = "as whoever runs Reelay has set it";
  const text = "The oldest go first. A pinned video stays (/jobs pin:g_…), and so does what this chat has a copy of.";
  return privately("How videos are kept", text, {
    fields: [
      { name: "For", value: keepDays === undefined ? usual : `${keepDays} days` },
      { name: "Together", value: keepBytes === undefined ? usual : `up to ${keepBytes / GB} GB` },
    ],
  });
}
