import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { sentences } from "../../src/text/sentences.ts";
import { paragraphs } from "../../src/text/text.ts";

const words = sentences("command.gallery", {
  description: "See every video shared in this workspace, on one page",
  title: "The gallery",
  text: "{count, plural, =0 {Nothing is shared yet, so it's empty.} one {It has # shared video.} other {It has # shared videos.}} The link works for a day, for anyone who has it.",
});

export default defineCommand({
  name: "gallery",
  description: words.description,
  options: {},
  run: async ({ shares }) => {
    const { url, count } = await shares.gallery();
    return privately(words.title, paragraphs(words.text({ count }), url));
  },
});
