import { admitEdit, admitRemoval, admitWaking, reach } from "./access.ts";
import type { CommandBody, Registry } from "./commands.ts";
import { refusals } from "./errors.ts";
import type { Interactions } from "./interactions.ts";
import { messageOf } from "./message-payloads.ts";
import { channelOf, channelWithOverwrites, guildOf, memberOf, userOf } from "./payloads.ts";
import type { MessageBody } from "./rules.ts";
import type { Channel, Command, CommandOption, Guild, Json, Message, Snowflake, User } from "./types.ts";
import { EPOCH, ORDINARY, PERMISSIONS, type World } from "./world.ts";
import type { Uploads, Writer } from "./writing.ts";

/** One request, read. */
export interface Call {
  readonly query: URLSearchParams;
  /** Parsed and, where there is a specification, found to be good by it. */
  readonly body: unknown;
  readonly uploads: Uploads;
}

/** Gives a body (200), a body with another status, or nothing (204). Throws Refusal. */
export type Handler = (call: Call, ...ids: string[]) => unknown;

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handle: Handler;
}

/** `*` stands for one part of the path. */
function on(method: string, path: string, handle: Handler): Route {
  return { method, pattern: new RegExp(`^${path.replaceAll("*", "([^/]+)")}$`), handle };
}

export interface Parts {
  readonly world: World;
  readonly writer: Writer;
  readonly interactions: Interactions;
  readonly registry: Registry;
  openDm(user: User): Channel;
}

/** All that a bot of slash commands asks for: https://discord.com/developers/docs/reference */
export function createRoutes(parts: Parts): readonly Route[] {
  return [...interactionRoutes(parts), ...messageRoutes(parts), ...commandRoutes(parts), ...otherRoutes(parts)];
}

function interactionRoutes({ interactions, writer }: Parts): Route[] {
  const body = ({ body }: Call) => body as MessageBody;
  const own = (token: string, id: string) =>
    id === "@original" ? interactions.original(token) : interactions.own(token, id);
  return [
    on("POST", "/interactions/*/*/callback", (call, id, token) => {
      const told = interactions.callback(id, token, call.body as Parameters<Interactions["callback"]>[2], call.uploads);
      return call.query.get("with_response") === "true" ? told : undefined;
    }),
    on("POST", "/webhooks/*/*", (call, _, token) => messageOf(interactions.follow(token, body(call), call.uploads))),
    on("GET", "/webhooks/*/*/messages/*", (_, __, token, id) => messageOf(own(token, id))),
    on("PATCH", "/webhooks/*/*/messages/*", (call, _, token, id) => {
      const message = own(token, id);
      interactions.edit(token, message, body(call), call.uploads);
      return messageOf(message);
    }),
    on("DELETE", "/webhooks/*/*/messages/*", (_, __, token, id) => writer.remove(own(token, id))),
  ];
}

function messageRoutes({ world, writer }: Parts): Route[] {
  const find = (channel: Channel, id: Snowflake): Message => {
    const message = writer.find(channel, id);
    // What only a member sees is out of the channel's reach.
    if (message.ephemeral) throw refusals.unknownMessage();
    return message;
  };
  /** Without the privileged intent, others' words in guilds are blank. */
  const shown = (message: Message): Json => {
    const blank = message.channel.guild && message.author !== world.bot && !message.content.includes(world.bot.id);
    return { ...messageOf(message), ...(blank ? { content: "", attachments: [], embeds: [], components: [] } : {}) };
  };
  return [
    on("POST", "/channels/*/messages", (call, id) =>
      messageOf(writer.post(reach(world, id), call.body as MessageBody, call.uploads)),
    ),
    on("PATCH", "/channels/*/messages/*", (call, id, which) => {
      const channel = reach(world, id);
      admitEdit(world, channel, { files: call.uploads.size > 0 });
      const message = find(channel, which);
      if (message.author !== world.bot) throw refusals.notTheAuthor();
      writer.edit(message, call.body as MessageBody, call.uploads);
      return messageOf(message);
    }),
    on("DELETE", "/channels/*/messages/*", (_, id, which) => {
      const channel = reach(world, id);
      admitRemoval(world, channel);
      const message = find(channel, which);
      if (message.author !== world.bot) throw refusals.missingPermissions();
      writer.remove(message);
    }),
    on("GET", "/channels/*/messages/*", (_, id, which) => {
      const channel = reach(world, id);
      if (!world.may(channel, "ReadMessageHistory")) throw refusals.missingPermissions();
      return shown(find(channel, which));
    }),
    on("GET", "/channels/*/messages", ({ query }, id) => {
      const channel = reach(world, id);
      if (!world.may(channel, "ReadMessageHistory")) return [];
      const limit = Number(query.get("limit") ?? 50);
      if (!(limit >= 1 && limit <= 100)) throw refusals.badForm([`limit: ${limit}, from 1 to 100`]);
      const before = query.get("before");
      const after = query.get("after");
      const fitting = [...world.messagesIn(channel).values()].filter(
        (one) =>
          !one.deleted &&
          !one.ephemeral &&
          (before === null || BigInt(one.id) < BigInt(before)) &&
          (after === null || BigInt(one.id) > BigInt(after)),
      );
      // After an id come the oldest of what follows; otherwise the newest. Newest first in any case.
      const page = after === null ? fitting.slice(-limit) : fitting.slice(0, limit);
      return page.reverse().map(shown);
    }),
  ];
}

