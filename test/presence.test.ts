import { expect, test } from "vitest";
import { keepPresent } from "../src/app/chats/presence.ts";
import { ConfigError } from "../src/base/errors.ts";
import { createLog } from "../src/base/log.ts";
import type { Ear, Listening } from "../src/chat/adapter/adapter.ts";
import type { Dispatch } from "../src/chat/serve/dispatch.ts";
import { testClock } from "./support/clock.ts";

/** What is heard is of no matter here. */
const dispatch = {} as Dispatch;
const MINUTE_MS = 60_000;
const REFUSED = new ConfigError(["SLACK_BOT_TOKEN: Slack doesn't take it."]);

/** A chat whose answers the test gives, and one who keeps it present. */
function bench({ random = 0 } = {}) {
  const clock = testClock();
  const lines: { level: number; msg: string; chat: string }[] = [];
  const world = {
    /** What opening it and asking it fail with; nothing while they don't. */
    listening: undefined as Error | undefined,
    checking: undefined as Error | undefined,
    hangs: false,
    problems: [] as string[],
    deaf: false,
  };
  const opened: { at: number; how: Listening; end(how: unknown): void; closed: boolean }[] = [];
  const tries: number[] = [];
  const open = (how: Listening): Ear => {
    const ended = Promise.withResolvers<unknown>();
    const one = { at: clock.now(), how, end: ended.resolve, closed: false };
    opened.push(one);
    return {
      notice: "Slack: hello",
      problems: () => world.problems,
      deaf: () => world.deaf,
      ended: ended.promise,
      close: async () => {
        one.closed = true;
      },
    };
  };
  const late = Promise.withResolvers<void>();
  const presence = keepPresent({
    chat: "slack",
    name: "Slack",
    listen: async (_dispatch, how) => {
      tries.push(clock.now());
      if (world.hangs) await late.promise;
      if (world.listening) throw world.listening;
      return open(how);
    },
    check: async () => {
      if (world.checking) throw world.checking;
    },
    clock,
    random: () => random,
    log: createLog("info", { write: (line) => lines.push(JSON.parse(line)) }),
  });
  return {
    ...{ clock, world, opened, tries, presence, late: late.resolve },
    told: () => lines.map(({ level, msg }) => `${level} ${msg.split(";")[0]}`),
    /** Moves time on in steps, each of which is done with before the next. */
    pass: async (ms: number) => {
      for (const end = clock.now() + ms; clock.now() < end; ) {
        await clock.advance(Math.min(500, end - clock.now()));
        await settle();
      }
    },
    settle,
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const AWAY = "40 the chat can't be reached";
const THERE = "30 the chat is connected";
const OUT = "50 the chat refuses the settings";

test("a chat that can't be reached is tried again ever more rarely, at least once a minute, and says so once", async () => {
  const { clock, world, tries, presence, told, pass } = bench({ random: 1 });
  const began = clock.now();
  world.listening = new Error("ECONNREFUSED");
  await presence.start(dispatch);
  expect(presence.standing()).toMatchObject({
    chat: "slack",
    since: began,
    why: expect.stringMatching(/^Slack can't/),
  });
  await pass(6 * MINUTE_MS);
  const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
  expect(pauses.map((ms) => ms / 1_000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
  expect(presence.standing().since).toBe(began);
  expect(told()).toEqual([AWAY]);
  world.listening = undefined;
  await pass(MINUTE_MS);
  expect(presence.standing()).toMatchObject({ why: undefined, since: expect.any(Number) });
  expect(presence.notice()).toBe("Slack: hello");
  expect(told()).toEqual([AWAY, THERE]);
  await presence.stop();
});

test("the pauses are drawn from their upper half, so that many don't come back at once", async () => {
  const { world, tries, presence, pass } = bench({ random: 0 });
  world.listening = new Error("ECONNREFUSED");
  await presence.start(dispatch);
  await pass(8_000);
  expect(tries.slice(1).map((at, index) => at - (tries[index] ?? 0))).toEqual([500, 1_000, 2_000, 4_000]);
  await presence.stop();
});

test("one that goes away later is found out within a minute, kept open, and there again as soon as it answers", async () => {
  const { clock, world, opened, presence, told, pass } = bench();
  await presence.start(dispatch);
  await pass(5 * MINUTE_MS);
  expect(told()).toEqual([THERE]);
  world.checking = new Error("fetch failed");
  await pass(MINUTE_MS);
  const { since, why } = presence.standing();
  expect(why).toMatch(/^Slack can't be reached/);
  expect(clock.now() - since).toBeLessThan(MINUTE_MS);
  await pass(10 * MINUTE_MS);
  expect(presence.standing().since).toBe(since);
  world.checking = undefined;
  await pass(MINUTE_MS);
  expect(presence.standing().why).toBeUndefined();
  expect(told()).toEqual([THERE, AWAY, THERE]);
  expect(opened).toHaveLength(1);
  await presence.stop();
  expect(opened.map(({ closed }) => closed)).toEqual([true]);
});

test("what the ear itself says of it counts at once", async () => {
  const { world, opened, presence, told, pass } = bench();
  await presence.start(dispatch);
  await pass(1_000);
  world.problems = ["Discord's shard 3 is not connected."];
  opened[0]?.how.changed();
  expect(presence.standing().why).toBe("Discord's shard 3 is not connected.");
  world.problems = [];
  opened[0]?.how.changed();
  expect(presence.standing().why).toBeUndefined();
  expect(told()).toEqual([THERE, AWAY, THERE]);
  await presence.stop();
});

test("one that has been deaf for a minute, or has ended, is closed and opened anew", async () => {
  const { world, opened, presence, pass } = bench();
  await presence.start(dispatch);
  world.deaf = true;
  world.problems = ["No connection."];
  opened[0]?.how.changed();
  await pass(3 * MINUTE_MS);
  expect(opened.length).toBeGreaterThan(1);
  world.deaf = false;
  world.problems = [];
  opened.at(-1)?.how.changed();
  const before = opened.length;
  await pass(10 * MINUTE_MS);
  expect(opened).toHaveLength(before);
  opened.at(-1)?.end(new Error("closed for good"));
  await pass(2_000);
  expect(opened).toHaveLength(before + 1);
  expect(opened.map(({ closed }) => closed)).toEqual([...Array(before).fill(true), false]);
  await presence.stop();
});

test("one that refuses the settings is not tried again, and says how to mend it", async () => {
  const { world, tries, presence, told, pass } = bench();
  world.listening = REFUSED;
  await presence.start(dispatch);
  await pass(10 * MINUTE_MS);
  expect(tries).toHaveLength(1);
  expect(presence.refused()).toEqual(REFUSED.problems);
  expect(presence.standing().why).toBe(
    "SLACK_BOT_TOKEN: Slack doesn't take it. Set it right and restart Reelay; it runs without Slack until then.",
  );
  expect(told()).toEqual([OUT]);
  await presence.stop();
});

test("one whose token is refused later is asked on, and is there again when it is taken", async () => {
  const { world, presence, told, pass } = bench();
  await presence.start(dispatch);
  world.checking = REFUSED;
  await pass(2 * MINUTE_MS);
  expect(presence.standing().why).toMatch(/^SLACK_BOT_TOKEN: /);
  expect(presence.refused()).toBeUndefined();
  world.checking = undefined;
  await pass(MINUTE_MS);
  expect(told()).toEqual([THERE, OUT, THERE]);
  await presence.stop();
});

test("a stop waits for no chat that hangs, and what is opened after it is closed", async () => {
  const { world, opened, presence, late } = bench();
  world.hangs = true;
  const started = presence.start(dispatch);
  await presence.stop();
  await started;
  late();
  await settle();
  expect(opened.map(({ closed }) => closed)).toEqual([true]);
});
