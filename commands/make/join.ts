import { z } from "zod";
import { UserError } from "../../src/base/errors.ts";
import { plural, quote } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { oneAtATime } from "../../src/chat/command/one-at-a-time.ts";
import { flag, text } from "../../src/chat/command/options.ts";
import type { LocalMaker } from "../../src/generations/makers/local.ts";

/** So many clips are a story; more of them would only be a long wait for whoever is next at the encoder. */
const MOST_CLIPS = 12;

/** Finished videos, one behind the other. */
const joining: LocalMaker = {
  id: "reelay-joined",
  label: "Joined",
  command: "join",
  takes: {
    least: 2,
    most: MOST_CLIPS,
    tooFew:
      "Joining takes two videos or more: name them, as in /join g_… g_…, or join a thread that has them. /jobs lists yours.",
    tooMany: `That is too much for one video: it joins ${MOST_CLIPS} at most.`,
  },
  doing: "joining the clips",
  again: "That one is joined of others. /join with their ids joins them anew.",
  failed: {
    code: "not_joined",
    happened: "The clips could not be joined: one is gone, or they are too different to become one video here.",
    advice: "Look at /jobs, and join what is there.",
  },
  schema: z.object({ jobs: z.array(z.string()).min(2), seconds: z.number() }),
  inputOf: (clips) => ({
    jobs: clips.map(({ job }) => job),
    seconds: clips.reduce((sum, { video }) => sum + (video.seconds ?? 0), 0),
  }),
  describe: ({ jobs, seconds }) => `${plural(jobs.length, "clip")} · ${Math.round(seconds)} s`,
  make: (_, files, { joiner }, wanted) => joiner.join(files, { ...wanted, name: "joined.mp4" }),
};

export default defineCommand({
  name: "join",
  description: "Make one video of several of yours, for nothing",
  options: {
    thread: flag("All your videos of this thread, the oldest first; so it is, too, when you name no job"),
    jobs: text("Ids of jobs, in the order in which to play them", { rest: true }),
  },
  makes: joining,
  run: async ({ options: { thread, jobs = "" }, generations }) => {
    oneAtATime({ thread, jobs: jobs.trim() !== "" });
    const words = (thread ? "" : jobs).split(/[\s,]+/).filter((word) => word !== "");
    const wrong = words.find((word) => !/^g_[0-9a-z]{19}$/.test(word));
    if (wrong !== undefined) {
      throw new UserError(`${quote(wrong)} is no id of a job. /jobs lists yours, such as g_4f….`, { option: "jobs" });
    }
    await generations.makeHere(joining, words);
    return undefined;
  },
});
