import type { Component, Json, Snowflake } from "./types.ts";
import { mediaIn, walk } from "./types.ts";

/** What a bot sends to make or change a message. */
export interface MessageBody {
  readonly content?: string | null;
  readonly components?: readonly Component[] | null;
  readonly embeds?: readonly Json[] | null;
  readonly attachments?: readonly AttachmentBody[] | null;
  readonly flags?: number | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
  readonly allowed_mentions?: AllowedMentions | null;
  readonly message_reference?: {
    readonly message_id: Snowflake;
    readonly channel_id?: Snowflake | null;
    readonly fail_if_not_exists?: boolean | null;
  } | null;
}

export interface AttachmentBody {
  /** Of an attachment that is kept, or the `n` of `files[n]`. */
  readonly id: Snowflake | number;
  readonly filename?: string | null;
  readonly description?: string | null;
}

export interface AllowedMentions {
  readonly parse?: readonly string[] | null;
  readonly users?: readonly Snowflake[] | null;
  readonly roles?: readonly Snowflake[] | null;
  readonly replied_user?: boolean | null;
}

export const FLAGS = { suppressEmbeds: 4, ephemeral: 64, thinking: 128, componentsV2: 32_768 } as const;

/** https://discord.com/developers/docs/components/reference and …/resources/message#create-message */
const MOST = { content: 2_000, components: 40, text: 4_000, customId: 100, label: 80, attachments: 10, rows: 5 };

/** Component kinds that need the second version. */
const SECOND_VERSION = new Set([9, 10, 11, 12, 13, 14, 17]);
const SELECTS = new Set([3, 5, 6, 7, 8]);
const LINK = 5;

/** What a message would look like, with the names of the files that it would have. */
export interface Look {
  readonly content: string;
  readonly components: readonly Component[];
  readonly embeds: readonly Json[];
  readonly flags: number;
  /** Undefined for one that components can't name. */
  readonly files: readonly (string | undefined)[];
}

/** What Discord has against a message beyond what its specification can say. Nothing when it is good. */
export function formErrors(look: Look): string[] {
  const errors: string[] = [];
  const all = walk(look.components);
  const second = (look.flags & FLAGS.componentsV2) !== 0;
  // platforms.md: discord-v2-message, discord-component-limits, discord-gallery
  if (look.content.length > MOST.content) errors.push(`content: ${look.content.length} of ${MOST.content} characters`);
  if (look.files.length > MOST.attachments) errors.push(`attachments: ${look.files.length} of ${MOST.attachments}`);
  if (second && look.content !== "") errors.push("content: can't be used with Components V2");
  if (second && look.embeds.length > 0) errors.push("embeds: can't be used with Components V2");
  if (second && look.components.length === 0) errors.push("components: Components V2 needs at least one");
  if (second && all.length > MOST.components) errors.push(`components: ${all.length} of ${MOST.components}`);
  if (!second && look.components.length > MOST.rows) errors.push(`components: ${look.components.length} of 5 rows`);
  if (!second) {
    const early = all.find(({ type }) => SECOND_VERSION.has(type));
    if (early) errors.push(`components: type ${early.type} needs the flag of Components V2`);
    if (look.components.some(({ type }) => type !== 1)) errors.push("components: only rows at the top without V2");
  }
  const text = all.reduce((sum, { type, content = "" }) => sum + (type === 10 ? content.length : 0), 0);
  if (text > MOST.text) errors.push(`components: ${text} of ${MOST.text} characters of text`);
  for (const one of all) errors.push(...componentErrors(one, look.files));
  return [...errors, ...repeated(all)];
}

