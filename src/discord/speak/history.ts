import { type APIMessage, type REST, Routes } from "discord.js";
import { isForbidden } from "../api/trouble.ts";
import { filesIn } from "./shown-files.ts";

/** Discord gives so many messages at once at most. */
const PAGE = 100;
/** A message that had to be found is not long gone by: in the busiest channel these are minutes. */
const PAGES = 5;

/**
 * The newest message of a channel that fits, among its last 500 or those after the message `since`. Undefined also
 * where the bot may not read what was written before.
 */
export async function findMessage(
  rest: REST,
  channel: string,
  fits: (message: APIMessage) => boolean,
  since = "0",
): Promise<APIMessage | undefined> {
  let before: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const messages = await pageOf(rest, channel, before);
    const found = messages.find(fits);
    if (found) return found;
    before = messages.at(-1)?.id;
    if (before === undefined || messages.length < PAGE || BigInt(before) <= BigInt(since)) return undefined;
  }
  return undefined;
}

async function pageOf(rest: REST, channel: string, before: string | undefined): Promise<APIMessage[]> {
  const query = new URLSearchParams({ limit: String(PAGE), ...(before === undefined ? {} : { before }) });
  try {
    return (await rest.get(Routes.channelMessages(channel), { query })) as APIMessage[];
  } catch (error) {
    // Whether the bot may write there is told by writing.
    if (isForbidden(error)) return [];
    throw error;
  }
}

/** A file that a message of ours has, as an edit names it to keep it. */
export interface HeldFile {
  id: string;
  filename: string;
}

/** The message's file of that name; `unseen` where the bot may not look. */
export async function fileOn(
  rest: REST,
  { channel, message }: { channel: string; message: string },
  filename: string,
): Promise<HeldFile | "none" | "unseen"> {
  try {
    const files = filesIn((await rest.get(Routes.channelMessage(channel, message))) as APIMessage);
    const id = files.find(({ name }) => name === filename)?.id;
    return id === undefined ? "none" : { id, filename };
  } catch (error) {
    if (isForbidden(error)) return "unseen";
    throw error;
  }
}
