import { lookup } from "./content-types.ts";
import { userOf } from "./payloads.ts";
import type { Component, Forwarded, Json, Media, Message, StoredAttachment } from "./types.ts";
import { mediaOf } from "./types.ts";

// Messages and their files on the wire, as https://discord.com/developers/docs/resources/message has them.

export function attachmentOf(attachment: StoredAttachment): Json {
  const url = attachment.url();
  return {
    id: attachment.id,
    filename: attachment.name,
    size: attachment.bytes.byteLength,
    url,
    proxy_url: url,
    content_type: attachment.contentType,
    ...(attachment.description === undefined ? {} : { description: attachment.description }),
    ...(attachment.ephemeral ? { ephemeral: true } : {}),
  };
}

export function messageOf(message: Message): Json {
  return {
    id: message.id,
    channel_id: message.channel.id,
    author: userOf(message.author),
    tts: false,
    pinned: false,
    mention_everyone: message.pinged.includes("everyone"),
    ...contentOf(message, message.interaction === undefined ? 0 : 20),
    ...(message.forwards
      ? { message_snapshots: [{ message: contentOf(message.forwards, 0) }], message_reference: { type: 1 } }
      : {}),
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(message.reference
      ? {
          message_reference: {
            type: 0,
            message_id: message.reference.message,
            channel_id: message.reference.channel,
            guild_id: message.channel.guild?.id,
          },
        }
      : {}),
    ...(message.author.bot ? { application_id: message.author.id } : {}),
  };
}

/** What of a message is in a snapshot of it too: platforms.md, discord-attachments-shown and discord-forwarded. */
function contentOf(message: Forwarded, type: number): Json {
  const [created, ...edited] = message.times.map((time) => new Date(time).toISOString());
  const { components, attachments, embeds } = message;
  const named = new Set([...mediaOf(components).map(({ url }) => url), ...imagesOf(embeds)]);
  return {
    type: message.reference ? 19 : type,
    content: message.content,
    timestamp: created,
    edited_timestamp: edited.at(-1) ?? null,
    mentions: [],
    mention_roles: [],
    attachments: attachments.filter(({ name }) => !named.has(`attachment://${name}`)).map(attachmentOf),
    embeds,
    components: components.map((component) => shown(component, attachments)),
    flags: message.flags,
  };
}

function imagesOf(embeds: readonly Json[]): unknown[] {
  return embeds.flatMap(({ image, thumbnail }) =>
    [image, thumbnail].map((one) => (one as { url?: unknown } | undefined)?.url),
  );
}

/** A component whose pictures and files have got their addresses. */
function shown(component: Component, attachments: readonly StoredAttachment[]): Component {
  const media = (one: Media) => resolved(one, attachments);
  const { components, accessory, items, media: own, file } = component;
  return {
    ...component,
    ...(components ? { components: components.map((one) => shown(one, attachments)) } : {}),
    ...(accessory ? { accessory: shown(accessory, attachments) } : {}),
    ...(items ? { items: items.map((item) => ({ ...item, media: media(item.media) })) } : {}),
    ...(own ? { media: media(own) } : {}),
    ...(file ? { file: media(file), ...nameAndSize(file, attachments) } : {}),
  };
}

/** What Discord says of the file beside it, in a file's own component alone: platforms.md, discord-file-size. */
function nameAndSize({ url }: Media, attachments: readonly StoredAttachment[]): Json {
  const file = attachments.find(({ name }) => url === `attachment://${name}`);
  return { name: file?.name ?? null, size: file?.bytes.byteLength ?? null };
}

function resolved(media: Media, attachments: readonly StoredAttachment[]): Media {
  const name = /^attachment:\/\/(.+)$/.exec(media.url)?.[1];
  const attachment = attachments.find((one) => one.name === name);
  if (!attachment) return { ...media, proxy_url: media.url, content_type: lookup(new URL(media.url).pathname) };
  const { url, proxy_url, content_type } = attachmentOf(attachment);
  return { url: String(url), proxy_url, content_type, attachment_id: attachment.id };
}
