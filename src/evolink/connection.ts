import { Agent, type Dispatcher, type FormData } from "undici";
import type { z } from "zod";
import type { Clock } from "../base/clock.ts";
import { parseRetryAfter } from "./backoff.ts";
import { GatewayError, UnreadableAnswer } from "./errors.ts";
import { type Answer, exchange } from "./exchange.ts";
import { readJson, readRefusal, saysFailure } from "./wire.ts";

/** All in milliseconds. */
export interface Timeouts {
  /** Until a connection stands, TLS included. */
  connect: number;
  /** From the request to the headers of its answer. */
  headers: number;
  /** The same for a create, whose lost answer costs more than waiting does. */
  createHeaders: number;
  /** Silence between two pieces of a body. */
  body: number;
  /** From an answer's headers to its end. */
  wholeBody: number;
}

const TIMEOUTS: Timeouts = { connect: 10_000, headers: 30_000, createHeaders: 90_000, body: 15_000, wholeBody: 60_000 };

/** An answer is a few kilobytes; a megabyte is no answer. */
const LARGEST_ANSWER_BYTES = 1_048_576;

/** Enough of the gateway's own words for a log line. */
const DETAIL_LENGTH = 500;

/** What to ask and what to expect. It can be sent more than once. */
export interface Call<T> {
  base: URL;
  method: "GET" | "POST" | "DELETE";
  path: string;
  /** A body that is read while it is sent has to be made anew for each try. */
  body?: () => string | FormData | Promise<FormData>;
  headers?: Readonly<Record<string, string>>;
  /** What a successful answer's JSON has to be; undefined stands for a body that is none. */
  answer: z.ZodType<T>;
  /** Travels on a connection of its own. */
  alone?: true;
  /** The service wraps its answers in `{success, data}`, and a `success` of false is a refusal whatever the status. */
  wrapped?: true;
}

export interface Connection {
  /** Sends a call once. Throws an EvoLinkError. */
  send<T>(call: Call<T>, signal?: AbortSignal): Promise<T>;
  /** A text without the API key, short enough for a log line. */
  clean(text: string): string;
  /** Waits for what is on its way, then closes all connections. */
  close(): Promise<void>;
}

/** The pooled connections to EvoLink's services, and the key that opens them. */
export function connect(settings: { apiKey: string; clock: Clock; timeouts?: Partial<Timeouts> }): Connection {
  const { apiKey, clock } = settings;
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new TypeError("The EvoLink API key is empty or has characters that no header can carry.");
  }
  const timeouts = { ...TIMEOUTS, ...settings.timeouts };
  const options: Agent.Options = {
    connect: { timeout: timeouts.connect },
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.body,
    maxResponseSize: LARGEST_ANSWER_BYTES,
    connections: 16,
    keepAliveTimeout: 20_000,
    // In HTTP/2 the moment in which a request leaves cannot be told.
    allowH2: false,
  };
  const pool = new Agent(options);
  // A create opens its own connection. On a kept one, the gateway's closing it in the same moment would look like a
  // lost answer, and a job would wait for a task that never was.
  const unshared = new Agent({ ...options, headersTimeout: timeouts.createHeaders, pipelining: 0 });

  let closing: Promise<void> | undefined;

  const clean = (text: string): string => text.replaceAll(apiKey, "[key]").slice(0, DETAIL_LENGTH);

  function refusal(name: string, answer: Answer, body: unknown): GatewayError {
    const { code, detail } = readRefusal(body);
    const said = Number(code);
    const status = answer.status < 400 && said >= 400 && said < 600 ? said : answer.status;
    return new GatewayError(name, {
      status,
      code: clean(code ?? String(status)),
      detail: clean(detail),
      retryAfterMs: parseRetryAfter(answer.retryAfter, clock.now()),
    });
  }

  return {
    send: async (call, signal) => {
      const path = call.base.pathname.replace(/\/+$/, "") + call.path;
      const request: Dispatcher.DispatchOptions = {
        origin: call.base.origin,
        path,
        method: call.method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          accept: "application/json",
          "user-agent": "reelay",
          ...call.headers,
        },
        body: (await call.body?.()) ?? null,
      };
      const limits = { clock, wholeBodyMs: timeouts.wholeBody };
      const answer = await exchange(call.alone ? unshared : pool, request, limits, signal);
      const name = `${call.method} ${path}`;
      const body = jsonOrNothing(answer.text);
      const success = answer.status >= 200 && answer.status < 300;
      if (!success || (call.wrapped && saysFailure(body))) throw refusal(name, answer, body);
      const parsed = call.answer.safeParse(body);
      if (parsed.success) return parsed.data;
      const where = parsed.error.issues.map((issue) => issue.path.join(".") || "the whole body").join(", ");
      throw new UnreadableAnswer(`${name}: not the documented answer, see ${where}`);
    },
    clean,
    close: () => {
      closing ??= Promise.all([pool.close(), unshared.close()]).then(() => undefined);
      return closing;
    },
  };
}

/** The JSON in a text, or undefined when there is none. */
function jsonOrNothing(text: string): unknown {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}
