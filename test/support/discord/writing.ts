import { admit } from "./access.ts";
import { refusals } from "./errors.ts";
import type { Gateway } from "./gateway.ts";
import { channelOf, messageOf } from "./payloads.ts";
import { FLAGS, formErrors, type Look, type MessageBody, mentionErrors, numbered, pinged } from "./rules.ts";
import type { Channel, File, Message, Snowflake, StoredAttachment, User } from "./types.ts";
import { walk } from "./types.ts";
import type { Mutable, World } from "./world.ts";

/** “A few minutes”, as https://discord.com/developers/docs/resources/message#create-message has it. */
const NONCE_MS = 5 * 60_000;

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
  remove(message: Message): void;
  /** The channel's message, also one that only a member sees. */
  find(channel: Channel, id: Snowflake): Message;
}

interface Planned {
  readonly name: string;
  realise(): StoredAttachment;
}

export function createWriter(world: World, gateway: Gateway): Writer {
  const nonces = new Map<string, { message: Message; at: number }>();

  /** What will be attached, without attaching yet. */
  function plan(
    channel: Channel,
    body: MessageBody,
    uploads: Uploads,
    has: readonly StoredAttachment[],
    hidden: boolean,
  ) {
    const limit = world.uploadLimit(channel);
    for (const { bytes } of uploads.values()) if (bytes.byteLength > limit) throw refusals.tooLarge();
    const fresh = (file: File, description?: string | null): Planned => ({
      name: file.name,
      realise: () => world.attach(channel, file, { ephemeral: hidden, ...(description ? { description } : {}) }),
    });
    const kept = (attachment: StoredAttachment): Planned => ({ name: attachment.name, realise: () => attachment });
    // Without the list everything is kept; with it, only what it names.
    if (body.attachments === undefined) return [...has.map(kept), ...[...uploads.values()].map((file) => fresh(file))];
    return (body.attachments ?? []).map((named, index): Planned => {
      const old = has.find(({ id }) => id === String(named.id));
      if (old) return kept(old);
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
      const key = `${channel.id} ${body.nonce}`;
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
      const planned = plan(channel, body, uploads, [], hidden);
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
      const planned = plan(message.channel, body, uploads, message.attachments, message.ephemeral);
      // The second version can be turned on, never off; the first answer ends the thinking.
      const flags = (message.flags & ~FLAGS.thinking) | ((body.flags ?? 0) & FLAGS.componentsV2);
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

function names(planned: readonly Planned[]): string[] {
  return planned.map(({ name }) => name);
}

/** All of a message that can mention somebody. */
function textOf({ content, components }: Look): string {
  return [content, ...walk(components).map((one) => one.content ?? "")].join("\n");
}
