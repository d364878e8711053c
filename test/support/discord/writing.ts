import { admit } from "./access.ts";
import { refusals } from "./errors.ts";
import type { Gateway } from "./gateway.ts";
import { messageOf } from "./message-payloads.ts";
import { channelOf } from "./payloads.ts";
import { FLAGS, formErrors, type Look, type MessageBody, mentionErrors, numbered, pinged } from "./rules.ts";
import type { Channel, File, Message, Snowflake, StoredAttachment, User } from "./types.ts";
import { walk } from "./types.ts";
import type { Mutable, World } from "./world.ts";

/** “A few minutes”, and so many characters: platforms.md, discord-nonce. */
const NONCE_MS = 5 * 60_000;
const NONCE_CHARS = 25;

/** All of a request that creates a message: platforms.md, discord-create-request. */
const CREATE_BYTES = 25 * 1024 * 1024;

/** `files[n]` by n. */
export type Uploads = ReadonlyMap<number, File>;

export const NO_UPLOADS: Uploads = new Map();

/** Posts and changes messages by Discord's rules. All throw Refusal. */
export interface Writer {
  /** By the bot's own token: its permissions count. */
  post(channel: Channel, body: MessageBody, uploads: Uploads): Message;
  /** By anybody to whom no permission needs to be checked: a member, or the answer to an interaction. */
  put(channel: Channel, author: User, body: MessageBody, uploads: Uploads, interaction?: Snowflake): Message;
  edit(message: Message, body: MessageBody, uploads: Uploads): void;
  forward(message: Message, author: User, to: Channel): Message;
  remove(message: Message): void;
  /** The channel's message, also one that only a member sees. */
  find(channel: Channel, id: Snowflake): Message;
}

interface Planned {
  /** What components can name it by. */
  readonly name: string | undefined;
  realise(): StoredAttachment;
}

