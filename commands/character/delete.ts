import { shownName } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import type { Removed } from "../../src/elements/cast.ts";
import { sentences } from "../../src/text/sentences.ts";
import { paragraphs, spaced, type Text } from "../../src/text/text.ts";
import { nameOption, neededName } from "./character-words.ts";

const words = sentences("command.element.delete", {
  description: "Delete a character of yours from the cast, with its files",
  title: "{name} is deleted",
  gone: "It's out of the cast, and {files, plural, one {# of its files is} other {# of its files are}} deleted here.",
  stayed:
    "{files, plural, one {# file stayed, because a job or another character needs it.} other {# files stayed, because a job or another character needs them.}}",
  copyKept: "The video service keeps its own copy, which can't be deleted from here; nothing here can use it any more.",
  making:
    "The job that makes it goes on and is charged when it succeeds; the video service then keeps its own copy, which nothing here can use. While it waits in the queue, /jobs can cancel it. The name {name} is free again.",
});

export default defineCommand({
  name: "element delete",
  description: words.description,
  options: { name: nameOption },
  run: async ({ options, cast }) => {
    const removed = await cast.remove(neededName(options.name, "/element delete name:Ada"));
    const { name, files, deleted } = removed;
    const gone = spaced(words.gone({ files: deleted }), files > deleted && words.stayed({ files: files - deleted }));
    return privately<Text>(words.title({ name: shownName(name) }), paragraphs(gone, sayGateway(removed)));
  },
});

/**
 * The gateway has no call to delete an element:
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-custom-element.
 */
function sayGateway({ state, name }: Removed): Text | undefined {
  switch (state) {
    case "ready":
      return words.copyKept;
    case "making":
      return words.making({ name: shownName(name) });
    case "waiting":
    case "failed":
      return undefined;
  }
}
