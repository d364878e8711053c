import {
  type APIInteraction,
  DiscordAPIError,
  InteractionResponseType as Kind,
  MessageFlags,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from "discord.js";
import { forLog } from "./for-log.ts";

/** What an answer needs of its interaction. */
export type Ticket = Pick<APIInteraction, "id" | "token" | "application_id" | "member" | "user">;

/** What is told how an answer failed. The thread that listens has no log of its own, only this much of one. */
export type Notes = Readonly<Record<"info" | "warn", (about: object, words: string) => void>>;

/** Too late, or answered already: by us before a resumed connection replayed it, or by another process. */
const MISSED = new Set<number | string>([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
]);

export function isMissed(error: unknown): boolean {
  return error instanceof DiscordAPIError && MISSED.has(error.code);
}

/** The first answer. Its address holds the right to give it, so no token of ours goes with it. */
export async function answerFirst(rest: REST, to: Ticket, type: Kind, data: object): Promise<void> {
  await rest.post(Routes.interactionCallback(to.id, to.token), { auth: false, body: { type, data } });
}

/** The first answer, and whether Discord took it. */
export async function tryFirst(rest: REST, log: Notes, to: Ticket, type: Kind, data: object): Promise<boolean> {
  try {
    await answerFirst(rest, to, type, data);
    return true;
  } catch (error) {
    log[isMissed(error) ? "info" : "warn"]({ err: forLog(error), source: to.id }, "Discord took no answer");
    return false;
  }
}

/** Says “thinking…” to the member alone. False when Discord takes no answer: then nothing may run. */
export function acknowledge(rest: REST, log: Notes, to: Ticket): Promise<boolean> {
  return tryFirst(rest, log, to, Kind.DeferredChannelMessageWithSource, { flags: MessageFlags.Ephemeral });
}
