import { type APIMessage, type APIUser, MessageFlags, type REST, Routes } from "discord.js";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { Card } from "../../chat/contract/card.ts";
import { type Chat, type MessageRef, type Pace, type Posting, TooLargeForChat } from "../../chat/contract/chat.ts";
import { createPace } from "../../chat/serve/pace.ts";
import { cannotReply, createTroubles, isArchived, isBadForm, isDenied } from "../api/trouble.ts";
import { disarmLine } from "./escape.ts";
import { fileOn, findMessage } from "./history.ts";
import type { KeepLineOf } from "./looks.ts";
import { carries, type MessagePlace, markOf, nonceOf, readRef, writeRef } from "./marks.ts";
import { createPeople } from "./people.ts";
import { type Library, sendCard } from "./upload.ts";
import { CREATE_BYTES, SURE_BYTES, type UploadLimits } from "./upload-limits.ts";

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
  keep: KeepLineOf;
  limits: Pick<UploadLimits, "refused">;
  clock: Pick<Clock, "now" | "sleep">;
  log: Logger;
  /** The bot's own user id, where it is known; it is asked for otherwise. */
  botId?: string;
}

/** Discord as far as Reelay speaks in it by itself: by REST and the bot's own token, with no gateway and no interaction. */
export function createDiscordChat({ rest, library, keep, limits, clock, log, botId }: Parts): Chat {
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

  /** A line on a card that nobody has asked for is whose words the card shows. */
  const keepFor = ({ about = [] }: Card) => {
    const [member = ""] = about;
    return (line: string) => keep(line, member);
  };

  const create = async (
    { channel, guild, most }: { channel: string; guild: string | undefined; most: number },
    { key, again }: Posting,
    card: Card,
  ): Promise<MessagePlace> => {
    const mark = markOf(key);
    const bot = again ? await me() : undefined;
    const fits = (message: APIMessage) => message.author.id === bot && carries(message, mark);
    const found = bot === undefined ? undefined : await findMessage(rest, channel, fits);
    const more = { nonce: nonceOf(channel, key), enforce_nonce: true };
    const limit = Math.min(most, CREATE_BYTES);
    const refused = ({ bytes }: { bytes: number }) => limits.refused(guild, bytes);
    const message =
      found ??
      (await sendCard({ card, library, keep: keepFor(card), limit, mark, more, refused }, (request) =>
        awake(channel, () => rest.post(Routes.channelMessages(channel), request) as Promise<APIMessage>),
      ));
    return { channel, message: message.id, guild, mark };
  };

  const show = async (place: MessagePlace, card: Card): Promise<void> => {
    const { channel, message, guild, mark } = place;
    const { video, stays } = card;
    const name = video?.name ?? stays;
    const found = name === undefined ? "none" : await fileOn(rest, place, name);
    // What can't be named can't be kept, and there is no other copy.
    if (found === "unseen" && stays !== undefined) return leave(place);
    const held = typeof found === "object" ? found : undefined;
    const refused = async ({ bytes }: { bytes: number }) => {
      throw new TooLargeForChat(await limits.refused(guild, bytes));
    };
    const showing = { card, library, keep: keepFor(card), limit: video?.limitBytes, mark, held, refused };
    try {
      await sendCard(showing, (request) =>
        awake(channel, () => rest.patch(Routes.channelMessage(channel, message), request)),
      );
    } catch (error) {
      if (held === undefined || stays === undefined || !isBadForm(error)) throw error;
      leave(place);
    }
  };

  const leave = ({ channel, message }: MessagePlace): void => {
    log.warn({ channel, message }, "a message whose video is no longer kept is left as it is: an edit would lose it");
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
    post: async ({ workspace: guild, channel, thread, uploadLimit }, posting, card) => {
      const to = { channel: thread ?? channel, guild, most: uploadLimit ?? SURE_BYTES };
      return writeRef(await telling(create(to, posting, card)));
    },
    edit: async (ref: MessageRef, card) => {
      const place = readRef(ref);
      const turn = await pace.take(place.channel, card.tone === "busy" ? "only-if-free" : "may-wait");
      if (turn) await telling(show(place, card));
    },
    notify: (ref, member, posting, line) => telling(reply(readRef(ref), member, posting, line)),
    person: ({ workspace }, id) => telling(findPerson(workspace, id)),
    direct: async (place, member, posting, card) => {
      const opening = rest.post(Routes.userChannels(), { body: { recipient_id: member } });
      const { id } = (await telling(opening)) as { id: string };
      const { uploadLimit = SURE_BYTES } = place;
      await telling(create({ channel: id, guild: undefined, most: Math.min(uploadLimit, SURE_BYTES) }, posting, card));
    },
  };
}
