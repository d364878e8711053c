import { type APIMessage, type APIUser, MessageFlags, type REST, Routes } from "discord.js";
import type { Card, Chat, MessageRef, Pace, Posting } from "../chat/card.ts";
import { createPace } from "../chat/pace.ts";
import type { Clock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { disarmLine } from "./escape.ts";
import { attachmentOn, findMessage } from "./history.ts";
import type { KeepLine } from "./looks.ts";
import { carries, type MessagePlace, markOf, nonceOf, readRef, writeRef } from "./marks.ts";
import { createPeople } from "./people.ts";
import { cannotReply, createTroubles, isArchived, isDenied } from "./trouble.ts";
import { type Library, sendCard } from "./upload.ts";

/**
 * Discord takes five edits in 5 s a channel, as its answers to them say (`X-RateLimit-Limit`, `-Reset-After`): one each
 * 1,250 ms leaves the fifth to a finished job.
 */
const SHARED_MS = 1_250;
/** Two at once and then one each 1,250 ms are five in 5 s at most. */
const BURST = 2;
const PACE: Pace = { messageMs: 2_500, sharedMs: SHARED_MS, sharedBy: "channel" };

/** A notice is at most so long: a mention and one short line. */
const NOTICE_CHARS = 1_500;

interface Parts {
  rest: REST;
  library: Library;
  keep: KeepLine;
  clock: Pick<Clock, "now" | "sleep">;
  log: Logger;
  /** The bot's own user id, where it is known; it is asked for otherwise. */
  botId?: string;
}

/** Discord as far as Reelay speaks in it by itself: by REST and the bot's own token, with no gateway and no interaction. */
export function createDiscordChat({ rest, library, keep, clock, log, botId }: Parts): Chat {
  const pace = createPace({ everyMs: SHARED_MS, burst: BURST, clock });
  const telling = createTroubles(log);
  const findPerson = createPeople({ rest, clock });
  let own: Promise<string> | undefined;

  /** The bot's own id: another's message is never taken for one of ours. */
  const me = async (): Promise<string> => {
    if (botId !== undefined) return botId;
    own ??= rest.get(Routes.user()).then((user) => (user as APIUser).id);
    try {
      return await own;
    } catch (error) {
      own = undefined;
      throw error;
    }
  };

  /** False where the thread is locked, or the bot may not. */
  const wake = async (thread: string): Promise<boolean> => {
    try {
      await rest.patch(Routes.channel(thread), { body: { archived: false } });
      return true;
    } catch (error) {
      if (isDenied(error)) return false;
      throw error;
    }
  };

  /** A thread that has fallen asleep is woken, as it is when a member writes in it. */
  const awake = async <T>(channel: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isArchived(error) || !(await wake(channel))) throw error;
      return work();
    }
  };

  const create = async (
    channel: string,
    { key, again }: Posting,
    card: Card,
    limit?: number,
  ): Promise<MessagePlace> => {
    const mark = markOf(key);
    const bot = again ? await me() : undefined;
    const fits = (message: APIMessage) => message.author.id === bot && carries(message, mark);
    const found = bot === undefined ? undefined : await findMessage(rest, channel, fits);
    const more = { nonce: nonceOf(channel, key), enforce_nonce: true };
    const message =
      found ??
      (await sendCard({ card, library, keep, limit, mark, more }, (request) =>
        awake(channel, () => rest.post(Routes.channelMessages(channel), request) as Promise<APIMessage>),
      ));
    return { channel, message: message.id, limit, mark };
  };

  const show = async (place: MessagePlace, card: Card): Promise<void> => {
    const { channel, message, limit, mark } = place;
    const attached = card.video && (await attachmentOn(rest, place, card.video));
    await sendCard({ card, library, keep, limit, mark, attached }, (request) =>
      awake(channel, () => rest.patch(Routes.channelMessage(channel, message), request)),
    );
  };

  const reply = async ({ channel, message }: MessagePlace, member: string, posting: Posting, line: string) => {
    if (posting.again) {
      const bot = await me();
      const fits = (one: APIMessage) => one.author.id === bot && one.message_reference?.message_id === message;
      if (await findMessage(rest, channel, fits, message)) return;
    }
    const body = {
      content: `<@${member}> ${disarmLine(line, NOTICE_CHARS)}`,
      flags: MessageFlags.SuppressEmbeds,
      allowed_mentions: { parse: [], users: [member], replied_user: false },
      nonce: nonceOf(channel, posting.key),
      enforce_nonce: true,
    };
    const reference = { message_id: message, fail_if_not_exists: false };
    const say = (more: object) =>
      awake(channel, () => rest.post(Routes.channelMessages(channel), { body: { ...body, ...more } }));
    try {
      await say({ message_reference: reference });
    } catch (error) {
      if (!cannotReply(error)) throw error;
      await say({});
    }
  };

  return {
    platform: "discord",
    pace: PACE,
    post: async (place, posting, card) =>
      writeRef(await telling(create(place.thread ?? place.channel, posting, card, place.uploadLimit))),
    edit: async (ref: MessageRef, card) => {
      const place = readRef(ref);
      const turn = await pace.take(place.channel, card.tone === "busy" ? "only if free" : "may wait");
      if (turn) await telling(show(place, card));
    },
    notify: (ref, member, posting, line) => telling(reply(readRef(ref), member, posting, line)),
    person: ({ workspace }, id) => telling(findPerson(workspace, id)),
    direct: async (place, member, posting, card) => {
      const opening = rest.post(Routes.userChannels(), { body: { recipient_id: member } });
      const { id } = (await telling(opening)) as { id: string };
      // A member alone is never sent more than their server takes.
      await telling(create(id, posting, card, place.uploadLimit));
    },
  };
}
