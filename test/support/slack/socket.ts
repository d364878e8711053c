import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { ackBody, noAck, type Outgoing, type Patience } from "./delivery.ts";

interface Pending extends Outgoing {
  id: string;
  /** Where it was sent; undefined while it waits for a socket. */
  socket: WebSocket | undefined;
  sentAt: number;
  timer: NodeJS.Timeout | undefined;
}

export interface SocketMode {
  /** An address for one socket. */
  ticket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  deliver(outgoing: Outgoing): void;
  readonly connections: number;
  drop(): void;
  refresh(reason?: "refresh_requested" | "warning" | "too_many_websockets"): void;
  close(): Promise<void>;
}

const PING_EVERY_MS = 5_000;
const GOODBYE_MS = 1_000;
/** A WebSocket's ready state. */
const OPEN = 1;

export function socketMode({
  appId,
  address,
  changed,
  ...patience
}: { appId: string; address(): string; changed(): void } & Patience): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const sockets: WebSocket[] = [];
  const pending = new Map<string, Pending>();
  let made = 0;
  let turn = 0;
  /** A test has ended the connection. One that a busy machine lost by itself is nobody's fault, and loses nothing. */
  let cut = false;
  const pings = setInterval(() => {
    for (const socket of sockets) socket.ping();
  }, PING_EVERY_MS);
  pings.unref();

  return {
    ticket: () => {
      made += 1;
      const ticket = `ticket-${made}`;
      tickets.add(ticket);
      return `${address().replace("http", "ws")}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    upgrade: (request, socket, head) => {
      const { searchParams } = new URL(request.url ?? "/", "http://slack");
      if (!tickets.delete(searchParams.get("ticket") ?? "")) {
        socket.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
        return;
      }
      server.handleUpgrade(request, socket, head, greet);
    },
    deliver: (outgoing) => {
      made += 1;
      const id = `envelope-${made}`;
      const one: Pending = { ...outgoing, id, socket: undefined, sentAt: performance.now(), timer: undefined };
      pending.set(id, one);
      send(one);
    },
    get connections() {
      return sockets.length;
    },
    drop: () => {
      cut = true;
      for (const socket of [...sockets]) socket.terminate();
    },
    // It is used until it is closed (slack-socket-renewal).
    refresh: (reason = "refresh_requested") => {
      cut = true;
      const message = JSON.stringify({ type: "disconnect", reason, debug_info: { host: "local" } });
      for (const socket of sockets) socket.send(message);
    },
    close: async () => {
      clearInterval(pings);
      for (const one of pending.values()) {
        clearTimeout(one.timer);
        one.done(noAck(one.retries, performance.now() - one.sentAt));
      }
      pending.clear();
      await Promise.all([...server.clients].map(goodbye));
      server.close();
    },
  };

  /** Closes as the protocol has it, and without the other side after a second. */
  async function goodbye(socket: WebSocket): Promise<void> {
    const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
    const closed = once(socket, "close");
    socket.close(1001);
    await closed;
    clearTimeout(timer);
  }

  function leave(socket: WebSocket): void {
    const at = sockets.indexOf(socket);
    if (at >= 0) sockets.splice(at, 1);
  }

  function greet(socket: WebSocket): void {
    sockets.push(socket);
    if (sockets.length === 1) cut = false;
    socket.on("message", (data) => acknowledged(String(data)));
    socket.on("error", () => socket.terminate());
    socket.on("close", () => gone(socket));
    socket.send(
      JSON.stringify({
        ...{ type: "hello", num_connections: sockets.length, connection_info: { app_id: appId } },
        debug_info: { host: "local", build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
    for (const one of pending.values()) if (one.socket === undefined) send(one);
    changed();
  }

  /** An event that was not acknowledged there comes again (slack-socket-events); what a member did is lost. */
  function gone(socket: WebSocket): void {
    leave(socket);
    for (const one of pending.values()) {
      if (one.socket !== socket) continue;
      one.socket = undefined;
      one.retries += 1;
      if (one.type === "events_api" || !cut) send(one);
      else lose(one);
    }
    changed();
  }

  /** The member reads that the app did not respond (slack-socket-lost). */
  function lose(one: Pending): void {
    pending.delete(one.id);
    one.done(noAck(one.retries, performance.now() - one.sentAt));
  }

  function send(one: Pending): void {
    clearTimeout(one.timer);
    turn += 1;
    const open = sockets.filter(({ readyState }) => readyState === OPEN);
    const socket = open[turn % Math.max(1, open.length)];
    one.socket = socket;
    one.sentAt = performance.now();
    if (!socket) {
      if (one.type !== "events_api" && cut) lose(one);
      return;
    }
    socket.send(
      JSON.stringify({
        ...{ envelope_id: one.id, type: one.type, payload: one.payload, accepts_response_payload: one.responds },
        ...(one.type === "events_api"
          ? { retry_attempt: one.retries, retry_reason: one.retries > 0 ? "timeout" : "" }
          : one.retries > 0
            ? { retry_attempt: one.retries, retry_reason: "timeout" }
            : {}),
      }),
    );
    const wait = patience.retryAfterMs[one.retries];
    if (one.type !== "events_api" || wait === undefined) return;
    one.timer = setTimeout(() => {
      one.retries += 1;
      send(one);
    }, patience.patienceMs + wait);
    one.timer.unref();
  }

  function acknowledged(said: string): void {
    const { envelope_id: id, payload } = JSON.parse(said) as { envelope_id?: string; payload?: unknown };
    const one = pending.get(id ?? "");
    if (!one) return;
    pending.delete(one.id);
    clearTimeout(one.timer);
    const ms = performance.now() - one.sentAt;
    one.done({ ok: true, ms, body: ackBody(payload), status: 200, retries: one.retries });
  }
}
