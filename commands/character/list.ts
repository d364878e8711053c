import { shorten, shortName, shownName } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import type { Element } from "../../src/elements/element.ts";
import { sentences } from "../../src/text/sentences.ts";
import { lines, type Text } from "../../src/text/text.ts";
import { sayState } from "./character-words.ts";

/** Both fit in one message of a chat. */
const LISTED = 30;
const DESCRIPTION_SHOWN = 60;

const words = sentences("command.element.list", {
  description: "See the cast: the characters that prompts can name",
  empty: "The cast",
  nobody:
    "Nobody yet. Attach a picture of the face from the front and send /element create name:Ada a young woman with short hair. Any prompt can then say @Ada.",
  title: "The cast: {count, plural, one {# character} other {# characters}}",
  fromVideo: "{name}: {about} (from a video, by {maker}; {state})",
  fromPictures: "{name}: {about} (from pictures, by {maker}; {state})",
  both: "{name} (@{short})",
  more: "And {more, number} more: type element1: and a letter to find one.",
});

export default defineCommand({
  name: "element list",
  description: words.description,
  options: {},
  run: async ({ cast }) => {
    const elements = await cast.list();
    if (elements.length === 0) return privately(words.empty, words.nobody);
    const more = elements.length - LISTED;
    const listed = lines(...elements.slice(0, LISTED).map(describe));
    return privately<Text>(
      words.title({ count: elements.length }),
      listed,
      more > 0 ? { footer: words.more({ more }) } : {},
    );
  },
});

/** “@Ada”; “Captain Ada (@CaptainAda)”. */
function nameAndShort(name: string): Text {
  return name.includes(" ") ? words.both({ name, short: shortName(name) }) : shownName(name);
}

function describe(element: Element): Text {
  const { name, description, kind, makerName: maker } = element;
  const about = shorten(description.replaceAll("\n", " "), DESCRIPTION_SHOWN);
  const say = kind === "video" ? words.fromVideo : words.fromPictures;
  return say({ name: nameAndShort(name), about, maker, state: sayState(element) });
}
