import { randomBytes } from "node:crypto";
import { admitAnswer } from "./access.ts";
import { refusals } from "./errors.ts";
import { checkChoices, checkModal } from "./forms.ts";
import type { Gateway } from "./gateway.ts";
import type { Act } from "./local-discord.ts";
import { messageOf } from "./message-payloads.ts";
import { channelWithPermissions, memberWithPermissions, userOf } from "./payloads.ts";
import { FLAGS, type MessageBody, numbered } from "./rules.ts";
import type { Acknowledgement, Channel, Choice, Component, Json, Message, Snowflake, User } from "./types.ts";
import type { World } from "./world.ts";
import { NO_UPLOADS, type Uploads, type Writer } from "./writing.ts";

/** https://discord.com/developers/docs/interactions/receiving-and-responding */
export const KIND = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;
const ANSWER = { message: 4, defer: 5, deferUpdate: 6, update: 7, choices: 8, modal: 9 } as const;
const ACKNOWLEDGE_MS = 3_000;
const TOKEN_MS = 15 * 60_000;

/** Milliseconds that a test waits for the bot before it is told that nothing comes. */
const PATIENCE_MS = 20_000;

export interface Begun {
  readonly kind: number;
  readonly user: User;
  readonly channel: Channel;
  readonly message?: Message;
  readonly data: Json;
}

interface CallbackBody {
  readonly type: number;
  readonly data?: (MessageBody & { choices?: Choice[]; custom_id?: string; title?: string }) | null;
}

interface Pending extends Begun {
  readonly id: Snowflake;
  readonly token: string;
  /** By the world's clock. */
  readonly at: number;
  /** By the machine's, in fractions of milliseconds. */
  readonly started: number;
  acknowledged: boolean;
  original: Message | undefined;
  readonly followups: Message[];
  acknowledge(answer: Acknowledgement): void;
  deliver(): void;
}

/** The acts of members, from the dispatch to the last follow-up. What the bot's requests reach throws Refusal. */
export interface Interactions {
  begin(begun: Begun): Act;
  /** Delivers the act to whoever listens now once more. */
  repeat(id: Snowflake): void;
  callback(id: Snowflake, token: string, body: CallbackBody, uploads: Uploads): Json;
  original(token: string): Message;
  /** A follow-up; straight after a deferral it is the answer itself. */
  follow(token: string, body: MessageBody, uploads: Uploads): Message;
  /** Changes an answer. Whether it is for the member alone stays as it is. */
  edit(token: string, message: Message, body: MessageBody, uploads: Uploads): void;
  /** One that the token may change. */
  own(token: string, message: Snowflake): Message;
  /** Acts that got no acknowledgement in time. */
  readonly unanswered: readonly Snowflake[];
  until<T>(what: string, look: () => T | undefined | false): Promise<T>;
}

