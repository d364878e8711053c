import { REST, type RESTOptions, type ResponseLike } from "discord.js";
import { Agent, Headers, request } from "undici";
import { type Clock, systemClock } from "../../base/clock.ts";
import { guardToken } from "./token.ts";

/** Long enough for the largest upload on a slow line: the time counts until the answer begins. */
const TIMEOUT_MS = 120_000;

interface Access {
  token: string;
  /** The address without the version: `https://discord.com/api`. */
  api: string;
  clock?: Pick<Clock, "now">;
  more?: Partial<RESTOptions>;
}

/** discord.js forgets its token at any 401, and then sends nothing more. This one leaves it to `guardToken` to judge. */
class SteadyRest extends REST {
  override setToken(token: string | null): this {
    return token === null ? this : super.setToken(token);
  }
}

/**
 * Discord's REST with discord.js's own patience: it waits out what the rate limits say, and repeats a request three
 * times after a 5xx or a broken connection. A body that is passed through is a form of undici's, not of Node's. Throws
 * TokenRefused, beside discord.js's own errors.
 */
export function createRest({ token, api, clock = systemClock, more = {} }: Access): REST {
  const makeRequest = sending({ api, clock });
  return new SteadyRest({ version: "10", api, retries: 3, timeout: TIMEOUT_MS, makeRequest, ...more }).setToken(token);
}

/** How requests to that Discord are sent by any of discord.js's clients. */
export function sending(to: { api: string; clock: Pick<Clock, "now"> }): RESTOptions["makeRequest"] {
  return guardToken(requestsOf(new Agent()), to);
}

/**
 * How requests are sent. Left to itself discord.js sends them by a copy of undici of its own, but over connections that
 * all copies in a process share; whose these are depends on which copy was loaded first, and one refuses the forms of
 * another.
 */
function requestsOf(dispatcher: Agent): RESTOptions["makeRequest"] {
  return async (url, { method, headers, body, signal }): Promise<ResponseLike> => {
    const answer = await request(url, {
      dispatcher,
      method: method ?? "GET",
      headers: headers as Record<string, string>,
      body: (body ?? null) as string | null,
      signal: signal ?? null,
    });
    const { statusCode: status, statusText } = answer;
    return {
      status,
      statusText,
      ok: status >= 200 && status < 300,
      headers: new Headers(answer.headers as Record<string, string>) as unknown as ResponseLike["headers"],
      body: answer.body as unknown as ResponseLike["body"],
      get bodyUsed() {
        return answer.body.bodyUsed;
      },
      json: () => answer.body.json(),
      text: () => answer.body.text(),
      arrayBuffer: () => answer.body.arrayBuffer(),
    };
  };
}
