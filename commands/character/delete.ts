import { plural } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import type { Removed } from "../../src/elements/cast.ts";
import { nameOption, neededName } from "./character-words.ts";

export default defineCommand({
  name: "element delete",
  description: "Take a character of yours out of the cast, with its files",
  options: { name: nameOption },
  run: async ({ options, cast }) => {
    const removed = await cast.remove(neededName(options.name, "/element delete name:Ada"));
    const said = [sayDeleted(removed), sayGateway(removed)].filter(Boolean).join("\n\n");
    return privately(`@${removed.name} is deleted`, said);
  },
});

function sayDeleted({ files, deleted }: Removed): string {
  const gone = `It is out of the cast, and ${plural(deleted, "file")} of it ${deleted === 1 ? "is" : "are"} deleted here.`;
  const kept = files - deleted;
  return kept > 0 ? `${gone} ${plural(kept, "file")} stayed, because a job or another character needs it.` : gone;
}

/** The gateway has no call to delete an element (FACTS). */
function sayGateway({ state, name }: Removed): string {
  switch (state) {
    case "ready":
      return "The gateway keeps its own copy, which can't be deleted from here; nothing here can use it any more.";
    case "making":
      return `The job that makes it goes on and is charged when it succeeds, and the gateway keeps its own copy then, which nothing here can use. While it waits in the queue, /jobs can cancel it. The name @${name} is free again.`;
    case "waiting":
    case "failed":
      return "";
  }
}
