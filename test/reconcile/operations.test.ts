import { expect, test } from "vitest";
import { readConfig } from "../../src/app/config/config.ts";
import { finderOf } from "../../src/app/finder.ts";
import { createOperations } from "../../src/app/watch/operations.ts";
import { createLog } from "../../src/base/log.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import { units } from "../../src/credits/units.ts";
import { noteAdmin } from "../../src/policy/admins.ts";
import { testClock } from "../support/clock.ts";
import { testStore } from "../support/stores.ts";

const DAY_MS = 24 * 3_600_000;

test("an account that was charged for what nobody asked for is told to the admins, once, and seen in the metrics", async () => {
  await using store = await testStore("sqlite");
  const { db } = store;
  const clock = testClock();
  let credits = 1_000;
  const account = () => ({ remaining: credits, used: 1_000 - credits });
  const evolink = { readCredits: async () => ({ token: { ...account(), unlimited: true }, user: account() }) };
  const told: { member: string; card: Card }[] = [];
  const operations = createOperations(readConfig({}), {
    ...{ db, clock, log: createLog("silent") },
    finder: finderOf([]),
    gateway: { evolink: evolink as never, sandbox: undefined, close: async () => undefined },
    chats: () => [{ chat: "slack", name: "Slack", since: 0, why: "It is away." }],
    speaks: () => ({
      direct: async (_place, member, _posting, card) => {
        told.push({ member, card });
      },
    }),
  });
  await noteAdmin(db, { id: "root" }, { platform: "slack", workspace: "T1", channel: "C1" }, clock.now());
  const asleep = async () => {
    while (clock.sleeping < 2) await new Promise((resolve) => setImmediate(resolve));
  };
  operations.start();
  await asleep();
  expect(await operations.totals()).toEqual({
    ...{ accountEmpty: false, keyRefused: false, drift: undefined },
    chats: [{ chat: "slack", up: false }],
  });
  credits -= 50;
  for (let hour = 0; hour < 26; hour++) {
    await clock.advance(DAY_MS / 24);
    await asleep();
  }
  expect(told.map(({ member }) => member)).toEqual(["root"]);
  expect(told[0]?.card.text).toContain("The service charged 50 credits");
  expect((await operations.totals()).drift).toMatchObject({ drift: units(500_000) });
  await operations.stop();
});
