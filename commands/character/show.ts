import { shortName, shownName } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { type Button, privately } from "../../src/chat/contract/card.ts";
import type { Element } from "../../src/elements/element.ts";
import { sentences } from "../../src/text/sentences.ts";
import { dayOf, paragraphs, type Text } from "../../src/text/text.ts";
import { decisionButtons, nameOption, neededName, sayFiles, sayState } from "./character-words.ts";

const words = sentences("command.element.show", {
  description: "See one character: what it's made from, by whom, and whether it's ready",
  delete: "Delete",
  madeFrom: "Made from",
  by: "By",
  since: "Since",
  state: "State",
  ready: "Write @{name} in a prompt, or give element1:{name}.",
  making: "Once it's ready, write @{name} in a prompt.",
  waiting: "An admin can approve or decline it here.",
  failed: "Send /element create name:{name} again with other files, or delete it.",
});

export default defineCommand({
  name: "element show",
  description: words.description,
  options: { name: nameOption },
  run: async ({ options, cast, actor }) => {
    const element = await cast.show(neededName(options.name, "/element show name:Ada"));
    const { name, description, maker, makerName, createdAt, state } = element;
    const buttons: Button<Text>[] = state === "waiting" && actor.admin ? [...decisionButtons(name)] : [];
    // Into the composer, not at once: a deleted character can't be had back.
    if (maker === actor.id || actor.admin) {
      buttons.push({
        label: words.delete,
        does: "edit",
        line: `element delete name:${shortName(name)}`,
        tone: "danger",
      });
    }
    return privately<Text>(shownName(name), paragraphs(description, howToUse(element)), {
      tone: state === "making" ? "busy" : "info",
      fields: [
        { name: words.madeFrom, value: sayFiles(element) },
        { name: words.by, value: makerName },
        { name: words.since, value: dayOf(createdAt) },
        { name: words.state, value: sayState(element) },
      ],
      ...(buttons.length > 0 ? { buttons } : {}),
    });
  },
});

function howToUse({ state, name }: Element): Text {
  return state === "waiting" ? words.waiting : words[state]({ name: shortName(name) });
}
