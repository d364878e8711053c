import { type Card, privately } from "../src/chat/card.ts";
import { defineCommand } from "../src/chat/command.ts";
import { choice, flag } from "../src/chat/options.ts";
import { sayCredits } from "../src/credits/units.ts";
import { UserError } from "../src/errors.ts";
import { type FamilyName, families, usualFamily } from "../src/models/families.ts";
import { lacksSound, priceWith } from "../src/preferences/apply.ts";
import { type PreferenceChange, type Preferences, preferenceNames } from "../src/preferences/preferences.ts";
import { aspectOption, durationOption, modelOption, qualityOption, soundOption } from "./common.ts";

export default defineCommand({
  name: "settings",
  description: "See and set what you usually want: model, quality, shape, seconds, sound",
  options: {
    model: modelOption,
    quality: qualityOption,
    aspect: aspectOption,
    duration: durationOption,
    sound: soundOption,
    usual: choice("Put one back to what is usual", preferenceNames),
    reset: flag("Put all of them back to what is usual"),
  },
  run: async ({ options: { usual, reset = false, ...given }, preferences }) => {
    if (usual !== undefined && given[usual] !== undefined) {
      const sentence = `${usual} has a new value here, and usual:${usual} takes it back. Leave one of the two out.`;
      throw new UserError(sentence, { option: usual });
    }
    const change: PreferenceChange = { ...(reset ? NOTHING : {}), ...(usual ? { [usual]: null } : {}), ...told(given) };
    return Object.keys(change).length === 0
      ? settingsCard("Your settings", await preferences.chosen())
      : settingsCard("Your settings are changed", await preferences.choose(change));
  },
});

const NOTHING: PreferenceChange = Object.fromEntries(preferenceNames.map((name) => [name, null]));

/** Without what was left out, which would stand over a reset. */
function told(given: Preferences): Preferences {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function settingsCard(title: string, chosen: Preferences): Card {
  const any = Object.values(chosen).some((value) => value !== undefined);
  const { model, quality, aspect, duration, sound } = chosen;
  const fields = [
    { name: "Model", value: model ? labelOf(model) : usually(labelOf(usualFamily("text"))) },
    { name: "Quality", value: quality ?? usually(qualityOption.standard) },
    { name: "Shape", value: aspect ?? usually(aspectOption.standard) },
    { name: "Length", value: duration === undefined ? usually(`${durationOption.standard} s`) : `${duration} s` },
    { name: "Sound", value: sound === undefined ? usually("no") : yesNo(sound) },
  ];
  const price = `/video then costs ${sayCredits(priceWith(chosen))}.`;
  return privately(title, [any ? SET : UNSET, soundNote(chosen), price].filter(Boolean).join(" "), {
    fields,
    ...(any ? { buttons: [{ label: "Back to usual", does: "run", line: "settings reset:yes" }] } : {}),
  });
}

const SET =
  "They count wherever you don't say otherwise and the model has them. /settings usual:duration takes one back.";
const UNSET = "Everything is as usual. /settings model:turbo quality:1080p duration:8 sets what you want instead.";

function soundNote({ model, sound }: Preferences): string {
  if (model === undefined || !sound || !lacksSound(model)) return "";
  return `${labelOf(model)} makes no sound, so yours counts only with another model.`;
}

function labelOf(name: FamilyName): string {
  return families.find((family) => family.name === name)?.label ?? name;
}

function usually(value = ""): string {
  return `${value} (usual)`;
}

function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}
