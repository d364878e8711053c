import { UserError } from "../../src/base/errors.ts";
import { andList, plural } from "../../src/base/words.ts";
import { limit } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { oneAtATime, onlyWith } from "../../src/chat/command/one-at-a-time.ts";
import { choice, flag } from "../../src/chat/command/options.ts";
import { type Card, type CardFile, privately } from "../../src/chat/contract/card.ts";
import { sayCredits } from "../../src/credits/units.ts";
import { type FamilyName, families, usualFamily } from "../../src/models/families.ts";
import { lacksSound, priceWith } from "../../src/preferences/apply.ts";
import { type PreferenceChange, type Preferences, preferenceNames } from "../../src/preferences/preferences.ts";
import type { Forgotten } from "../../src/privacy/forget.ts";
import type { Text } from "../../src/text/text.ts";
import { aspectOption, durationOption, modelOption, qualityOption, soundOption } from "../make/common.ts";

export default defineCommand({
  name: "settings",
  description: "See and set what you usually want: model, quality, shape, seconds, sound",
  options: {
    model: modelOption,
    quality: qualityOption,
    aspect: aspectOption,
    duration: durationOption,
    sound: soundOption,
    ask_above: limit("Show me the price first above this many credits, or off"),
    usual: choice("Put one back to what is usual", preferenceNames),
    reset: flag("Put all of them back to what is usual"),
    data: { ...choice("Get all that is kept of you, or have it deleted", ["export", "forget"]), rest: true },
    sure: flag("With data:forget: yes, delete it; the button says so"),
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
      const sentence = `${usual} has a new value here, and usual:${usual} takes it back. Leave one of the two out.`;
      throw new UserError(sentence, { option: usual });
    }
    const change: PreferenceChange = { ...(reset ? NOTHING : {}), ...(usual ? { [usual]: null } : {}), ...told(given) };
    return Object.keys(change).length === 0
      ? settingsCard("Your settings", await preferences.chosen())
      : settingsCard("Your settings are changed", await preferences.choose(change));
  },
});

function exportCard(files: readonly CardFile<Text>[]): Card<Text> {
  const packed = files.some(({ type }) => type === "application/gzip");
  const as = `as ${plural(files.length, packed ? "compressed JSON file" : "JSON file")}`;
  const text = `Words, files' names, credits, drafts and settings, ${as}. I keep ${files.length === 1 ? "it" : "them"} for a day.`;
  return privately<Text>("All that is kept of you here", text, { files });
}

function sureCard(): Card {
  return privately(
    "Delete what is kept of you here?",
    "Your prompts, pictures, videos, characters, drafts and settings here are deleted, for everybody and for good. Amounts stay without words, and admins' record of changes stays without your name.",
    { buttons: [{ label: "Delete it all", does: "run", line: "settings data:forget sure:yes", tone: "danger" }] },
  );
}

function forgottenCard({ jobs, characters, files, stayed, messages, atGateway }: Forgotten): Card {
  const said = [
    sayGone({ jobs, characters, files }),
    stayed > 0 &&
      `${plural(stayed, "file")} ${stayed === 1 ? "stays" : "stay"}, because somebody else's job or character was made from ${stayed === 1 ? "it" : "them"}.`,
    atGateway > 0 &&
      `The video service couldn't be reached; it deletes its ${atGateway === 1 ? "copy" : "copies"} of ${plural(atGateway, "picture")} within three days.`,
    messages > 0 && `${plural(messages, "message")} couldn't be changed just now; I keep trying.`,
    jobs > 0 && "Your jobs' messages in the channels follow within minutes.",
  ];
  return privately("Forgotten", said.filter((one) => one !== false).join(" "));
}

/** Without what there was none of. */
function sayGone({ jobs, characters, files }: Pick<Forgotten, "jobs" | "characters" | "files">): string {
  const words = [jobs > 0 && plural(jobs, "job"), characters > 0 && plural(characters, "character")];
  const of = andList(words.filter((one) => one !== false));
  const gone = `${plural(files, "file")} ${files === 1 ? "is" : "are"} gone.`;
  if (of === "") return files === 0 ? "There was nothing of yours left to delete." : gone;
  if (files === 0) return `The words of ${of} are gone.`;
  return `The words of ${of} are gone, and so ${files === 1 ? "is" : "are"} ${plural(files, "file")}.`;
}

const NOTHING: PreferenceChange = Object.fromEntries(preferenceNames.map((name) => [name, null]));

/** Without what was left out, which would stand over a reset. */
function told(given: PreferenceChange): PreferenceChange {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function settingsCard(title: string, chosen: Preferences): Card {
  const any = Object.values(chosen).some((value) => value !== undefined);
  const { model, quality, aspect, duration, sound, ask_above } = chosen;
  const fields = [
    { name: "Model", value: model ? labelOf(model) : usually(labelOf(usualFamily("text"))) },
    { name: "Quality", value: quality ?? usually(qualityOption.standard) },
    { name: "Shape", value: aspect ?? usually(aspectOption.standard) },
    { name: "Length", value: duration === undefined ? usually(`${durationOption.standard} s`) : `${duration} s` },
    { name: "Sound", value: sound === undefined ? usually("no") : yesNo(sound) },
    { name: "Price first", value: ask_above === undefined ? usually("never") : `above ${sayCredits(ask_above)}` },
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
