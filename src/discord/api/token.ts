import type { RESTOptions } from "discord.js";
import type { Clock } from "../../base/clock.ts";

/**
 * Discord doesn't take the bot's token: it was reset, or never was one. Only one request a minute still goes out with it,
 * so that this ends by itself once the token is good again.
 */
export class TokenRefused extends Error {
  override readonly name = "TokenRefused";
  /** Since when, in milliseconds since 1970. */
  readonly since: number;

  constructor(since: number) {
    super("Discord doesn't take DISCORD_TOKEN");
    this.since = since;
  }
}

type Send = RESTOptions["makeRequest"];

/** Every request with a refused token counts against the address; 10,000 in 10 minutes ban it. */
const AGAIN_MS = 60_000;

const UNAUTHORIZED = 401;

/**
 * Tells a token that is no good from a 401 that has other reasons, by asking Discord who the token is. When it is good,
 * the request is sent once more, and then its answer stands. Throws TokenRefused for a request with a token that is not.
 */
export function guardToken(send: Send, { api, clock }: { api: string; clock: Pick<Clock, "now"> }): Send {
  let refused: { since: number; again: number } | undefined;

  async function judge(headers: Record<string, string>, signal: AbortSignal | null) {
    const whoAmI = await send(`${api}/v10/users/@me`, { method: "GET", headers, signal });
    await whoAmI.text();
    if (whoAmI.ok) return "good";
    return whoAmI.status === UNAUTHORIZED ? "refused" : "unknown";
  }

  return async (url, request) => {
    const headers = new Headers(request.headers as Record<string, string>);
    const authorization = headers.get("authorization");
    if (authorization === null) return send(url, request);
    const now = clock.now();
    if (refused && refused.again > now) throw new TokenRefused(refused.since);
    // Who comes meanwhile doesn't ask too.
    if (refused) refused.again = now + AGAIN_MS;
    const answer = await send(url, request);
    if (answer.status !== UNAUTHORIZED) {
      refused = undefined;
      return answer;
    }
    // Discord turns away who doesn't say which program asks.
    const asking = { authorization, "user-agent": headers.get("user-agent") ?? "" };
    const found = await judge(asking, request.signal ?? null);
    if (found === "unknown") return answer;
    await answer.text();
    if (found === "good") {
      refused = undefined;
      return send(url, request);
    }
    refused = { since: refused?.since ?? now, again: now + AGAIN_MS };
    throw new TokenRefused(refused.since);
  };
}
