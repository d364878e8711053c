import type { DiscordOptions } from "./local-discord.ts";

/** https://discord.com/developers/docs/topics/rate-limits#global-rate-limit */
const GLOBAL = { limit: 50, windowMs: 1_000 } as const;
const MESSAGES = { limit: 5, windowMs: 5_000 } as const;

interface Window {
  until: number;
  left: number;
}

/** What is to be said about a request's bucket, and whether it was one too many. */
export interface Verdict {
  readonly headers: Readonly<Record<string, string>>;
  /** In seconds, when it was too many. */
  readonly retryAfter?: number;
  readonly global: boolean;
}

const FREE: Verdict = { headers: {}, global: false };

/**
 * Counts requests as Discord does: each channel's new messages, its edits and its deletions, and all of the bot
 * together, except interactions' own routes. By the machine's clock, since clients wait by that.
 */
export function createLimits(rate: DiscordOptions["rate"], now: () => number = Date.now) {
  const windows = new Map<string, Window>();

  function take(key: string, { limit, windowMs }: { limit: number; windowMs: number }): Window | undefined {
    const at = now();
    let window = windows.get(key);
    if (!window || window.until <= at) {
      window = { until: at + windowMs, left: limit };
      windows.set(key, window);
    }
    if (window.left === 0) return undefined;
    window.left--;
    return window;
  }

  return (method: string, path: string): Verdict => {
    if (rate === false || path.startsWith("/interactions/") || path.startsWith("/webhooks/")) return FREE;
    if (!take("all", GLOBAL)) return { headers: {}, global: true, retryAfter: secondsLeft(windows.get("all"), now()) };
    const [, channel] = /^\/channels\/(\d+)\/messages/.exec(path) ?? [];
    if (channel === undefined || method === "GET") return FREE;
    const bounds = rate ?? MESSAGES;
    const key = `${method} ${channel}`;
    const taken = take(key, bounds);
    const left = secondsLeft(windows.get(key), now());
    const headers = {
      "x-ratelimit-limit": String(bounds.limit),
      "x-ratelimit-remaining": String(taken?.left ?? 0),
      "x-ratelimit-reset": (now() / 1000 + left).toFixed(3),
      "x-ratelimit-reset-after": left.toFixed(3),
      "x-ratelimit-bucket": `messages-${method.toLowerCase()}`,
    };
    return taken ? { headers, global: false } : { headers, global: false, retryAfter: left };
  };
}

function secondsLeft(window: Window | undefined, now: number): number {
  return Math.max(0, (window?.until ?? now) - now) / 1000;
}
