import { type Dispatcher, errors } from "undici";
import type { Clock } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";
import { ConnectionLost, EvoLinkError, RefusedBeforeSending, TimedOut, UnreadableAnswer } from "./errors.ts";

export interface Answer {
  status: number;
  retryAfter: string | undefined;
  /** The body; empty when an error's body did not arrive whole, for its status has said enough. */
  text: string;
}

interface Limits {
  clock: Clock;
  /** Milliseconds that a body may take from its headers to its end, however steadily it drips. */
  wholeBodyMs: number;
}

/**
 * Sends one request once and reads its answer, whatever its status. It listens at the dispatcher itself because only
 * there it is known whether the request has begun to leave, which is what decides between "no" and "unknown".
 */
export function exchange(
  dispatcher: Pick<Dispatcher, "dispatch">,
  request: Dispatcher.DispatchOptions,
  { clock, wholeBodyMs }: Limits,
  signal?: AbortSignal,
): Promise<Answer> {
  const call = `${request.method} ${request.path}`;
  const pieces: Buffer[] = [];
  let sending: Dispatcher.DispatchController | undefined;
  let status = 0;
  let retryAfter: string | undefined;
  let bodyDueAt = Number.POSITIVE_INFINITY;

  return new Promise((resolve, reject) => {
    const settle = (): void => signal?.removeEventListener("abort", stop);
    const fail = (error: unknown): void => {
      settle();
      if (status >= 400) resolve({ status, retryAfter, text: "" });
      else reject(failureOf(call, error, sending !== undefined));
    };
    const stop = (): void => {
      const stopped = new Error("stopped by the caller");
      if (sending) sending.abort(stopped);
      else fail(stopped);
    };
    if (signal?.aborted) return stop();
    signal?.addEventListener("abort", stop, { once: true });

    dispatcher.dispatch(request, {
      onRequestStart(controller) {
        if (signal?.aborted) throw new Error("stopped by the caller");
        // A connection pool that sends again on its own would pay twice.
        if (sending) throw new Error("would have been sent twice");
        sending = controller;
      },
      onResponseStart(_controller, code, headers) {
        status = code;
        const header = headers["retry-after"];
        retryAfter = Array.isArray(header) ? header[0] : header;
        bodyDueAt = clock.now() + wholeBodyMs;
      },
      onResponseData(controller, piece) {
        pieces.push(piece);
        if (clock.now() > bodyDueAt) controller.abort(new TimedOut(`${call}: no whole answer in ${wholeBodyMs} ms`));
      },
      onResponseEnd() {
        settle();
        resolve({ status, retryAfter, text: Buffer.concat(pieces).toString("utf8") });
      },
      onResponseError(_controller, error) {
        fail(error);
      },
    });
  });
}

/** The cause itself is not kept: a parser's error carries pieces of the answer, which belong in no log. */
function failureOf(call: string, error: unknown, sent: boolean): EvoLinkError {
  if (error instanceof EvoLinkError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const detail = [code, messageOf(error)].filter(Boolean).join(" ");
  if (!sent) return new RefusedBeforeSending(`${call}: nothing was sent (${detail})`, { cause: error });
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) {
    return new TimedOut(`${call}: no answer in time (${detail})`);
  }
  if (error instanceof errors.HTTPParserError || error instanceof errors.ResponseExceededMaxSizeError) {
    return new UnreadableAnswer(`${call}: unreadable answer (${detail})`);
  }
  return new ConnectionLost(`${call}: connection lost (${detail})`);
}
