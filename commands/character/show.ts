import { sayDay } from "../../src/chat/cards/say.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { type Button, privately } from "../../src/chat/contract/card.ts";
import type { Element } from "../../src/elements/element.ts";
import { decisionButtons, nameOption, neededName, sayFiles, sayState } from "./character-words.ts";

export default defineCommand({
  name: "element show",
  description: "See one character: what it is made from, by whom, and how it stands",
  options: { name: nameOption },
  run: async ({ options, cast, actor }) => {
    const element = await cast.show(neededName(options.name, "/element show name:Ada"));
    const { name, description, maker, makerName, createdAt, state } = element;
    const buttons: Button[] = state === "waiting" && actor.admin ? [...decisionButtons(name)] : [];
    // Into the composer, not at once: a deleted character can't be had back.
    if (maker === actor.id || actor.admin) {
      buttons.push({ label: "Delete", does: "edit", line: `element delete name:${name}`, tone: "danger" });
    }
    return privately(`@${name}`, `${description}\n\n${howToUse(element)}`, {
      tone: state === "making" ? "busy" : "info",
      fields: [
        { name: "Made from", value: sayFiles(element) },
        { name: "By", value: makerName },
        { name: "Since", value: sayDay(createdAt) },
        { name: "State", value: sayState(element) },
      ],
      ...(buttons.length > 0 ? { buttons } : {}),
    });
  },
});

function howToUse({ state, name }: Element): string {
  switch (state) {
    case "ready":
      return `Write @${name} in a prompt, or give element1:${name}.`;
    case "making":
      return `Once it is ready, write @${name} in a prompt.`;
    case "waiting":
      return "An admin can approve or decline it here.";
    case "failed":
      return `Send /element create name:${name} again with other files, or delete it.`;
  }
}
