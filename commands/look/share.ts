import { UserError } from "../../src/base/errors.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { oneAtATime } from "../../src/chat/command/one-at-a-time.ts";
import { flag, text } from "../../src/chat/command/options.ts";
import { type Button, type Card, privately } from "../../src/chat/contract/card.ts";
import type { Sharing } from "../../src/share/service.ts";

/** Its buttons are lines of this command, so each works as long as its job is known. */
export default defineCommand({
  name: "share",
  description: "Get a link at which anybody can watch one of your videos; or end it",
  results: [
    {
      label: "Share",
      group: "share",
      when: ({ facts }) => facts.shareable,
      line: ({ id }) => `share job:${id}`,
    },
  ],
  options: {
    job: text("The video of the job of this id", { completes: "job", rest: true }),
    prompt: flag("Show the prompt there too; not unless you say so"),
    end: flag("Share it no more: the link is dead from then on"),
  },
  run: async ({ options: { job, prompt, end = false }, shares }): Promise<Card> => {
    if (job === undefined) throw new UserError("Which video? /jobs lists yours with their ids.", { option: "job" });
    if (end) oneAtATime({ end, prompt: prompt !== undefined });
    if (!end) return sharedCard(job, await shares.share(job, { prompt }));
    return (await shares.unshare(job))
      ? privately("Shared no more", "The link is dead from now on. Sharing the video again gives it another one.")
      : privately("Not shared", "That video is not shared, so there is nothing to end.");
  },
});

function sharedCard(job: string, { url, prompt, mayShowPrompt }: Sharing): Card {
  const words = prompt ? "The page shows the prompt too." : "The page does not show the prompt.";
  const buttons: (Button | false)[] = [
    prompt && { label: "Hide the prompt", does: "run", line: `share job:${job} prompt:no` },
    !prompt && mayShowPrompt && { label: "Show the prompt", does: "run", line: `share job:${job} prompt:yes` },
    { label: "Unshare", does: "run", line: `share job:${job} end:yes`, tone: "danger" },
  ];
  return privately("Shared", `Whoever has this link can watch it. ${words}\n\n${url}`, {
    buttons: buttons.filter((button) => button !== false),
  });
}
