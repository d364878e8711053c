import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { Clock } from "../../base/clock.ts";
import { isPublicAddress } from "../../media/fetch/addresses.ts";

/** How often an address may guess. Whoever asks for what there is never notices it. */
export interface Guesses {
  /** Takes one of the address's tries. False when it has none left for now. */
  take(address: string): boolean;
}

/** Wrong ones in a row: a page of mistyped or outdated links is no attack. */
const TRIES = 100;
/** Then one a second: with 130 bits to guess, a million years are no time. */
const MS_A_TRY = 1_000;
/** Addresses that are remembered, some 1 MB of them. */
const REMEMBERED = 10_000;

export function createGuesses({ clock }: { clock: Clock }): Guesses {
  // The address that tried longest ago is the first.
  const known = new Map<string, { left: number; at: number }>();
  const leftFor = (address: string, now: number): number => {
    const { left, at } = known.get(address) ?? { left: TRIES, at: now };
    return Math.min(TRIES, left + Math.max(0, now - at) / MS_A_TRY);
  };
  const remember = (address: string, left: number, now: number): void => {
    known.delete(address);
    if (left < TRIES) known.set(address, { left, at: now });
    const [first] = known.keys();
    if (known.size > REMEMBERED && first !== undefined) known.delete(first);
  };
  return {
    take: (address) => {
      const now = clock.now();
      const left = leftFor(address, now);
      remember(address, left < 1 ? left : left - 1, now);
      return left >= 1;
    },
  };
}

/**
 * Who asks: the connection's other end. Where that is a machine of our own network it is a proxy of ours, and the last
 * public address that it passes on is who asks; from anybody else that header is just words. Of IPv6 the network
 * counts, since one guest has as many addresses in it as they like.
 */
export function askerOf({ socket, headers }: Pick<IncomingMessage, "socket" | "headers">): string {
  const peer = plain(socket.remoteAddress ?? "");
  if (isPublicAddress(peer)) return networkOf(peer);
  const passed = String(headers["x-forwarded-for"] ?? "").split(",");
  return networkOf(passed.map((one) => plain(one.trim())).findLast(isPublicAddress) ?? peer);
}

/** An IPv4 address as such, also where it comes in the looks of an IPv6 one. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

/** The first half of an IPv6 address, any other as it is. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [before = [], after = []] = address.split("::").map((half) => half.split(":").filter(Boolean));
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  return [...before, ...zeros, ...after].slice(0, 4).join(":");
}
