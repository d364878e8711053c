import { plural } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";

export default defineCommand({
  name: "gallery",
  description: "See all videos that are shared here, on one page",
  options: {},
  run: async ({ shares }) => {
    const { url, count } = await shares.gallery();
    const what = count === 0 ? "Nothing is shared yet, so it is empty" : `${plural(count, "shared video")}`;
    return privately("The gallery", `${what}. The link works for a day, for everybody who has it.\n\n${url}`);
  },
});
