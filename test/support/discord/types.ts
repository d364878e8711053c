/** An id as Discord writes it: digits of 64 bits, the upper 42 of which are the time. */
export type Snowflake = string;

export type Json = Readonly<Record<string, unknown>>;

/** A component of a message or a form, as it is on the wire; `type` says which fields count. */
export interface Component extends Json {
  readonly type: number;
  readonly id?: number;
  readonly custom_id?: string;
  readonly label?: string;
  readonly content?: string;
  readonly url?: string;
  readonly style?: number;
  readonly disabled?: boolean;
  readonly required?: boolean;
  readonly components?: readonly Component[];
  readonly component?: Component;
  readonly accessory?: Component;
  readonly items?: readonly { readonly media: Media }[];
  readonly media?: Media;
  readonly file?: Media;
  readonly options?: readonly { readonly label: string; readonly value: string }[];
  readonly value?: string;
}

export interface Media extends Json {
  readonly url: string;
}

/** The part of a message that comes along when it is forwarded, as it was then. */
export type Forwarded = Pick<
  Message,
  "content" | "components" | "embeds" | "attachments" | "flags" | "times" | "reference"
>;

export interface Guild {
  readonly id: Snowflake;
  readonly name: string;
  readonly locale: string;
  /** What the bot may upload, in bytes. */
  attachmentSizeLimit?: number;
  /** What the bot's role lacks in it. */
  readonly denied?: readonly Permission[];
  /** The level that its boosts have reached, 0 to 3. */
  readonly premiumTier?: number;
}

export type ChannelKind = "text" | "announcement" | "voice" | "stage" | "forum" | "media" | "thread" | "dm";

export interface Channel {
  readonly id: Snowflake;
  readonly kind: ChannelKind;
  readonly name: string;
  /** Absent in a DM. */
  readonly guild?: Guild;
  /** Of a thread or a forum's post. */
  readonly parent?: Channel;
  /** Of a DM. */
  readonly recipient?: User;
  /** Of a thread: only who is in it, and who may manage threads, sees it. */
  readonly private: boolean;
  /** Ids of who is in a thread. Whoever writes in one is in it from then on. */
  readonly members: Set<Snowflake>;
  archived: boolean;
  locked: boolean;
  attachmentSizeLimit?: number;
  /** What the bot may not do here, by discord.js's names. Set by `deny`. */
  denied: readonly Permission[];
  /** What the bot may do here beyond the ordinary. Set by `allow`. */
  allowed: readonly Permission[];
}

/** Permissions that the fake looks at, by discord.js's names; `deny` and `allow` take no others. */
export type Permission =
  | "ViewChannel"
  | "SendMessages"
  | "SendMessagesInThreads"
  | "EmbedLinks"
  | "AttachFiles"
  | "ReadMessageHistory"
  | "MentionEveryone"
  | "Connect"
  | "ManageThreads";

export interface User {
  readonly id: Snowflake;
  readonly name: string;
  readonly bot: boolean;
  readonly locale: string;
  /** Has every permission in every guild. */
  readonly admin: boolean;
  /** Takes messages from the bot. */
  dms: boolean;
  /** The ids of the roles that they have in every guild. */
  readonly roles?: readonly Snowflake[];
  /** Is in no guild at all. */
  readonly elsewhere?: boolean;
  /** What their own subscription lets them upload anywhere, in bytes; it does nothing for the bot. */
  readonly uploadLimit?: number;
}

export interface File {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Told from the name when not given. */
  readonly contentType?: string;
}

export interface StoredAttachment extends File {
  readonly id: Snowflake;
  readonly channel: Snowflake;
  readonly contentType: string;
  readonly description?: string;
  readonly ephemeral: boolean;
  /** An address that works for 24 hours from now. */
  url(): string;
}

/** One object all the message's life: what it shows changes with its edits. */
export interface Message {
  readonly id: Snowflake;
  readonly channel: Channel;
  readonly author: User;
  readonly content: string;
  readonly components: readonly Component[];
  readonly embeds: readonly Json[];
  /** All its files. What the bot is given as `attachments` are those alone that nothing in the message shows. */
  readonly attachments: readonly StoredAttachment[];
  /** The message that it forwards. */
  readonly forwards?: Forwarded;
  /** 32768 is Components V2, 64 ephemeral, 128 “thinking…”. */
  readonly flags: number;
  readonly ephemeral: boolean;
  /** Who was notified when it was posted: users' ids, `&` and a role's id, `everyone`. An edit notifies nobody. */
  readonly pinged: readonly string[];
  readonly reference?: { readonly message: Snowflake; readonly channel: Snowflake };
  readonly nonce?: string;
  readonly edits: number;
  /** When it was posted and each time it was edited, by the fake's clock, in milliseconds since 1970. */
  readonly times: readonly number[];
  readonly deleted: boolean;
  /** The act that it answers. */
  readonly interaction?: Snowflake;
}

export interface Button {
  readonly label: string;
  readonly customId?: string;
  readonly url?: string;
  readonly style: number;
  readonly disabled: boolean;
}

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export interface Modal {
  readonly customId: string;
  readonly title: string;
  readonly components: readonly Component[];
}

export interface Acknowledgement {
  /** Discord's number of the answer's kind: 4 message, 5 deferred, 6 and 7 update, 8 choices, 9 form. */
  readonly type: number;
  /** From the dispatch to the callback, in milliseconds of the machine's own clock. */
  readonly ms: number;
  readonly data: Json;
}

/** A registered command, as Discord gives it back. */
export interface Command extends Json {
  readonly id: Snowflake;
  readonly type: number;
  readonly name: string;
  readonly options?: readonly CommandOption[];
}

export interface CommandOption extends Json {
  readonly type: number;
  readonly name: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly options?: readonly CommandOption[];
  readonly choices?: readonly Choice[];
  readonly min_value?: number;
  readonly max_value?: number;
  readonly min_length?: number;
  readonly max_length?: number;
}

/** All text displays of a message in order, one a line; its content where it has no components of the second version. */
export function texts(message: Message): string {
  const shown = walk(message.components).flatMap(({ content }) => (content === undefined ? [] : [content]));
  return [...(message.content === "" ? [] : [message.content]), ...shown].join("\n");
}

export function buttons(message: Message): Button[] {
  return walk(message.components)
    .filter(({ type }) => type === 2)
    .map(({ label = "", custom_id, url, style = 2, disabled = false }) => ({
      label,
      style,
      disabled,
      ...(custom_id === undefined ? {} : { customId: custom_id }),
      ...(url === undefined ? {} : { url }),
    }));
}

/** A component and all that are in it, in the order in which they are shown. */
export function walk(components: readonly Component[]): Component[] {
  return components.flatMap((one) => [
    one,
    ...walk(one.components ?? []),
    ...walk(one.component ? [one.component] : []),
    ...walk(one.accessory ? [one.accessory] : []),
  ]);
}

/** The pictures, videos and files that components show, those inside others too. */
export function mediaOf(components: readonly Component[]): Media[] {
  return walk(components).flatMap(mediaIn);
}

/** Those of the component itself. */
export function mediaIn({ items = [], media, file }: Component): Media[] {
  return [...items.map((item) => item.media), ...(media ? [media] : []), ...(file ? [file] : [])];
}