function componentErrors(one: Component, files: Look["files"]): string[] {
  const errors: string[] = [];
  const wrong = (sentence: string) => errors.push(`component ${one.type}: ${sentence}`);
  const inside = one.components?.length ?? 0;
  if ((one.custom_id?.length ?? 0) > MOST.customId) wrong(`custom_id has ${one.custom_id?.length} characters`);
  if (one.type === 1) {
    const selects = one.components?.filter(({ type }) => SELECTS.has(type)).length ?? 0;
    if (inside < 1 || inside > 5) wrong(`${inside} in a row of 1 to 5`);
    if (selects > 0 && inside > 1) wrong("a select stands alone in its row");
  }
  if (one.type === 2) {
    if ((one.label?.length ?? 0) > MOST.label) wrong(`a button's label has ${one.label?.length} characters`);
    if (!one.label && one.emoji == null) wrong("a button needs a label or an emoji");
    const link = one.style === LINK;
    if (link !== (one.url !== undefined)) wrong("a link, and only a link, has a url");
    if (link === (one.custom_id !== undefined)) wrong("a button that is no link has a custom_id, a link has none");
  }
  if (one.type === 9 && (inside < 1 || inside > 3)) wrong(`${inside} texts in a section of 1 to 3`);
  if (one.type === 9 && !one.accessory) wrong("a section needs an accessory");
  if (one.type === 10 && !one.content) wrong("a text is empty");
  if (one.type === 12 && !between(one.items?.length ?? 0, 1, 10)) wrong("a gallery has 1 to 10 items");
  for (const { url } of mediaIn(one)) {
    const name = /^attachment:\/\/(.+)$/.exec(url)?.[1];
    if (name !== undefined && !files.includes(name)) wrong(`no file is attached as ${url}`);
    if (name === undefined && (one.type === 13 || !/^https?:\/\//.test(url))) wrong(`${url} can't be shown`);
  }
  return errors;
}

function repeated(all: readonly Component[]): string[] {
  const seen = new Set<string>();
  const ids = new Set<number>();
  const errors: string[] = [];
  for (const { custom_id, id } of all) {
    if (custom_id !== undefined && seen.has(custom_id)) errors.push(`custom_id ${custom_id}: is there twice`);
    if (id !== undefined && id !== 0 && ids.has(id)) errors.push(`component id ${id}: is there twice`);
    if (custom_id !== undefined) seen.add(custom_id);
    if (id !== undefined) ids.add(id);
  }
  return errors;
}

function between(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

/** Gives numbers to the components that came without one, as Discord does. */
export function numbered(components: readonly Component[]): Component[] {
  const taken = new Set(walk(components).map(({ id }) => id));
  let next = 0;
  const number = (one: Component): Component => {
    let id = one.id ?? 0;
    if (id === 0) {
      do next++;
      while (taken.has(next));
      id = next;
    }
    return {
      ...one,
      id,
      ...(one.components ? { components: one.components.map(number) } : {}),
      ...(one.component ? { component: number(one.component) } : {}),
      ...(one.accessory ? { accessory: number(one.accessory) } : {}),
    };
  };
  return components.map(number);
}

export interface Audience {
  /** The author of the message that is replied to. */
  readonly replied?: Snowflake;
  /** Whether the bot may mention everyone. */
  readonly everyone: boolean;
}

/**
 * Who is really notified by a text: users' ids, `&` and a role's id, `everyone`. What stands in code notifies nobody.
 * https://discord.com/developers/docs/resources/message#allowed-mentions-object
 */
export function pinged(text: string, allowed: AllowedMentions | null | undefined, audience: Audience): string[] {
  const plain = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, "");
  const users = [...plain.matchAll(/<@!?(\d+)>/g)].map(([, id = ""]) => id);
  const roles = [...plain.matchAll(/<@&(\d+)>/g)].map(([, id = ""]) => id);
  const kinds = allowed ? (allowed.parse ?? []) : ["users", "roles", "everyone"];
  const named = (kind: string, ids: readonly string[], listed: readonly string[] | null | undefined) =>
    kinds.includes(kind) ? ids : ids.filter((id) => listed?.includes(id));
  const toAll = kinds.includes("everyone") && audience.everyone && /@(everyone|here)\b/.test(plain);
  const reply = allowed ? allowed.replied_user === true : true;
  return [
    ...new Set([
      ...(toAll ? ["everyone"] : []),
      ...named("users", users, allowed?.users),
      ...named("roles", roles, allowed?.roles).map((id) => `&${id}`),
      ...(reply && audience.replied !== undefined ? [audience.replied] : []),
    ]),
  ];
}

/** A kind that is allowed as a whole can't also be listed. */
export function mentionErrors(allowed: AllowedMentions | null | undefined): string[] {
  return (["users", "roles"] as const)
    .filter((kind) => allowed?.parse?.includes(kind) && (allowed[kind]?.length ?? 0) > 0)
    .map((kind) => `allowed_mentions: ${kind} are allowed as a whole and listed too`);
}
