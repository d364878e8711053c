import { UserError } from "../../src/base/errors.ts";
import { quote } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { oneAtATime } from "../../src/chat/command/one-at-a-time.ts";
import { flag, text } from "../../src/chat/command/options.ts";

export default defineCommand({
  name: "join",
  description: "Make one video of several of yours, for nothing",
  options: {
    thread: flag("All your videos of this thread, the oldest first; so it is, too, when you name no job"),
    jobs: text("Ids of jobs, in the order in which to play them", { rest: true }),
  },
  run: async ({ options: { thread, jobs = "" }, generations }) => {
    oneAtATime({ thread, jobs: jobs.trim() !== "" });
    const words = (thread ? "" : jobs).split(/[\s,]+/).filter((word) => word !== "");
    const wrong = words.find((word) => !/^g_[0-9a-z]{19}$/.test(word));
    if (wrong !== undefined) {
      throw new UserError(`${quote(wrong)} is no id of a job. /jobs lists yours, such as g_4f….`, { option: "jobs" });
    }
    await generations.join(words);
    return undefined;
  },
});
