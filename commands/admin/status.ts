import { plural } from "../../src/base/words.ts";
import { sayDrift } from "../../src/chat/cards/drift.ts";
import { sayMoment } from "../../src/chat/cards/say.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { sayCredits } from "../../src/credits/units.ts";
import type { Queue, Status } from "../../src/reconcile/status.ts";
import { inEnglish } from "../../src/text/render.ts";

export default defineCommand({
  name: "admin status",
  description: "See the queue, how the video service answers, and how long its account lasts",
  adminOnly: true,
  options: {},
  run: async ({ status, policy }) => {
    const { policy: rules } = await policy.standing();
    return statusCard(await status.read(), rules.timeZone);
  },
});

function statusCard({ queue, upstream, chats, account, drift }: Status, timeZone: string): Card {
  const away = chats.flatMap(({ name, since, why }) => (why === undefined ? [] : [{ name, since, why }]));
  const warnings = [
    ...away.map(({ since, why }) => `Since ${sayMoment(since, timeZone)}: ${why}`),
    account.closed !== undefined && sayClosed(account.closed, timeZone),
    account.low && account.lastsDays !== undefined && `${sayLasting(account.lastsDays)}: top it up.`,
    upstream.state === "failing" &&
      `The service doesn't answer properly${upstream.lastFailure ? ` (${inEnglish(upstream.lastFailure.what)})` : ""}.`,
    drift !== undefined && drift.unexplained !== 0 && sayDrift(drift, timeZone),
  ].filter((line) => line !== false);
  return privately("Status", warnings.join("\n\n") || "All is well.", {
    tone: warnings.length > 0 ? "bad" : "info",
    fields: [
      { name: "Here", value: sayQueue(queue.here) },
      { name: "In all", value: sayQueue(queue.everywhere) },
      ...(chats.length > 0 ? [{ name: "Chats", value: sayChats(chats) }] : []),
      { name: "Service", value: sayHealth(upstream) },
      { name: "Its account", value: account.balance ? sayCredits(account.balance.spendable) : "not known yet" },
      { name: "A week costs", value: sayCredits(account.weekly) },
    ],
  });
}

function sayClosed({ since, why }: NonNullable<Status["account"]["closed"]>, timeZone: string): string {
  const moment = sayMoment(since, timeZone);
  return why === "empty"
    ? `The service's account is empty since ${moment}: new requests are refused until there are credits on it.`
    : `The service refuses Reelay's key since ${moment}: new requests are refused until it takes the key again.`;
}

function sayChats(chats: Status["chats"]): string {
  return chats.map(({ name, why }) => (why === undefined ? `${name} is connected` : `${name} isn't`)).join(", ");
}

function sayQueue({ waiting, running }: Queue): string {
  return `${plural(running, "job")} under way, ${waiting} waiting`;
}

function sayHealth({ state, calls, failed }: Status["upstream"]): string {
  if (state === "unknown") return "not called yet";
  return failed === 0 ? `answers well (${calls} calls)` : `${failed} of ${calls} calls failed`;
}

function sayLasting(days: number): string {
  return days < 1
    ? "The account lasts less than a day at this rate"
    : `The account lasts ${plural(Math.floor(days), "day")} at this rate`;
}
