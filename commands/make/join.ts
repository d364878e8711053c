import { z } from "zod";
import { UserError } from "../../src/base/errors.ts";
import { clip } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { oneAtATime } from "../../src/chat/command/one-at-a-time.ts";
import { flag, text } from "../../src/chat/command/options.ts";
import type { LocalMaker } from "../../src/generations/makers/local.ts";
import { quoted } from "../../src/text/measures.ts";
import { sentences } from "../../src/text/sentences.ts";

const words = sentences("command.join", {
  label: "Joined",
  description: "Join several of your videos into one, for free",
  thread: "All your videos in this thread, oldest first; the default when you name no job",
  jobs: "Ids of jobs, in the order to play them",
  noId: "{said} isn't the id of a job. /jobs lists yours, such as g_4f….",
  tooFew: "Name two videos or more, such as /join g_… g_…, or join a thread that has them. /jobs lists yours.",
  tooMany: "Leave some out: one video can be joined from {most, number} at most.",
  doing: "joining the clips",
  failed: "The clips couldn't be joined: one is gone, or they're too different to become one video here.",
  advice: "Look at /jobs, and join what's there.",
  details: "{clips, plural, one {# clip} other {# clips}} · {seconds, number} s",
  again: "That one was made with /join. Send /join with their ids to join them again.",
});

/** So many clips are a story; more of them would only be a long wait for whoever is next at the encoder. */
const MOST_CLIPS = 12;

/** Finished videos, one behind the other. */
const joining: LocalMaker = {
  id: "reelay-joined",
  label: words.label,
  command: "join",
  takes: { least: 2, most: MOST_CLIPS, tooFew: words.tooFew, tooMany: words.tooMany({ most: MOST_CLIPS }) },
  doing: words.doing,
  again: words.again,
  failed: {
    code: "not_joined",
    happened: words.failed,
    advice: words.advice,
  },
  schema: z.object({ jobs: z.array(z.string()).min(2), seconds: z.number() }),
  inputOf: (clips) => ({
    jobs: clips.map(({ job }) => job),
    seconds: clips.reduce((sum, { video }) => sum + (video.seconds ?? 0), 0),
  }),
  describe: ({ jobs, seconds }) => words.details({ clips: jobs.length, seconds: Math.round(seconds) }),
  make: (_, files, { joiner }, wanted) => joiner.join(files, { ...wanted, name: "joined.mp4" }),
};

export default defineCommand({
  name: "join",
  description: words.description,
  options: {
    thread: flag(words.thread),
    jobs: text(words.jobs, { rest: true }),
  },
  makes: joining,
  run: async ({ options: { thread, jobs = "" }, generations }) => {
    oneAtATime({ thread, jobs: jobs.trim() !== "" });
    const ids = (thread ? "" : jobs).split(/[\s,]+/).filter((id) => id !== "");
    const wrong = ids.find((id) => !/^g_[0-9a-z]{19}$/.test(id));
    if (wrong !== undefined) throw new UserError(words.noId({ said: quoted(clip(wrong)) }), { option: "jobs" });
    await generations.makeHere(joining, ids);
    return undefined;
  },
});
