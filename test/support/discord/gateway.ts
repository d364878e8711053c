import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { guildCreated, userOf } from "./payloads.ts";
import type { Snowflake } from "./types.ts";
import { isOn, type World } from "./world.ts";

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway */
const OP = { dispatch: 0, beat: 1, identify: 2, resume: 6, reconnect: 7, invalid: 9, hello: 10, ack: 11 } as const;
const CLOSE = { decode: 4002, notIdentified: 4003, token: 4004, already: 4005, seq: 4007, shard: 4010, intents: 4014 };

/** Members, presences and messages' contents: for bots that Discord has approved. */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);

/** What a session keeps for whoever resumes. */
const KEPT_EVENTS = 20_000;

const HEARTBEAT_MS = 41_250;

interface Session {
  readonly id: string;
  readonly shard: readonly [number, number];
  readonly intents: number;
  seq: number;
  /** What was dispatched, ready to be sent again. */
  readonly sent: { seq: number; text: string }[];
  socket: WebSocket | undefined;
}

interface Received {
  op: number;
  d: { token?: string; shard?: [number, number]; intents?: number; session_id?: string; seq?: number } | null;
}

export interface Gateway {
  /** Sends to each session that has the guild (a DM belongs to shard 0) and asked for such events. */
  dispatch(event: string, guild: Snowflake | undefined, payload: () => unknown): void;
  drop(): void;
  reconnect(): void;
  hangUp(code: number): void;
  invalidate(): void;
  shards(): readonly (readonly [number, number])[];
  readonly resumed: number;
  readonly identified: number;
  close(): void;
}

/** Discord's gateway, version 10, in JSON without compression, on the server's upgrades. */
export function openGateway(server: Server, world: World, isToken: (given: string) => boolean): Gateway {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sessions = new Map<string, Session>();
  let resumed = 0;
  let identified = 0;

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    sockets.handleUpgrade(request, socket, head, (opened) => welcome(opened, request.url ?? "/"));
  server.on("upgrade", upgrade);

  function welcome(socket: WebSocket, url: string): void {
    const { searchParams } = new URL(url, "http://127.0.0.1");
    const asked = [searchParams.get("v"), searchParams.get("encoding"), searchParams.get("compress")];
    if (asked.join() !== "10,json,") {
      socket.close(CLOSE.decode, "This gateway speaks version 10, plain JSON.");
      return;
    }
    socket.on("message", (data) => {
      const closed = receive(socket, JSON.parse(String(data)) as Received);
      if (closed !== undefined) socket.close(closed);
    });
    socket.on("close", (code) => leave(socket, code));
    const heartbeat_interval = world.options.heartbeatMs ?? HEARTBEAT_MS;
    send(socket, { op: OP.hello, d: { heartbeat_interval }, s: null, t: null });
  }

  /** Gives the code to close with when the connection has done wrong. */
  function receive(socket: WebSocket, { op, d }: Received): number | undefined {
    const known = sessionOf(socket) !== undefined;
    if (op === OP.beat) send(socket, { op: OP.ack });
    else if (op === OP.identify) return known ? CLOSE.already : identify(socket, d ?? {});
    else if (op === OP.resume) return known ? CLOSE.already : resume(socket, d ?? {});
    else if (!known) return CLOSE.notIdentified;
    return undefined;
  }

  function identify(socket: WebSocket, d: NonNullable<Received["d"]>): number | undefined {
    const [shard, count] = d.shard ?? [0, 1];
    const intents = d.intents ?? 0;
    if (!isToken(d.token ?? "")) return CLOSE.token;
    if (shard >= count) return CLOSE.shard;
    if ((intents & PRIVILEGED) !== 0) return CLOSE.intents;
    const id = randomBytes(16).toString("hex");
    const session: Session = { id, shard: [shard, count], intents, seq: 0, sent: [], socket };
    sessions.set(id, session);
    identified++;
    const guilds = [...world.guilds.values()].filter((one) => !world.left.has(one.id) && isOn(one.id, session.shard));
    tell(session, "READY", {
      v: 10,
      user: userOf(world.bot),
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: id,
      resume_gateway_url: world.url.replace("http", "ws"),
      session_type: "normal",
      shard: session.shard,
      application: { id: world.applicationId, flags: 0 },
    });
    if (wants(session, "GUILD_CREATE", undefined)) {
      for (const guild of guilds) tell(session, "GUILD_CREATE", guildCreated(world, guild));
    }
    world.changed();
    return undefined;
  }

  function resume(socket: WebSocket, d: NonNullable<Received["d"]>): number | undefined {
    if (!isToken(d.token ?? "")) return CLOSE.token;
    const session = sessions.get(d.session_id ?? "");
    const after = d.seq ?? 0;
    if (!session || after < (session.sent[0]?.seq ?? 1) - 1) {
      send(socket, { op: OP.invalid, d: false });
      return undefined;
    }
    if (after > session.seq) return CLOSE.seq;
    session.socket?.terminate();
    session.socket = socket;
    resumed++;
    for (const event of session.sent) if (event.seq > after) socket.send(event.text);
    tell(session, "RESUMED", {});
    world.changed();
    return undefined;
  }

  function leave(socket: WebSocket, code: number): void {
    const session = sessionOf(socket);
    if (!session) return;
    session.socket = undefined;
    // Only a goodbye ends a session; after anything else it can be resumed.
    if (code === 1000 || code === 1001) sessions.delete(session.id);
    world.changed();
  }

  function sessionOf(socket: WebSocket): Session | undefined {
    return [...sessions.values()].find((session) => session.socket === socket);
  }

  function tell(session: Session, event: string, payload: unknown): void {
    const seq = ++session.seq;
    const text = JSON.stringify({ op: OP.dispatch, t: event, s: seq, d: payload });
    session.sent.push({ seq, text });
    if (session.sent.length > KEPT_EVENTS) session.sent.shift();
    session.socket?.send(text);
  }

  function connected(): Session[] {
    return [...sessions.values()].filter(({ socket }) => socket !== undefined);
  }

  return {
    dispatch: (event, guild, payload) => {
      const listening = [...sessions.values()].filter(
        (session) =>
          wants(session, event, guild) && (guild === undefined ? session.shard[0] === 0 : isOn(guild, session.shard)),
      );
      if (listening.length === 0) return;
      const written = payload();
      for (const session of listening) tell(session, event, written);
    },
    drop: () => {
      for (const session of connected()) {
        session.socket?.terminate();
        session.socket = undefined;
      }
      world.changed();
    },
    hangUp: (code) => {
      for (const { socket } of connected()) socket?.close(code);
    },
    reconnect: () => {
      for (const { socket } of connected()) if (socket) send(socket, { op: OP.reconnect, d: null });
    },
    invalidate: () => {
      const open = connected();
      sessions.clear();
      for (const { socket } of open) if (socket) send(socket, { op: OP.invalid, d: false });
      world.changed();
    },
    shards: () => connected().map(({ shard }) => shard),
    get resumed() {
      return resumed;
    },
    get identified() {
      return identified;
    },
    close: () => {
      server.off("upgrade", upgrade);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function send(socket: WebSocket, payload: unknown): void {
  socket.send(JSON.stringify(payload));
}

/** https://discord.com/developers/docs/events/gateway#list-of-intents */
function wants({ intents }: Session, event: string, guild: Snowflake | undefined): boolean {
  if (event === "INTERACTION_CREATE") return true;
  const messages = guild === undefined ? 1 << 12 : 1 << 9;
  return (intents & (event.startsWith("MESSAGE_") ? messages : 1)) !== 0;
}
