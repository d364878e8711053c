import { plural } from "../../src/base/words.ts";
import { shorten } from "../../src/chat/cards/say.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import type { Element } from "../../src/elements/element.ts";
import { sayState } from "./character-words.ts";

/** Both fit in one message of a chat. */
const LISTED = 30;
const DESCRIPTION_SHOWN = 60;

const NOBODY =
  "Nobody yet. Attach a front picture and send /element create name:Ada a young woman with short hair: then any prompt can say @Ada.";

export default defineCommand({
  name: "element list",
  description: "See the cast: the characters that prompts can name",
  options: {},
  run: async ({ cast }) => {
    const elements = await cast.list();
    if (elements.length === 0) return privately("The cast", NOBODY);
    const rest = elements.length - LISTED;
    const more = rest > 0 ? { footer: `And ${rest} more: type element1: and a letter to find one.` } : {};
    const listed = elements.slice(0, LISTED).map(describe).join("\n");
    return privately(`The cast: ${plural(elements.length, "character")}`, listed, more);
  },
});

function describe(element: Element): string {
  const { name, description, kind, makerName } = element;
  const from = kind === "video" ? "from a video" : "from pictures";
  const words = shorten(description.replaceAll("\n", " "), DESCRIPTION_SHOWN);
  return `@${name}: ${words} (${from}, by ${makerName}; ${sayState(element)})`;
}
