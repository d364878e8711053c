import {
  type APIChannel,
  type APIMessage,
  type APIThreadChannel,
  ChannelType,
  DiscordAPIError,
  HTTPError,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from "discord.js";
import { request } from "undici";
import type { Clock } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";
import { type Belief, belief, CannotTry, NOT_MOVED } from "../chat/cards/beliefs.ts";
import { TRIAL_LABELS } from "../chat/cards/trial.ts";
import type { MessageRef } from "../chat/contract/chat.ts";
import type { Place } from "../chat/contract/invocation.ts";
import type { Look, Witness } from "../doctor/trial.ts";
import { createRest } from "./api/rest.ts";
import { carries, readRef } from "./speak/marks.ts";
import { filesIn, type ShownFile } from "./speak/shown-files.ts";

/** Somebody waits at a terminal. */
const PATIENCE = { retries: 1, timeout: 15_000 } as const;
const READ_MS = 15_000;
const DAY_MS = 24 * 3_600_000;

const THREADS = new Set<number>([ChannelType.AnnouncementThread, ChannelType.PublicThread, ChannelType.PrivateThread]);

interface Parts {
  token: string;
  apiUrl: string;
  clock: Pick<Clock, "now">;
}

/** Reads back what a trial has posted in Discord, by the bot's own token, and its video as any member's client would. */
export function createDiscordWitness({ token, apiUrl, clock }: Parts): Witness {
  const rest = createRest({ token, api: apiUrl, clock, more: PATIENCE });
  /** The video as the first look has found it. */
  let first: ShownFile | undefined;

  const read = async ({ channel, message }: { channel: string; message: string }) =>
    (await rest.get(Routes.channelMessage(channel, message))) as APIMessage;

  return {
    onceByKey: "discord-nonce",
    place: async (id) => placeOf(await channelOf(rest, id)),
    look: async (ref, after) => {
      const place = readRef(ref);
      const message = await read(place);
      const kept = place.mark !== undefined && carries(message, place.mark);
      const marks = belief("discord-component-ids-kept", kept, "the components' own ids don't come back");
      if (after === "announced" || after === "moved") return { ...shows(message, after), beliefs: [marks] };
      const [file] = filesIn(message);
      if (file === undefined) return { wrong: "The message shows no video.", beliefs: [marks] };
      if (after === "delivered") first = file;
      const status = await statusOf(file.url);
      const more =
        after === "delivered"
          ? [...shownAs(message, file), expires(file.url, clock.now())]
          : [
              belief(
                "discord-keep-file",
                first?.id === file.id,
                "an edit that names the file uploads it anew, or loses it",
              ),
            ];
      const beliefs = [marks, ...more];
      if (status !== 200) return { wrong: `Members don't see the video: its address answers ${status}.`, beliefs };
      return { seen: `Members see the video ${file.name}, as attachment ${file.id}.`, beliefs };
    },
    remove: (ref) => remove(rest, ref, first),
  };
}

/** Whether the card stands as far as it was last told to. */
function shows({ components }: APIMessage, step: keyof typeof TRIAL_LABELS): { wrong?: string } {
  return JSON.stringify(components).includes(TRIAL_LABELS[step]) ? {} : { wrong: NOT_MOVED };
}

async function channelOf(rest: REST, id: string): Promise<APIChannel> {
  try {
    return (await rest.get(Routes.channel(id))) as APIChannel;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownChannel) {
      throw new CannotTry(
        `Discord has no channel ${id}: copy its id once more (Developer Mode, then Copy Channel ID).`,
      );
    }
    if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.MissingAccess) {
      throw new CannotTry(`The bot can't see the channel ${id}: give it View Channel there, or add it to the thread.`);
    }
    if (error instanceof DiscordAPIError || error instanceof HTTPError) {
      throw new CannotTry(`Discord answered ${error.status} when asked for the channel (${error.message}).`);
    }
    throw error;
  }
}

function placeOf(channel: APIChannel): Place {
  if (!("guild_id" in channel) || channel.guild_id === undefined) {
    throw new CannotTry("This is no channel of a server: take one there.");
  }
  const about = { platform: "discord", workspace: channel.guild_id } as const;
  if (!THREADS.has(channel.type)) return { ...about, channel: channel.id };
  return { ...about, channel: (channel as APIThreadChannel).parent_id ?? channel.id, thread: channel.id };
}

/** How Discord gives a file that a component shows. */
function shownAs({ attachments }: APIMessage, { id, name, contentType }: ShownFile): Belief[] {
  return [
    belief(
      "discord-attachments-shown",
      attachments.length === 0,
      "a file that a component shows is in attachments too",
    ),
    belief("discord-media-attachment-id", id !== undefined, "the gallery's media has no attachment_id"),
    belief(
      "discord-filename",
      name.endsWith(".mp4") && name.startsWith("reelay"),
      `the file's name came back as ${name}`,
    ),
    belief(
      "discord-video-gallery",
      contentType === "video/mp4",
      `the gallery says ${contentType ?? "nothing"} of the video`,
    ),
  ];
}

function expires(url: string, now: number): Belief {
  const { searchParams: query } = new URL(url);
  const until = Number.parseInt(query.get("ex") ?? "", 16) * 1_000;
  const signed = query.has("is") && query.has("hm") && until > now && until < now + 2 * DAY_MS;
  return belief("discord-cdn-expiry", signed, "the video's address isn't signed for about a day");
}

/** Reads an address as a member's client does, without the token. Gives the status, or in words that there is no answer. */
async function statusOf(url: string): Promise<number | string> {
  try {
    const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(READ_MS) });
    await body.dump();
    return statusCode;
  } catch (error) {
    return `nothing (${messageOf(error)})`;
  }
}

async function remove(rest: REST, ref: MessageRef, file: ShownFile | undefined): Promise<Look> {
  const { channel, message } = readRef(ref);
  try {
    await rest.delete(Routes.channelMessage(channel, message));
  } catch (error) {
    const gone = error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage;
    if (!gone) throw error;
  }
  if (file === undefined) return { beliefs: [] };
  const status = await statusOf(file.url);
  if (typeof status === "string") return { beliefs: [] };
  return { beliefs: [belief("discord-cdn-gone", status === 404, `the deleted video's address answers ${status}`)] };
}
