import { sayDrift } from "../../src/chat/cards/drift.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { worth } from "../../src/credits/units.ts";
import type { Queue, Status } from "../../src/reconcile/status.ts";
import { sentences } from "../../src/text/sentences.ts";
import { allOf, minuteOf, paragraphs, type Text } from "../../src/text/text.ts";

const words = sentences("command.admin.status", {
  description: "See the queue, how the video service is doing, and how long its account lasts",
  title: "Status",
  well: "All is well.",
  away: "Since {since}: {why}",
  empty:
    "Top up the video service's account: it has been empty since {since}, and new requests are refused until there are credits in it.",
  closed:
    "The video service has refused Reelay's key since {since}: new requests are refused until it takes the key again.",
  lasts: "Top up the account: at this rate it lasts {days, plural, =0 {less than a day} one {# day} other {# days}}.",
  failing: "The video service isn't answering properly.",
  failingOf: "The video service isn't answering properly ({what}).",
  here: "Here",
  inAll: "In all",
  chats: "Chats",
  service: "Video service",
  account: "Its account",
  unknownBalance: "not known yet",
  week: "A week costs",
  connected: "{chat} is connected",
  notConnected: "{chat} isn't",
  queue: "{running, plural, one {# job} other {# jobs}} under way, {waiting, number} waiting",
  uncalled: "not called yet",
  answers: "answers well ({calls, plural, one {# call} other {# calls}})",
  failed: "{failed, number} of {calls, plural, one {# call} other {# calls}} failed",
});

export default defineCommand({
  name: "admin status",
  description: words.description,
  adminOnly: true,
  options: {},
  run: async ({ status, policy }) => {
    const { policy: rules } = await policy.standing();
    return statusCard(await status.read(), rules.timeZone);
  },
});

function statusCard({ queue, upstream, chats, account, drift }: Status, timeZone: string): Card<Text> {
  const away = chats.flatMap(({ since, why }) => (why === undefined ? [] : [{ since, why }]));
  const warnings = [
    ...away.map(({ since, why }) => words.away({ since: minuteOf(since, timeZone), why })),
    account.closed !== undefined && sayClosed(account.closed, timeZone),
    account.low && account.lastsDays !== undefined && words.lasts({ days: Math.floor(account.lastsDays) }),
    upstream.state === "failing" && sayFailing(upstream),
    drift !== undefined && drift.unexplained !== 0 && sayDrift(drift, timeZone),
  ];
  const text = paragraphs(...warnings);
  return privately<Text>(words.title, text || words.well, {
    tone: text === "" ? "info" : "bad",
    fields: [
      { name: words.here, value: sayQueue(queue.here) },
      { name: words.inAll, value: sayQueue(queue.everywhere) },
      ...(chats.length > 0 ? [{ name: words.chats, value: sayChats(chats) }] : []),
      { name: words.service, value: sayHealth(upstream) },
      {
        name: words.account,
        value: account.balance ? worth(account.balance.spendable) : words.unknownBalance,
      },
      { name: words.week, value: worth(account.weekly) },
    ],
  });
}

function sayClosed({ since, why }: NonNullable<Status["account"]["closed"]>, timeZone: string): Text {
  const moment = minuteOf(since, timeZone);
  return why === "empty" ? words.empty({ since: moment }) : words.closed({ since: moment });
}

function sayFailing({ lastFailure }: Status["upstream"]): Text {
  return lastFailure ? words.failingOf({ what: lastFailure.what }) : words.failing;
}

function sayChats(chats: Status["chats"]): Text {
  return allOf(
    chats.map(({ name: chat, why }) => (why === undefined ? words.connected({ chat }) : words.notConnected({ chat }))),
  );
}

function sayQueue({ waiting, running }: Queue): Text {
  return words.queue({ waiting, running });
}

function sayHealth({ state, calls, failed }: Status["upstream"]): Text {
  if (state === "unknown") return words.uncalled;
  return failed === 0 ? words.answers({ calls }) : words.failed({ failed, calls });
}
