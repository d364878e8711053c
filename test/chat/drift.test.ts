import { expect, test } from "vitest";
import { createLog } from "../../src/base/log.ts";
import { tellOfDrift } from "../../src/chat/cards/drift.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import { MessageGone } from "../../src/chat/contract/chat.ts";
import { units, ZERO } from "../../src/credits/units.ts";
import type { KnownAdmin } from "../../src/policy/admins.ts";
import type { Drift } from "../../src/reconcile/drift.ts";

const DRIFT: Drift = {
  ...{ from: Date.UTC(2026, 10, 19), to: Date.UTC(2026, 10, 20), toppedUp: ZERO },
  ...{ charged: units(770_000), captured: units(270_000), drift: units(500_000), unexplained: units(490_000) },
};
const ADMINS: readonly KnownAdmin[] = [
  { platform: "discord", workspace: "1", member: "root" },
  { platform: "slack", workspace: "T1", member: "queen" },
  { platform: "playground", workspace: "local", member: "admin" },
];

/** Chats in which some can't be written to, and whoever was. */
function chats(fails: Readonly<Record<string, Error>> = {}) {
  const told: { member: string; key: string; card: Card }[] = [];
  const direct = async (_place: unknown, member: string, { key }: { key: string }, card: Card) => {
    const error = fails[member];
    if (error) throw error;
    told.push({ member, key, card });
  };
  const speaks = (platform: string) => (platform === "playground" ? {} : { direct });
  return { told, tell: () => tellOfDrift({ speaks, log: createLog("silent") }, ADMINS, DRIFT, "b_1") };
}

test("writes to each admin, in every chat that can, what differs and by how much", async () => {
  const { told, tell } = chats();
  await tell();
  expect(told.map(({ member, key }) => [member, key])).toEqual([
    ["root", "b_1"],
    ["queen", "b_1"],
  ]);
  expect(told[0]?.card.text).toContain(
    "The service charged 77 credits from November 19 to November 20, and members paid 27 credits. Of the difference, 49 credits can't be explained.",
  );
});

test("tells the others when one takes no messages, or can't be reached now", async () => {
  for (const error of [new MessageGone("closed"), new Error("no connection")]) {
    const { told, tell } = chats({ root: error });
    await tell();
    expect(told.map(({ member }) => member)).toEqual(["queen"]);
  }
});

test("is to be tried again only when nobody could be reached who may be reached later", async () => {
  const lost = new Error("no connection");
  await expect(chats({ root: new MessageGone("closed"), queen: lost }).tell()).rejects.toBe(lost);
  await chats({ root: new MessageGone("closed"), queen: new MessageGone("closed") }).tell();
});
