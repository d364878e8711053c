import { shorten } from "../../src/base/words.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { worth, worthARate } from "../../src/credits/units.ts";
import type { JobSummary } from "../../src/generations/service.ts";
import type { Model } from "../../src/models/parts/model.ts";
import { LEAST_BILLED } from "../../src/models/parts/prices.ts";
import { usualJob } from "../../src/preferences/apply.ts";
import type { Preferences } from "../../src/preferences/preferences.ts";
import { quoted } from "../../src/text/measures.ts";
import { sentences } from "../../src/text/sentences.ts";
import { storeText } from "../../src/text/stored.ts";
import { allOf, dotted, lines, paragraphs, type Text } from "../../src/text/text.ts";

/** Jobs whose price is shown. */
const LATEST = 3;
/** Fits in one line of a chat. */
const PROMPT_SHOWN = 40;

const words = sentences("command.help.prices", {
  title: "What videos cost",
  perSecond: "Credits for each second of video; at least {least, number} seconds are charged:",
  free: "A job that fails is free.",
  model: "{model}: {rates}",
  modelOf: "{model} ({commands}): {rates}",
  command: "/{command}",
  rate: "{what} {credits}",
  each: "{credits} each",
  usual: "Your usual /video",
  job: "{model}, {details}: {price}",
  latest: "Your latest:",
  jobWithWords: "{model}, {details}, {prompt}: {price}",
});

/** The price list, and what the member's own jobs cost: as they usually are, and the latest that were made. */
export function pricesCard(
  models: readonly Model[],
  preferences: Preferences,
  jobs: readonly JobSummary[],
): Card<Text> {
  const groups = groupsOf(models);
  const list = lines(words.perSecond({ least: LEAST_BILLED }), ...groups.map((group) => sayGroup(group, groups)));
  const made = jobs.filter(({ charged }) => charged !== undefined && charged > 0).slice(0, LATEST);
  const latest = made.length > 0 && lines(words.latest, ...made.map(sayJob));
  return privately<Text>(words.title, paragraphs(list, words.free, latest), {
    fields: [{ name: words.usual, value: words.job(sayPriced(usualJob(preferences))) }],
  });
}

/** Models that have a name and their prices in common; by which commands they are asked for, where those are their own. */
function groupsOf(all: readonly Model[]): readonly (readonly Model[])[] {
  const key = ({ label, rates, asked }: Model) => JSON.stringify([storeText(label), rates, "command" in asked]);
  return [...Map.groupBy(all, key).values()];
}

function sayGroup(group: readonly Model[], all: readonly (readonly Model[])[]): Text {
  const [{ label: model, rates } = { label: "", rates: [] }] = group;
  // Of a name with several price lists, the command says which is meant.
  const alone = all.filter(([one]) => one?.label === model).length === 1;
  const said = dotted(
    ...rates.map(({ what, per, credits: published }) => {
      const credits = worthARate(published);
      return per === "element" ? words.each({ credits }) : words.rate({ what, credits });
    }),
  );
  const commands = group.flatMap(({ asked }) => {
    if ("command" in asked) return [words.command(asked)];
    return alone ? [] : [words.command({ command: asked.from === "text" ? "video" : "animate" })];
  });
  if (commands.length === 0) return words.model({ model, rates: said });
  return words.modelOf({ model, commands: allOf(commands), rates: said });
}

function sayJob({ model, details, prompt, price }: JobSummary): Text {
  const about = sayPriced({ model, details, price });
  if (prompt === "") return words.job(about);
  return words.jobWithWords({ ...about, prompt: quoted(shorten(prompt.replaceAll("\n", " "), PROMPT_SHOWN)) });
}

function sayPriced({ model, details, price }: Pick<JobSummary, "model" | "details" | "price">) {
  return { model, details, price: worth(price) };
}
