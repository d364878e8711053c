import { askedCard } from "../../src/chat/cards/asked.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { oneAtATime, onlyWith } from "../../src/chat/command/one-at-a-time.ts";
import { choice, text } from "../../src/chat/command/options.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { familyAliases, familyNames } from "../../src/models/families.ts";
import { QUALITIES } from "../../src/models/parts/parts.ts";
import { sentences } from "../../src/text/sentences.ts";
import { chooseModel, listJobs, lookCard, unpinButton } from "./job-cards.ts";

const words = sentences("command.jobs", {
  description: "See your jobs; look at one, cancel, repeat, pin, or delete it",
  cancel: "Cancel the job with this id while it waits",
  again: "Make the job with this id once more",
  model: "With again: use this model instead",
  quality: "With again: use this quality",
  models: "See which other models can make the job with this id, and for how much",
  show: "See the job with this id, with pictures from its video",
  pin: "Keep the video of the job with this id, however old it gets",
  unpin: "Unpin this video",
  delete: "Delete the video of the job with this id",
  before: "List the jobs that are older than the one with this id",
  after: "List the jobs that are newer than the one with this id",
  resultAgain: "Again",
  resultEdit: "Edit prompt",
  resultModels: "Another model",
  resultSharper: "In 1080p",
  resultDelete: "Delete",
  canceledTitle: "Canceled",
  canceled: "The credits that were held are yours again.",
  notCanceledTitle: "Not canceled",
  late: "It's too late: the model already has the job and can't be stopped. The video will come.",
  finished: "That job is over, so there's nothing to cancel.",
  deletedTitle: "Deleted",
  deleted: "The video is gone from the channel and from Reelay's store.",
  stays:
    "The video is gone from the channel, and every link to it has stopped working. Its file stays in Reelay's store for now, because another job was made from it.",
  pinnedTitle: "Pinned",
  pinned: "The video stays until you unpin or delete it.",
  unpinnedTitle: "Unpinned",
  unpinned: "The video is kept as long as the others here.",
});

/** Its buttons are lines of this command, so each works as long as its job is known. */
export default defineCommand({
  name: "jobs",
  description: words.description,
  results: [
    {
      label: words.resultAgain,
      group: "repeat",
      tone: "primary",
      when: ({ facts }) => facts.repeatable,
      line: ({ id }) => `jobs again:${id}`,
    },
    { label: words.resultEdit, group: "change", does: "edit", line: ({ line }) => line },
    {
      label: words.resultModels,
      group: "change",
      when: ({ facts }) => facts.family !== undefined,
      line: ({ id }) => `jobs models:${id}`,
    },
    {
      label: words.resultSharper,
      group: "change",
      when: ({ facts }) => facts.repeatable && facts.quality === "720p",
      line: ({ id }) => `jobs again:${id} quality:1080p`,
    },
    { label: words.resultDelete, group: "remove", tone: "danger", line: ({ id }) => `jobs delete:${id}` },
  ],
  options: {
    cancel: text(words.cancel, { completes: "job" }),
    again: text(words.again, { completes: "job" }),
    model: choice(words.model, familyNames, { aliases: familyAliases }),
    quality: choice(words.quality, QUALITIES),
    models: text(words.models, { completes: "job" }),
    show: text(words.show, { completes: "job" }),
    pin: text(words.pin, { completes: "job" }),
    unpin: text(words.unpin, { completes: "job" }),
    delete: text(words.delete, { completes: "job" }),
    before: text(words.before, { completes: "job" }),
    after: text(words.after, { completes: "job" }),
  },
  run: async ({ options, generations }) => {
    const { model, quality, ...others } = options;
    oneAtATime(others);
    const { cancel, again, models, show, pin, unpin, delete: remove, before, after } = others;
    if (again === undefined) onlyWith("again", { model, quality });
    if (again !== undefined) return askedCard(await generations.again(again, { model, quality }));
    if (cancel !== undefined) {
      const outcome = await generations.cancel(cancel);
      return privately(outcome === "canceled" ? words.canceledTitle : words.notCanceledTitle, words[outcome]);
    }
    if (remove !== undefined) {
      const { stays } = await generations.remove(remove);
      return privately(words.deletedTitle, stays ? words.stays : words.deleted);
    }
    if (show !== undefined) return lookCard(await generations.look(show));
    if (pin !== undefined) {
      await generations.pin(pin, true);
      return privately(words.pinnedTitle, words.pinned, { buttons: [unpinButton(pin)] });
    }
    if (unpin !== undefined) {
      await generations.pin(unpin, false);
      return privately(words.unpinnedTitle, words.unpinned);
    }
    if (models !== undefined) return chooseModel(models, await generations.alternatives(models));
    const [page, counts] = [await generations.jobs({ before, after }), await generations.counts()];
    return listJobs(page, counts);
  },
});
