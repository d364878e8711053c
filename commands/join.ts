import { defineCommand } from "../src/chat/command.ts";
import { text } from "../src/chat/options.ts";
import { UserError } from "../src/errors.ts";
import { quote } from "../src/words.ts";

export default defineCommand({
  name: "join",
  description: "Make one video of several of yours, for nothing",
  options: {
    jobs: text("Ids of jobs, in their order; in a thread, all of it when you name none", { rest: true }),
  },
  run: async ({ options: { jobs = "" }, generations }) => {
    const words = jobs.split(/[\s,]+/).filter((word) => word !== "");
    const wrong = words.find((word) => !/^g_[0-9a-z]{19}$/.test(word));
    if (wrong !== undefined) {
      throw new UserError(`${quote(wrong)} is no id of a job. /jobs lists yours, such as g_4f….`, { option: "jobs" });
    }
    await generations.join(words);
    return undefined;
  },
});