export function createInteractions(world: World, gateway: Gateway, writer: Writer): Interactions {
  const patience = world.options.patienceMs ?? PATIENCE_MS;
  const byId = new Map<Snowflake, Pending>();
  const byToken = new Map<string, Pending>();
  const unanswered: Snowflake[] = [];

  function until<T>(what: string, look: () => T | undefined | false): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = (settle: () => void) => {
        clearTimeout(timer);
        stop();
        settle();
      };
      const again = () => {
        try {
          const found = look();
          if (found !== undefined && found !== false) leave(() => resolve(found));
        } catch (error) {
          leave(() => reject(error));
        }
      };
      const timer = setTimeout(() => leave(() => reject(new Error(`waited ${patience} ms for ${what}`))), patience);
      const stop = world.watch(again);
      again();
    });
  }

  function live(token: string): Pending {
    const pending = byToken.get(token);
    if (!pending) throw refusals.unknownWebhook();
    if (world.now() - pending.at > TOKEN_MS) throw refusals.tokenEnded();
    if (!pending.acknowledged) throw refusals.unknownWebhook();
    return pending;
  }

  function answer(pending: Pending, { type, data }: CallbackBody, uploads: Uploads): void {
    const { channel, message } = pending;
    const body = data ?? {};
    if (!answersTo(pending).includes(type)) {
      throw refusals.badForm([`type: ${type} doesn't answer an interaction of type ${pending.kind}`]);
    }
    const says = type === ANSWER.message || type === ANSWER.defer;
    if (says) admitAnswer(world, channel, { ephemeral: isEphemeral(body) });
    if (type === ANSWER.message) pending.original = writer.put(channel, world.bot, body, uploads, pending.id);
    if (type === ANSWER.defer) {
      const flags = body.flags ?? 0;
      // discord-deferral: the second version of components comes with the answer.
      if ((flags & ~FLAGS.ephemeral) !== 0) throw refusals.badForm([`flags: a deferral takes 64, not ${flags}`]);
      pending.original = writer.put(channel, world.bot, { flags: flags | FLAGS.thinking }, NO_UPLOADS, pending.id);
    }
    if (type === ANSWER.deferUpdate || type === ANSWER.update) pending.original = message;
    if (type === ANSWER.update && message) writer.edit(message, body, uploads);
    if (type === ANSWER.choices) checkChoices(body.choices ?? []);
    if (type === ANSWER.modal) checkModal({ ...body, components: body.components ?? [] });
  }

  return {
    unanswered,
    until,

    begin: (begun) => {
      const { kind, user, channel, message, data } = begun;
      const { guild } = channel;
      if (guild && world.left.has(guild.id)) throw new Error(`The bot is no longer in ${guild.name}.`);
      const { promise: acked, resolve, reject } = Promise.withResolvers<Acknowledgement>();
      const id = world.mint();
      const token = randomBytes(40).toString("base64url");
      const timer = setTimeout(() => reject(new Error(`act ${id} was not acknowledged in ${patience} ms`)), patience);
      const pending: Pending = {
        ...begun,
        id,
        token,
        at: world.now(),
        started: performance.now(),
        acknowledged: false,
        original: undefined,
        followups: [],
        acknowledge: (given) => {
          clearTimeout(timer);
          resolve(given);
        },
        deliver: () => undefined,
      };
      timer.unref();
      // Many acts are never waited for; those are known by the list.
      acked.catch(() => unanswered.push(id));
      byId.set(id, pending);
      byToken.set(token, pending);
      const delivered = (): Json => ({
        id,
        application_id: world.applicationId,
        type: kind,
        token,
        version: 1,
        data,
        channel_id: channel.id,
        channel: channelWithPermissions(channel, user),
        ...(guild
          ? {
              guild_id: guild.id,
              guild: { id: guild.id, locale: guild.locale, features: [] },
              guild_locale: guild.locale,
              member: memberWithPermissions(user),
            }
          : { user: userOf(user) }),
        ...(message ? { message: messageOf(message) } : {}),
        app_permissions: String(world.permissionsOf(channel)),
        locale: user.locale,
        entitlements: [],
        authorizing_integration_owners: { "0": guild?.id ?? "0" },
        context: guild ? 0 : 1,
        // platforms.md: discord-told-limit
        attachment_size_limit: Math.max(world.uploadLimit(channel), user.uploadLimit ?? 0),
      });
      pending.deliver = () => gateway.dispatch("INTERACTION_CREATE", guild?.id, delivered);
      pending.deliver();
      const seen = () => (pending.original?.deleted ? undefined : pending.original);
      const answered = async (type: number, what: string): Promise<Json> => {
        const given = await acked;
        if (given.type !== type) throw new Error(`act ${id} was answered by type ${given.type}, not by ${what}`);
        return given.data;
      };
      return {
        id,
        user,
        channel,
        ...(message ? { message } : {}),
        acked,
        seen,
        response: async () => {
          await acked;
          return until(`the answer to act ${id}`, () => {
            const found = seen();
            return found && (found.flags & FLAGS.thinking) === 0 && found;
          });
        },
        followups: () => pending.followups.filter(({ deleted }) => !deleted),
        modal: async () => {
          const { custom_id, title, components } = await answered(ANSWER.modal, "a form");
          return { customId: String(custom_id), title: String(title), components: numbered(components as Component[]) };
        },
        choices: async () => (await answered(ANSWER.choices, "choices")).choices as Choice[],
      };
    },

    repeat: (id) => byId.get(id)?.deliver(),

    callback: (id, token, body, uploads) => {
      const pending = byId.get(id);
      if (!pending) throw refusals.unknownInteraction();
      if (pending.token !== token) throw refusals.tokenEnded();
      if (pending.acknowledged) throw refusals.acknowledged();
      if (world.now() - pending.at > ACKNOWLEDGE_MS) throw refusals.unknownInteraction();
      answer(pending, body, uploads);
      pending.acknowledged = true;
      const ms = performance.now() - pending.started;
      pending.acknowledge({ type: body.type, ms, data: (body.data ?? {}) as Json });
      world.changed();
      const message = pending.original;
      return {
        interaction: {
          id,
          type: pending.kind,
          activity_instance_id: null,
          ...(message ? { response_message_id: message.id } : {}),
          response_message_loading: body.type === ANSWER.defer,
          response_message_ephemeral: message?.ephemeral ?? false,
        },
        ...(message ? { resource: { type: body.type, message: messageOf(message) } } : {}),
      };
    },

    original: (token) => {
      const { original } = live(token);
      if (!original || original.deleted) throw refusals.unknownMessage();
      return original;
    },

    follow: (token, body, uploads) => {
      const pending = live(token);
      const deferred = pending.original && (pending.original.flags & FLAGS.thinking) !== 0;
      const { ephemeral } = pending.original && deferred ? pending.original : { ephemeral: isEphemeral(body) };
      admitAnswer(world, pending.channel, { ephemeral });
      if (pending.original && deferred) {
        writer.edit(pending.original, body, uploads);
        return pending.original;
      }
      const message = writer.put(pending.channel, world.bot, body, uploads, pending.id);
      pending.followups.push(message);
      world.changed();
      return message;
    },

    edit: (token, message, body, uploads) => {
      admitAnswer(world, live(token).channel, message);
      writer.edit(message, body, uploads);
    },

    own: (token, id) => {
      const { original, followups } = live(token);
      const found = [original, ...followups].find((one) => one?.id === id);
      if (!found || found.deleted) throw refusals.unknownMessage();
      return found;
    },
  };
}

function isEphemeral({ flags }: MessageBody): boolean {
  return ((flags ?? 0) & FLAGS.ephemeral) !== 0;
}

function answersTo({ kind, message }: Pending): number[] {
  if (kind === KIND.autocomplete) return [ANSWER.choices];
  const updates = message && kind !== KIND.command ? [ANSWER.deferUpdate, ANSWER.update] : [];
  return [ANSWER.message, ANSWER.defer, ...updates, ...(kind === KIND.modal ? [] : [ANSWER.modal])];
}
