import { createHmac, randomUUID } from "node:crypto";
import { Agent, request } from "undici";
import { isJson } from "./rules.ts";
import type { Ack, Json, SignedRequest } from "./types.ts";

export type EnvelopeType = "slash_commands" | "interactive" | "events_api";

/** One thing for the app, until it is acknowledged. */
export interface Outgoing {
  type: EnvelopeType;
  payload: Json;
  /** Whether the acknowledgement may say something. */
  responds: boolean;
  /** How often it was sent already. */
  retries: number;
  done(ack: Ack): void;
}

/** How events come again that nobody acknowledged (slack-events-retries); commands and clicks do not. */
export interface Patience {
  patienceMs: number;
  retryAfterMs: readonly number[];
}

/** Longer than any slow machine needs for a command's answer, in milliseconds. */
const LONGEST_ANSWER_MS = 60_000;

/** Connections that nobody uses are closed long before the app's server does that, which could meet a request. */
const IDLE_MS = 1_000;

export function noAck(retries: number, ms: number, status = 0, body?: unknown): Ack {
  return { ok: false, ms, body, status, retries };
}

export interface SignedMode {
  deliver(outgoing: Outgoing, url: string): SignedRequest;
  send(request: SignedRequest): Promise<{ status: number; body: unknown; ms: number }>;
  sign(body: string, by?: { secret?: string; atSeconds?: number }): Record<string, string>;
  aged(request: SignedRequest, seconds: number): SignedRequest;
  forged(request: SignedRequest): SignedRequest;
  /** Whether the address answers Slack's challenge (slack-url-verification). */
  verify(url: string): Promise<boolean>;
  close(): Promise<void>;
}

/** HTTP mode: the same things as signed requests (slack-signature). */
export function signedMode(
  signingSecret: string,
  { patienceMs, retryAfterMs, now }: Patience & { now(): number },
): SignedMode {
  const agent = new Agent({ connections: 128, headersTimeout: LONGEST_ANSWER_MS, keepAliveMaxTimeout: IDLE_MS });
  const waiting = new Map<NodeJS.Timeout, Outgoing>();
  const underway = new Set<Promise<void>>();
  const mode: SignedMode = {
    deliver: (outgoing, url) => {
      const signed = requestOf(outgoing, url);
      const attempt = run(outgoing, signed).finally(() => underway.delete(attempt));
      underway.add(attempt);
      return signed;
    },
    send,
    // Not by a time that a test moves on: Bolt's own receiver compares with the machine's.
    sign: (body, { secret = signingSecret, atSeconds = Math.floor(now() / 1_000) } = {}) => ({
      "x-slack-request-timestamp": String(atSeconds),
      "x-slack-signature": `v0=${createHmac("sha256", secret).update(`v0:${atSeconds}:${body}`).digest("hex")}`,
    }),
    aged: (signed, seconds) => resigned(signed, { atSeconds: Math.floor(now() / 1_000) - seconds }),
    forged: (signed) => resigned(signed, { secret: "somebody else's secret" }),
    verify: async (url) => {
      const challenge = randomUUID();
      const body = JSON.stringify({ type: "url_verification", token: "verification-token", challenge });
      const headers = { "content-type": "application/json", ...mode.sign(body) };
      const answer = await send({ url, headers, body });
      const said = isJson(answer.body) ? answer.body.challenge : answer.body;
      return answer.status === 200 && said === challenge;
    },
    close: async () => {
      for (const [timer, outgoing] of waiting) {
        clearTimeout(timer);
        outgoing.done(noAck(outgoing.retries, 0));
      }
      waiting.clear();
      await agent.destroy();
      await Promise.all(underway);
    },
  };
  return mode;

  function resigned(signed: SignedRequest, by: { secret?: string; atSeconds?: number }): SignedRequest {
    return { ...signed, headers: { ...signed.headers, ...mode.sign(signed.body, by) } };
  }

  function requestOf({ type, payload, retries }: Outgoing, url: string): SignedRequest {
    const json = type === "events_api";
    const fields =
      type === "slash_commands" ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) };
    const body = json ? JSON.stringify(payload) : new URLSearchParams(fields).toString();
    const headers = {
      "content-type": json ? "application/json" : "application/x-www-form-urlencoded",
      "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
      ...(retries > 0 ? { "x-slack-retry-num": String(retries), "x-slack-retry-reason": "http_timeout" } : {}),
      ...mode.sign(body),
    };
    return { url, headers, body };
  }

  async function send(signed: SignedRequest, longestMs = LONGEST_ANSWER_MS) {
    const began = performance.now();
    const answer = await request(signed.url, {
      ...{ method: "POST", dispatcher: agent, headers: signed.headers, body: signed.body },
      ...{ headersTimeout: longestMs },
    });
    const said = await answer.body.text();
    const json = String(answer.headers["content-type"]).includes("json");
    const body: unknown = json && said !== "" ? JSON.parse(said) : said || undefined;
    return { status: answer.statusCode, body, ms: performance.now() - began };
  }

  async function run(outgoing: Outgoing, signed: SignedRequest): Promise<void> {
    const began = performance.now();
    const event = outgoing.type === "events_api";
    let ack: Ack;
    try {
      const { status, body, ms } = await send(signed, event ? patienceMs : LONGEST_ANSWER_MS);
      ack = { ok: status >= 200 && status < 300, status, body, ms, retries: outgoing.retries };
    } catch {
      // A refused, cut or silent connection is an answer too: none.
      ack = noAck(outgoing.retries, performance.now() - began);
    }
    const next = retryAfterMs[outgoing.retries];
    if (ack.ok || !event || next === undefined || agent.destroyed) return outgoing.done(ack);
    const again = { ...outgoing, retries: outgoing.retries + 1 };
    const timer = setTimeout(() => {
      waiting.delete(timer);
      mode.deliver(again, signed.url);
    }, next);
    timer.unref();
    waiting.set(timer, outgoing);
  }
}

/** An acknowledgement's payload, or undefined where it is empty. */
export function ackBody(payload: unknown): unknown {
  return isJson(payload) && Object.keys(payload).length === 0 ? undefined : payload;
}
