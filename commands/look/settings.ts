import { UserError } from "../../src/base/errors.ts";
import { limit } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { oneAtATime, onlyWith } from "../../src/chat/command/one-at-a-time.ts";
import { choice, flag } from "../../src/chat/command/options.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { worth } from "../../src/credits/units.ts";
import { type FamilyName, families, usualFamily } from "../../src/models/families.ts";
import { lacksSound, usualJob } from "../../src/preferences/apply.ts";
import { type PreferenceChange, type Preferences, preferenceNames } from "../../src/preferences/preferences.ts";
import { sentences } from "../../src/text/sentences.ts";
import { spaced, type Text } from "../../src/text/text.ts";
import { aspectOption, durationOption, modelOption, qualityOption, soundOption } from "../make/common.ts";
import { exportCard, forgottenCard, sureCard } from "./data.ts";

const words = sentences("command.settings", {
  description: "See and set your defaults: model, quality, shape, length, sound",
  askAbove: "Show me the price first above this many credits, or off",
  usual: "Set one of them back to the default",
  reset: "Set all of them back to the defaults",
  data: "Download or delete your data",
  sure: "With data:forget: yes, delete it; its button does this",
  newAndUsual: "Leave one of the two out: {name} has a new value here, and usual:{name} takes it back.",
  title: "Your settings",
  changedTitle: "Your settings have changed",
  set: "Used unless you specify otherwise, wherever the model has them. /settings usual:duration sets one back.",
  unset: "These are the defaults. /settings model:turbo quality:1080p duration:8 sets what you want instead.",
  noSound: "{model} makes no sound, so yours counts only with another model.",
  price: "With these, /video costs {price}.",
  back: "Back to defaults",
  model: "Model",
  quality: "Quality",
  shape: "Shape",
  length: "Length",
  seconds: "{seconds} s",
  sound: "Sound",
  yes: "yes",
  no: "no",
  priceFirst: "Price first",
  never: "never",
  above: "above {price}",
  byDefault: "{value} (default)",
});

export default defineCommand({
  name: "settings",
  description: words.description,
  options: {
    model: modelOption,
    quality: qualityOption,
    aspect: aspectOption,
    duration: durationOption,
    sound: soundOption,
    ask_above: limit(words.askAbove),
    usual: choice(words.usual, preferenceNames),
    reset: flag(words.reset),
    data: { ...choice(words.data, ["export", "forget"]), rest: true },
    sure: flag(words.sure),
  },
  run: async ({ options: { usual, reset = false, ask_above, data, sure = false, ...others }, ...services }) => {
    if (data !== undefined) oneAtATime({ data, ...others, ask_above, usual, reset });
    else if (sure) onlyWith("data", { sure });
    if (data === "export") return exportCard(await services.privacy.export());
    if (data === "forget") return sure ? forgottenCard(await services.privacy.forget()) : sureCard();
    const { preferences } = services;
    const given = {
      ...others,
      ...(ask_above === undefined ? {} : { ask_above: ask_above === "off" ? null : ask_above }),
    };
    if (usual !== undefined && given[usual] !== undefined) {
      throw new UserError(words.newAndUsual({ name: usual }), { option: usual });
    }
    const change: PreferenceChange = { ...(reset ? NOTHING : {}), ...(usual ? { [usual]: null } : {}), ...told(given) };
    return Object.keys(change).length === 0
      ? settingsCard(words.title, await preferences.chosen())
      : settingsCard(words.changedTitle, await preferences.choose(change));
  },
});

const NOTHING: PreferenceChange = Object.fromEntries(preferenceNames.map((name) => [name, null]));

/** Without what was left out, which would stand over a reset. */
function told(given: PreferenceChange): PreferenceChange {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function settingsCard(title: Text, chosen: Preferences): Card<Text> {
  const any = Object.values(chosen).some((value) => value !== undefined);
  const { model, quality, aspect, duration, sound, ask_above } = chosen;
  const usually = (value: Text = "") => words.byDefault({ value });
  const seconds = (value: Text) => words.seconds({ seconds: value });
  const fields = [
    { name: words.model, value: model ? labelOf(model) : usually(labelOf(usualFamily("text"))) },
    { name: words.quality, value: quality ?? usually(qualityOption.standard) },
    { name: words.shape, value: aspect ?? usually(aspectOption.standard) },
    {
      name: words.length,
      value: duration === undefined ? usually(seconds(durationOption.standard ?? "")) : seconds(String(duration)),
    },
    { name: words.sound, value: sound === undefined ? usually(words.no) : sound ? words.yes : words.no },
    {
      name: words.priceFirst,
      value: ask_above === undefined ? usually(words.never) : words.above({ price: worth(ask_above) }),
    },
  ];
  const price = words.price({ price: worth(usualJob(chosen).price) });
  return privately<Text>(title, spaced(any ? words.set : words.unset, soundNote(chosen), price), {
    fields,
    ...(any ? { buttons: [{ label: words.back, does: "run", line: "settings reset:yes" }] } : {}),
  });
}

function soundNote({ model, sound }: Preferences): Text | undefined {
  if (model === undefined || !sound || !lacksSound(model)) return undefined;
  return words.noSound({ model: labelOf(model) });
}

function labelOf(name: FamilyName): Text {
  return families.find((family) => family.name === name)?.label ?? name;
}
