import { UserError } from "../../src/base/errors.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { oneAtATime } from "../../src/chat/command/one-at-a-time.ts";
import { flag, text } from "../../src/chat/command/options.ts";
import { type Button, type Card, privately } from "../../src/chat/contract/card.ts";
import type { Sharing } from "../../src/share/service.ts";
import { sentences } from "../../src/text/sentences.ts";
import { paragraphs, spaced, type Text } from "../../src/text/text.ts";

const words = sentences("command.share", {
  description: "Get a link where anyone can watch one of your videos, or end it",
  job: "The id of the job whose video to share",
  prompt: "Show the prompt there, too; no by default",
  end: "Stop sharing; the link stops working",
  result: "Share",
  which: "Which video? /jobs lists yours with their ids.",
  endedTitle: "No longer shared",
  ended: "The link no longer works. Share the video again, and it gets a new one.",
  notSharedTitle: "Not shared",
  notShared: "That video isn't shared, so there's nothing to end.",
  sharedTitle: "Shared",
  shared: "Anyone with this link can watch it.",
  withPrompt: "The page shows the prompt, too.",
  withoutPrompt: "The page doesn't show the prompt.",
  hide: "Hide the prompt",
  show: "Show the prompt",
  unshare: "Unshare",
});

/** Its buttons are lines of this command, so each works as long as its job is known. */
export default defineCommand({
  name: "share",
  description: words.description,
  results: [
    { label: words.result, group: "share", when: ({ facts }) => facts.shareable, line: ({ id }) => `share job:${id}` },
  ],
  options: {
    job: text(words.job, { completes: "job", rest: true }),
    prompt: flag(words.prompt),
    end: flag(words.end),
  },
  run: async ({ options: { job, prompt, end = false }, shares }) => {
    if (job === undefined) throw new UserError(words.which, { option: "job" });
    if (end) oneAtATime({ end, prompt: prompt !== undefined });
    if (!end) return sharedCard(job, await shares.share(job, { prompt }));
    return (await shares.unshare(job))
      ? privately(words.endedTitle, words.ended)
      : privately(words.notSharedTitle, words.notShared);
  },
});

function sharedCard(job: string, { url, prompt, mayShowPrompt }: Sharing): Card<Text> {
  const buttons: (Button<Text> | false)[] = [
    prompt && { label: words.hide, does: "run", line: `share job:${job} prompt:no` },
    !prompt && mayShowPrompt && { label: words.show, does: "run", line: `share job:${job} prompt:yes` },
    { label: words.unshare, does: "run", line: `share job:${job} end:yes`, tone: "danger" },
  ];
  const text = spaced(words.shared, prompt ? words.withPrompt : words.withoutPrompt);
  return privately<Text>(words.sharedTitle, paragraphs(text, url), {
    buttons: buttons.filter((button) => button !== false),
  });
}
