import { request } from "undici";
import { messageOf } from "../base/errors.ts";

/** What an address answered. Redirects are not followed. */
export interface Answer {
  status: number;
  /** The body's beginning. */
  text: string;
  /** Its `Date` header, in milliseconds since 1970 at whole seconds. */
  date: number | undefined;
  /** When the request left and when its answer began, by this machine's clock. */
  sentAt: number;
  cameAt: number;
}

/** Reads an address once. Gives the reason, in words, where nothing comes. */
export type Ask = (url: string) => Promise<Answer | string>;

/** Somebody who waits at a terminal gives up sooner than a job does. */
const ANSWER_MS = 10_000;
const MOST_CHARS = 20_000;

export function createAsk(now: () => number): Ask {
  return async (url) => {
    const sentAt = now();
    try {
      const { statusCode, headers, body } = await request(url, { signal: AbortSignal.timeout(ANSWER_MS) });
      const cameAt = now();
      const date = Date.parse(String(headers.date ?? ""));
      let text = "";
      for await (const chunk of body.setEncoding("utf8")) {
        text += String(chunk);
        if (text.length > MOST_CHARS) break;
      }
      return { status: statusCode, text, date: Number.isNaN(date) ? undefined : date, sentAt, cameAt };
    } catch (error) {
      return reasonOf(error);
    }
  };
}

/** By the codes of Node and OpenSSL, of which the operator has more than of "fetch failed". */
const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "there is no such name",
  EAI_AGAIN: "the name could not be looked up",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was cut",
  EHOSTUNREACH: "there is no way to that machine",
  ENETUNREACH: "there is no network",
  ETIMEDOUT: "it did not answer",
  UND_ERR_CONNECT_TIMEOUT: "it did not answer",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by nobody this machine trusts",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by nobody this machine trusts",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

/** Why a connection failed, in a few words. */
export function reasonOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at.name === "TimeoutError") return `no answer within ${ANSWER_MS / 1_000} s`;
    const found = "code" in at ? REASONS[String(at.code)] : undefined;
    if (found !== undefined) return found;
    // A name with several addresses fails at each of them.
    if (at instanceof AggregateError && at.errors.length > 0) return reasonOf(at.errors[0]);
  }
  return messageOf(error);
}
