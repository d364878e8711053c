/**
 * What went wrong with one call to EvoLink. `accepted` tells whether the gateway may have taken the request all the
 * same: after "no" a paid request may be sent again, after "unknown" never. Messages are for the log, not for members;
 * they never hold the API key.
 */
export abstract class EvoLinkError extends Error {
  abstract readonly accepted: "no" | "unknown";
}

/** No byte of the request left: no connection, no name, no TLS in time, or stopped before it was sent. */
export class RefusedBeforeSending extends EvoLinkError {
  override readonly name = "RefusedBeforeSending";
  readonly accepted = "no";
}

/** 408 and 499 are a proxy's words for "it took too long", and the gateway behind it may have gone on. */
const TOOK_TOO_LONG = new Set([408, 499]);

/** The gateway answered, and not with success. */
export class GatewayError extends EvoLinkError {
  override readonly name = "GatewayError";
  readonly accepted: "no" | "unknown";
  /** The HTTP status, or the one that the file service writes into the body of a 200. */
  readonly status: number;
  /** The gateway's own code, for example `rate_limit_exceeded`; the status when it gave none. */
  readonly code: string;
  /** Milliseconds that the gateway asks to wait before the next try, at most an hour. */
  readonly retryAfterMs: number | undefined;

  constructor(
    call: string,
    answer: { status: number; code: string; detail: string; retryAfterMs?: number | undefined },
  ) {
    super(`${call}: EvoLink answered ${answer.status} ${answer.code}${answer.detail && `: ${answer.detail}`}`);
    this.status = answer.status;
    this.code = answer.code;
    this.retryAfterMs = answer.retryAfterMs;
    const definite = answer.status >= 400 && answer.status < 500 && !TOOK_TOO_LONG.has(answer.status);
    this.accepted = definite ? "no" : "unknown";
  }
}

/** The request left, and the answer did not come in time. */
export class TimedOut extends EvoLinkError {
  override readonly name = "TimedOut";
  readonly accepted = "unknown";
}

/** The request left, or part of it did, and the connection ended before the answer was whole. */
export class ConnectionLost extends EvoLinkError {
  override readonly name = "ConnectionLost";
  readonly accepted = "unknown";
}

/** An answer came that is not what the gateway documents: no HTTP, no JSON, too large, or without what it must hold. */
export class UnreadableAnswer extends EvoLinkError {
  override readonly name = "UnreadableAnswer";
  readonly accepted = "unknown";
}