export function createWriter(world: World, gateway: Gateway): Writer {
  const nonces = new Map<string, { message: Message; at: number }>();

  /** What will be attached, without attaching yet; `edited` is the message that is there already. */
  function plan(channel: Channel, body: MessageBody, uploads: Uploads, hidden: boolean, edited?: Message): Planned[] {
    // platforms.md: discord-upload-limit
    const limit = world.uploadLimit(channel);
    for (const { bytes } of uploads.values()) if (bytes.byteLength > limit) throw refusals.tooLarge();
    const fresh = (file: File, description?: string | null): Planned => ({
      name: file.name,
      realise: () => world.attach(channel, file, { ephemeral: hidden, ...(description ? { description } : {}) }),
    });
    if (body.attachments === undefined) {
      const files = [...uploads.values()].map((file) => fresh(file));
      if (!edited) return files;
      // platforms.md: discord-edit-drops, discord-edit-lists-files
      if (files.length > 0) return files.map((file) => ({ ...file, name: undefined }));
      return edited.attachments.map((old) => ({ name: old.name, realise: () => old }));
    }
    return (body.attachments ?? []).map((named, index): Planned => {
      const old = edited?.attachments.find(({ id }) => id === String(named.id));
      // platforms.md: discord-keep-file
      if (old) return { name: named.filename ?? undefined, realise: () => old };
      const file = uploads.get(Number(named.id));
      if (!file) throw refusals.badForm([`attachments[${index}].id: there is no file ${named.id}`]);
      return fresh({ ...file, name: named.filename ?? file.name }, named.description);
    });
  }

  function checked(look: Look, body: MessageBody): void {
    const errors = [...formErrors(look), ...mentionErrors(body.allowed_mentions)];
    if (errors.length > 0) throw refusals.badForm(errors);
    const empty = look.content === "" && look.components.length + look.embeds.length + look.files.length === 0;
    if (empty && (look.flags & FLAGS.thinking) === 0) throw refusals.emptyMessage();
  }

  function replied(channel: Channel, reference: MessageBody["message_reference"]): Message | undefined {
    if (!reference) return undefined;
    if (!world.may(channel, "ReadMessageHistory")) throw refusals.unreadableReply();
    const found = world.messagesIn(channel).get(reference.message_id);
    if (found && !found.deleted) return found;
    if (reference.fail_if_not_exists ?? true) throw refusals.unknownReply();
    return undefined;
  }

  function audienceIn(channel: Channel): { everyone: boolean } {
    return { everyone: world.may(channel, "MentionEveryone") };
  }

  const writer: Writer = {
    post: (channel, body, uploads) => {
      admit(world, channel, { files: uploads.size > 0 });
      const sent = [...uploads.values()].reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
      if (sent > CREATE_BYTES) throw refusals.tooLarge();
      // Of the author, whatever the channel.
      const key = String(body.nonce);
      if (body.nonce != null && key.length > NONCE_CHARS) throw refusals.badForm([`nonce: ${key.length} characters`]);
      const before = nonces.get(key);
      const fresh = before && world.now() - before.at < NONCE_MS && !before.message.deleted;
      if (body.enforce_nonce && body.nonce != null && fresh) return before.message;
      const message = writer.put(channel, world.bot, body, uploads);
      if (body.nonce != null) nonces.set(key, { message, at: world.now() });
      if (channel.kind === "thread") channel.members.add(world.bot.id);
      if (channel.archived) {
        channel.archived = false;
        gateway.dispatch("THREAD_UPDATE", channel.guild?.id, () => channelOf(channel));
      }
      return message;
    },

    put: (channel, author, body, uploads, interaction) => {
      const flags = body.flags ?? 0;
      const hidden = (flags & FLAGS.ephemeral) !== 0;
      const planned = plan(channel, body, uploads, hidden);
      const content = body.content ?? "";
      const look = {
        content,
        components: body.components ?? [],
        embeds: body.embeds ?? [],
        flags,
        files: names(planned),
      };
      checked(look, body);
      const to = replied(channel, body.message_reference);
      const audience = { ...audienceIn(channel), ...(to ? { replied: to.author.id } : {}) };
      const message: Mutable<Message> = {
        id: world.mint(),
        channel,
        author,
        content,
        components: numbered(look.components),
        embeds: look.embeds,
        attachments: planned.map((one) => one.realise()),
        flags,
        ephemeral: hidden,
        pinged: hidden ? [] : pinged(textOf(look), body.allowed_mentions, audience),
        edits: 0,
        times: [world.now()],
        deleted: false,
        ...(body.nonce == null ? {} : { nonce: String(body.nonce) }),
        ...(to ? { reference: { message: to.id, channel: channel.id } } : {}),
        ...(interaction === undefined ? {} : { interaction }),
      };
      world.messagesIn(channel).set(message.id, message);
      if (!hidden) announce("MESSAGE_CREATE", message);
      world.changed();
      return message;
    },

    edit: (given, body, uploads) => {
      const message = world.messagesIn(given.channel).get(given.id);
      if (!message || message.deleted) throw refusals.unknownMessage();
      const planned = plan(message.channel, body, uploads, message.ephemeral, message);
      const flags = flagsAfter(message.flags, body.flags);
      const content = body.content === undefined ? message.content : (body.content ?? "");
      const components = body.components === undefined ? message.components : (body.components ?? []);
      const embeds = body.embeds === undefined ? message.embeds : (body.embeds ?? []);
      const look = { content, components, embeds, flags, files: names(planned) };
      checked(look, body);
      const before = message.attachments;
      const first = (message.flags & FLAGS.thinking) !== 0;
      message.content = content;
      message.components = numbered(components);
      message.embeds = embeds;
      message.attachments = planned.map((one) => one.realise());
      for (const one of before) if (!message.attachments.includes(one)) world.attachments.delete(one.id);
      if (first && !message.ephemeral)
        message.pinged = pinged(textOf(look), body.allowed_mentions, audienceIn(message.channel));
      message.flags = flags;
      message.edits++;
      message.times = [...message.times, world.now()];
      if (!message.ephemeral) announce("MESSAGE_UPDATE", message);
      world.changed();
    },

    forward: (forwarded, author, channel) => {
      const { content, components, embeds, attachments, flags, times, reference } = forwarded;
      const message: Mutable<Message> = {
        ...{ id: world.mint(), channel, author, content: "", components: [], embeds: [], attachments: [], flags: 0 },
        ...{ ephemeral: false, pinged: [], edits: 0, times: [world.now()], deleted: false },
        forwards: { content, components, embeds, attachments, flags, times, ...(reference ? { reference } : {}) },
      };
      world.messagesIn(channel).set(message.id, message);
      announce("MESSAGE_CREATE", message);
      world.changed();
      return message;
    },

    remove: (given) => {
      const message = world.messagesIn(given.channel).get(given.id);
      if (!message || message.deleted) throw refusals.unknownMessage();
      message.deleted = true;
      for (const { id } of message.attachments) world.attachments.delete(id);
      const { guild, id: channel_id } = message.channel;
      const gone = { id: message.id, channel_id, ...(guild ? { guild_id: guild.id } : {}) };
      if (!message.ephemeral) gateway.dispatch("MESSAGE_DELETE", guild?.id, () => gone);
      world.changed();
    },

    find: (channel, id) => {
      const message = world.messagesIn(channel).get(id);
      if (!message || message.deleted) throw refusals.unknownMessage();
      return message;
    },
  };

  function announce(event: string, message: Message): void {
    const { guild } = message.channel;
    gateway.dispatch(event, guild?.id, () => ({ ...messageOf(message), ...(guild ? { guild_id: guild.id } : {}) }));
  }

  return writer;
}

function names(planned: readonly Planned[]): (string | undefined)[] {
  return planned.map(({ name }) => name);
}

/** platforms.md: discord-edit-flags. The first answer ends the thinking. */
function flagsAfter(before: number, asked: number | null | undefined): number {
  const left = before & ~FLAGS.thinking;
  if (asked == null) return left;
  return (left & ~FLAGS.suppressEmbeds) | (asked & (FLAGS.suppressEmbeds | FLAGS.componentsV2));
}

/** All of a message that can mention somebody. */
function textOf({ content, components }: Look): string {
  return [content, ...walk(components).map((one) => one.content ?? "")].join("\n");
}
