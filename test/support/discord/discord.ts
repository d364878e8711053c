import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createActs } from "./acts.ts";
import { createRegistry } from "./commands.ts";
import { openGateway } from "./gateway.ts";
import { createInteractions } from "./interactions.ts";
import type { DiscordOptions, LocalDiscord } from "./local-discord.ts";
import { turned } from "./otherwise.ts";
import { channelOf, channelWithOverwrites, guildCreated } from "./payloads.ts";
import { createRest } from "./rest.ts";
import { createRoutes } from "./routes.ts";
import { FLAGS } from "./rules.ts";
import { openSpecification, specified } from "./specification.ts";
import type { Channel, ChannelKind, Guild, User } from "./types.ts";
import { createWorld, type World } from "./world.ts";
import { createWriter } from "./writing.ts";

/**
 * Starts a Discord on a free port of 127.0.0.1, which discord.js talks to with `rest: { api: discord.api }` and
 * `discord.token`. It begins without guilds. Whoever starts it closes it.
 */
export async function startDiscord(options: DiscordOptions = {}): Promise<LocalDiscord> {
  const token = options.token ?? randomBytes(36).toString("base64url");
  let good = true;
  const isToken = (given: string) => good && timingSafeEqual(hashOf(given), hashOf(token));
  const checked = (options.check ?? true) && specified;

  const world = createWorld(options);
  const server = createServer();
  const gateway = openGateway(server, world, isToken);
  const writer = createWriter(world, gateway);
  const interactions = createInteractions(world, gateway, writer);
  const registry = createRegistry(world);
  const acts = createActs(world, interactions);
  const places = createPlaces(world, gateway.dispatch);
  const made = createRoutes({ world, writer, interactions, registry, openDm: places.dm });
  const routes = turned(made, world, options.otherwise ?? []);
  const rest = createRest(world, routes, isToken, checked ? openSpecification() : undefined);

  server.on("request", (request, response) => {
    rest.answer(request, response).catch((error: Error) => {
      // The bot died before it had said all.
      if (!request.complete) return;
      // An error of the fake's own is the test's business, not an answer of Discord's.
      rest.violations.push(`the local Discord failed at ${request.method} ${request.url}: ${error.stack}`);
      request.socket.destroy();
    });
  });
  let reachable = true;
  server.on("connection", (socket) => {
    if (!reachable) socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: world.url,
    api: `${world.url}/api`,
    token,
    applicationId: world.applicationId,
    bot: world.bot,
    checked,
    ...places,
    ...acts,
    repeat: ({ id }) => interactions.repeat(id),

    say: (channel, user, { content = "", files = [], components }) => {
      // discord-thread-mention
      if (channel.kind === "thread") {
        for (const one of world.users.values()) if (content.includes(`<@${one.id}>`)) channel.members.add(one.id);
        channel.members.add(user.id);
      }
      const uploads = new Map(files.map((file, index) => [index, file]));
      const body = components ? { components, flags: FLAGS.componentsV2 } : { content };
      return writer.put(channel, user, body, uploads);
    },
    forward: (message, user, to) => writer.forward(message, user, to),
    deleteMessage: (message) => writer.remove(message),
    expireAttachments: () => world.expireAddresses(),

    messages: (channel) => [...world.messagesIn(channel).values()].filter((one) => !one.deleted && !one.ephemeral),
    commands: (guild) => registry.list(guild?.id ?? "global"),
    get commandsCreated() {
      return registry.created;
    },
    until: interactions.until,
    unanswered: interactions.unanswered,

    fail: rest.fail,
    requests: rest.requests,
    violations: rest.violations,
    get invalidRequests() {
      return rest.invalid;
    },
    get limited() {
      return rest.limited;
    },

    drop: gateway.drop,
    hangUp: gateway.hangUp,
    revoke: () => {
      good = false;
      gateway.hangUp(4004);
    },
    restore: () => {
      good = true;
    },
    reconnect: gateway.reconnect,
    invalidate: gateway.invalidate,
    away: () => {
      reachable = false;
      gateway.drop();
      server.closeAllConnections();
    },
    back: () => {
      reachable = true;
    },
    shards: gateway.shards,
    get resumed() {
      return gateway.resumed;
    },
    get identified() {
      return gateway.identified;
    },

    close: async () => {
      gateway.close();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

type Places = Pick<
  LocalDiscord,
  | ("guild" | "channel" | "thread" | "dm" | "user" | "removeBot" | "deleteChannel")
  | ("deny" | "allow" | "join" | "leave" | "lock" | "archive")
>;

/** Guilds, channels and members: each change is told to whoever listens. */
function createPlaces(world: World, dispatch: (event: string, guild: string, payload: () => unknown) => void): Places {
  function open(kind: ChannelKind, name: string, more: Partial<Channel>): Channel {
    const channel: Channel = {
      ...{ id: world.mint(), kind, name, private: false, members: new Set<string>() },
      ...{ archived: false, locked: false, denied: [], allowed: [] },
      ...more,
    };
    world.channels.set(channel.id, channel);
    return channel;
  }

  function tell(event: string, channel: Channel): void {
    const { guild } = channel;
    if (guild && !world.left.has(guild.id)) dispatch(event, guild.id, () => channelWithOverwrites(world, channel));
    world.changed();
  }

  function forget(channel: Channel): void {
    world.channels.delete(channel.id);
    for (const message of world.messagesIn(channel).values()) {
      message.deleted = true;
      for (const { id } of message.attachments) world.attachments.delete(id);
    }
  }

  return {
    guild: ({ name = `Guild ${world.guilds.size + 1}`, locale = "en-US", shard, ...more } = {}) => {
      const id = shard ? world.mintOn(shard) : world.mint();
      const guild: Guild = { id, name, locale, ...more };
      world.guilds.set(id, guild);
      dispatch("GUILD_CREATE", id, () => guildCreated(world, guild));
      return guild;
    },

    channel: (guild, { name = "general", kind = "text", attachmentSizeLimit } = {}) => {
      const limit = attachmentSizeLimit === undefined ? {} : { attachmentSizeLimit };
      const channel = open(kind, name, { guild, ...limit });
      tell("CHANNEL_CREATE", channel);
      return channel;
    },

    thread: (parent, { name = "a thread", archived = false, locked = false, members, ...more } = {}) => {
      const { guild } = parent;
      const inIt = new Set((members ?? []).map(({ id }) => id));
      const thread = open("thread", name, {
        parent,
        archived,
        locked,
        members: inIt,
        ...more,
        ...(guild ? { guild } : {}),
      });
      tell("THREAD_CREATE", thread);
      return thread;
    },

    dm: (user) => {
      const there = [...world.channels.values()].find(({ recipient }) => recipient === user);
      return there ?? open("dm", "", { recipient: user });
    },

    user: ({ name = `Member ${world.users.size}`, admin = false, locale = "en-US", dms = true, ...more } = {}) => {
      const user: User = { bot: false, ...more, id: world.mint(), name, locale, admin, dms };
      world.users.set(user.id, user);
      return user;
    },

    deny: (channel, ...permissions) => {
      channel.denied = permissions;
      tell("CHANNEL_UPDATE", channel);
    },

    allow: (channel, ...permissions) => {
      channel.allowed = permissions;
      tell("CHANNEL_UPDATE", channel);
    },

    join: (thread, user) => {
      thread.members.add(user.id);
      tell("THREAD_UPDATE", thread);
    },

    leave: (thread, user) => {
      thread.members.delete(user.id);
      tell("THREAD_UPDATE", thread);
    },

    lock: (thread) => {
      thread.locked = true;
      tell("THREAD_UPDATE", thread);
    },

    archive: (thread, { locked = false } = {}) => {
      thread.archived = true;
      thread.locked = locked;
      tell("THREAD_UPDATE", thread);
    },

    deleteChannel: (channel) => {
      for (const one of world.channels.values()) if (one.parent === channel) forget(one);
      forget(channel);
      const event = channel.kind === "thread" ? "THREAD_DELETE" : "CHANNEL_DELETE";
      if (channel.guild) dispatch(event, channel.guild.id, () => channelOf(channel));
      world.changed();
    },

    removeBot: (guild) => {
      dispatch("GUILD_DELETE", guild.id, () => ({ id: guild.id }));
      world.left.add(guild.id);
      world.changed();
    },
  };
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
