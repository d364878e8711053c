import { expect, test } from "vitest";
import { askerOf, createGuesses } from "../../src/web/pages/guesses.ts";
import { testClock } from "../support/clock.ts";

const spent = (guesses: ReturnType<typeof createGuesses>, address: string, most = 1000) => {
  let tries = 0;
  while (tries < most && guesses.take(address)) tries += 1;
  return tries;
};

test("an address has 100 tries, then one a second, never more than 100", async () => {
  const clock = testClock();
  const guesses = createGuesses({ clock });
  expect(spent(guesses, "a")).toBe(100);
  await clock.advance(3_000);
  expect(spent(guesses, "a")).toBe(3);
  await clock.advance(3_600_000);
  expect(spent(guesses, "a")).toBe(100);
  expect(spent(guesses, "b")).toBe(100);
});

test("of a million guesses in an hour at most 3,700 are looked at", async () => {
  const clock = testClock();
  const guesses = createGuesses({ clock });
  let looked = 0;
  for (let at = 0; at < 1_000_000; at++) {
    if (at % 1_000 === 0) await clock.advance(3_600);
    if (guesses.take("a")) looked += 1;
  }
  expect(looked).toBeLessThanOrEqual(3_700);
});

test("a clock that goes back takes no tries away and gives none", async () => {
  let now = 1_000_000;
  const guesses = createGuesses({ clock: { now: () => now, sleep: async () => undefined } });
  expect(spent(guesses, "a", 40)).toBe(40);
  now -= 500_000;
  expect(spent(guesses, "a")).toBe(60);
});

test("a million addresses are not all remembered, and the latest are", () => {
  const guesses = createGuesses({ clock: testClock() });
  spent(guesses, "first");
  for (let at = 0; at < 10_000; at++) guesses.take(`address ${at}`);
  // It was the one that tried longest ago.
  expect(guesses.take("first")).toBe(true);
  spent(guesses, "late");
  for (let at = 0; at < 5_000; at++) guesses.take(`another ${at}`);
  expect(guesses.take("late")).toBe(false);
});

const asker = (remoteAddress: string, forwarded?: string) =>
  askerOf({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  } as never);

test.each([
  ["8.8.4.4", undefined, "8.8.4.4"],
  ["::ffff:8.8.4.4", undefined, "8.8.4.4"],
  // From the outside the header is just words.
  ["8.8.4.4", "1.1.1.1", "8.8.4.4"],
  // From a proxy of ours, the last one that it did not know itself counts: what comes before was sent to it.
  ["127.0.0.1", "1.1.1.1", "1.1.1.1"],
  ["::ffff:172.18.0.2", "9.9.9.9, 1.1.1.1, 10.0.0.7", "1.1.1.1"],
  ["10.0.0.2", "no address, \u0000", "10.0.0.2"],
  ["127.0.0.1", undefined, "127.0.0.1"],
  // One guest has a whole network of IPv6.
  ["2a00:1450:4001:82a::200e", undefined, "2a00:1450:4001:82a"],
  ["2a00:1450::1", undefined, "2a00:1450:0:0"],
  ["127.0.0.1", "2a00:1450:4001:82a:1:2:3:4", "2a00:1450:4001:82a"],
])("who asks from %s, passed on for %s, is %s", (peer, forwarded, expected) => {
  expect(asker(peer, forwarded)).toBe(expected);
});
