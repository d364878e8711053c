import type { APIInteraction } from "discord.js";
import { keepableFiles } from "../api/attachments.ts";
import { modalOf, type Opening } from "../form/modal.ts";
import type { Kept } from "../speak/kept.ts";
import type { Answers } from "./answers.ts";
import { actorOf, localeOf } from "./asker.ts";

/** Answers by a form that begins with what is given. Throws when Discord doesn't take the form. */
export type Open = (interaction: APIInteraction, opening: Opening) => Promise<void>;

interface Parts {
  answers: Pick<Answers, "open">;
  kept: Pick<Kept, "keepFiles">;
}

export function createOpen({ answers, kept }: Parts): Open {
  return async (interaction, opening) => {
    const files = keepableFiles(opening.given);
    const token = Object.keys(files).length === 0 ? undefined : await kept.keepFiles(files, actorOf(interaction).id);
    await answers.open(interaction, modalOf(opening, { token, locale: localeOf(interaction) }));
  };
}