function commandRoutes({ world, registry }: Parts): Route[] {
  const scoped = (path: string, scopeOf: (guild: string) => string): Route[] => {
    // Globally there is no guild in the path, and the first id is the command's.
    const split = (ids: string[]) => (path.includes("guilds") ? ids : ["", ...ids]);
    const scope = (ids: string[]) => scopeOf(split(ids)[0] ?? "");
    const command = (ids: string[]) => split(ids)[1] ?? "";
    return [
      on("GET", path, ({ query }, _, ...ids) => {
        const listed = registry.list(scope(ids));
        return query.get("with_localizations") === "true" ? listed : listed.map(untranslated);
      }),
      on("PUT", path, (call, _, ...ids) => registry.overwrite(scope(ids), (call.body ?? []) as CommandBody[])),
      on("POST", path, (call, _, ...ids) => {
        const made = registry.create(scope(ids), call.body as CommandBody);
        return { status: made.fresh ? 201 : 200, body: made.command } satisfies Reply;
      }),
      on("GET", `${path}/*`, (_, __, ...ids) => registry.get(scope(ids), command(ids))),
      on("PATCH", `${path}/*`, (call, _, ...ids) =>
        registry.change(scope(ids), command(ids), call.body as CommandBody),
      ),
      on("DELETE", `${path}/*`, (_, __, ...ids) => registry.remove(scope(ids), command(ids))),
    ];
  };
  return [
    ...scoped("/applications/*/commands", () => "global"),
    ...scoped("/applications/*/guilds/*/commands", (id) => {
      if (!world.guilds.has(id) || world.left.has(id)) throw refusals.missingAccess();
      return id;
    }),
  ];
}

/** discord-localizations: the dictionaries are given only to who asks for them. */
function untranslated<One extends Command | CommandOption>(one: One): Json {
  const { name_localizations: _, description_localizations: __, options, ...rest } = one;
  return { ...rest, ...(options ? { options: options.map(untranslated) } : {}) };
}

function otherRoutes({ world, openDm }: Parts): Route[] {
  const gateway = () => world.url.replace("http", "ws");
  const member = (id: string): User => {
    const user = world.users.get(id);
    if (!user) throw refusals.unknownUser();
    return user;
  };
  const application = () => ({
    id: world.applicationId,
    name: world.bot.name,
    icon: null,
    description: "",
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: "",
    flags: 0,
    team: null,
    interactions_endpoint_url: null,
    bot: userOf(world.bot),
    ...world.options.application,
  });
  return [
    on("GET", "/gateway", () => ({ url: gateway() })),
    // discord-session-starts
    on("GET", "/gateway/bot", () => {
      const max_concurrency = world.options.maxConcurrency ?? 16;
      const remaining = world.options.connectionsLeft ?? 999;
      const session_start_limit = { total: 1000, remaining, reset_after: 86_400_000, max_concurrency };
      return { url: gateway(), shards: world.options.shards ?? 1, session_start_limit };
    }),
    on("GET", "/users/@me", () => ({ ...userOf(world.bot), verified: true, mfa_enabled: false, email: null })),
    // discord-my-guilds
    on("GET", "/users/@me/guilds", () =>
      [...world.guilds.values()]
        .filter(({ id }) => !world.left.has(id))
        .map(({ id, name, denied = [] }) => ({
          ...{ id, name, icon: null, banner: null, owner: false, features: [] },
          permissions: String(denied.reduce((left, one) => left & ~PERMISSIONS[one], ORDINARY)),
        })),
    ),
    on("POST", "/users/@me/channels", ({ body }) =>
      channelOf(openDm(member(String((body as { recipient_id?: unknown }).recipient_id)))),
    ),
    on("GET", "/users/*", (_, id) => userOf(member(id))),
    on("GET", "/applications/@me", application),
    on("GET", "/oauth2/applications/@me", application),
    on("GET", "/guilds/*", (_, id) => guildOf(guildWithBot(world, id))),
    on("GET", "/guilds/*/members/*", (_, id, user) => {
      guildWithBot(world, id);
      const found = world.users.get(user);
      if (!found || found.elsewhere) throw refusals.unknownMember();
      return memberOf(found);
    }),
    on("GET", "/channels/*", (_, id) => {
      const channel = reach(world, id);
      const joined = channel.members.has(world.bot.id) ? { member: threadMember(channel, world.bot.id) } : {};
      return { ...channelWithOverwrites(world, channel), ...joined };
    }),
    on("PATCH", "/channels/*", ({ body }, id) => {
      const channel = reach(world, id);
      admitWaking(world, channel, body as Json);
      if ((body as { archived?: boolean }).archived === false) channel.archived = false;
      return channelOf(channel);
    }),
    // discord-thread-member
    on("GET", "/channels/*/thread-members/*", (_, id, who) => {
      const channel = reach(world, id);
      const user = who === "@me" ? world.bot.id : who;
      if (!channel.members.has(user)) throw refusals.unknownMember();
      return threadMember(channel, user);
    }),
  ];
}

function guildWithBot(world: World, id: Snowflake): Guild {
  const guild = world.guilds.get(id);
  if (!guild || world.left.has(id)) throw refusals.unknownGuild();
  return guild;
}

function threadMember({ id }: Channel, user: Snowflake): Json {
  return { id, user_id: user, join_timestamp: new Date(EPOCH).toISOString(), flags: 0 };
}
