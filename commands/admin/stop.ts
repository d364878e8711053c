import { defineCommand } from "../../src/chat/command/command.ts";
import { text } from "../../src/chat/command/options.ts";
import { privately } from "../../src/chat/contract/card.ts";
import type { StopOutcome } from "../../src/generations/run/stop.ts";
import { needed } from "./needed.ts";

const OUTCOMES: Readonly<Record<StopOutcome, { title: string; text: string }>> = {
  canceled: { title: "Stopped", text: "It had not begun. Its member has the credits back." },
  abandoned: {
    title: "Given up",
    text: "Its member has the credits back. The model can't be stopped: it finishes unseen, and the account is charged.",
  },
  "too late": {
    title: "Too late to stop",
    text: "It is just being handed to the model, or has ended already. Try again in a moment if it goes on.",
  },
};

export default defineCommand({
  name: "admin stop",
  description: "Stop anybody's job, as far as that can be done",
  adminOnly: true,
  options: { job: { ...text("The job's id, as /jobs and its buttons have it", { completes: "job" }), rest: true } },
  run: async ({ options, generations }) => {
    const { title, text } = OUTCOMES[await generations.stop(needed(options.job, "job", "/admin stop g_…"))];
    return privately(title, text);
  },
});
