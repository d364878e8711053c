import { expect, it } from "vitest";
import { openIncoming, wordsOf } from "./incoming.ts";

it("acknowledges what waits behind a slow command, and does it afterwards", async () => {
  const gate = Promise.withResolvers<void>();
  const stage = await openIncoming({
    act: async () => {
      await gate.promise;
      return [{ tone: "info", audience: "member", title: "Here" }];
    },
  });
  const { slack } = stage;
  const members = Array.from({ length: 20 }, () => slack.member());
  const channel = slack.channel({ members: members.map(({ id }) => id) });
  const acts = Array.from({ length: 120 }, (_, index) =>
    slack.slash({
      user: members[index % members.length]?.id ?? "",
      channel: channel.id,
      command: "/video",
      text: `boat ${index}`,
    }),
  );
  const acks = await Promise.all(acts.map(({ acked }) => acked));
  expect(acks.every(({ ok }) => ok)).toBe(true);
  await stage.asked(50);
  expect(stage.invocations).toHaveLength(50);
  gate.resolve();
  await stage.asked(120);
  const shown = await slack.until(() => acts.at(-1)?.ephemerals()[0], "the last answer");
  expect(wordsOf(shown.blocks)).toContain("Here");
  await stage.close();
});

it("answers another member while everything that 50 members' links may hold up hangs", async () => {
  const gate = Promise.withResolvers<void>();
  const stage = await openIncoming({
    act: async ({ command, aside }) => {
      if (command !== "help") await aside?.(() => gate.promise);
      return [{ tone: "info", audience: "member", title: "Here" }];
    },
  });
  const { slack } = stage;
  const mallories = Array.from({ length: 50 }, () => slack.member());
  const ada = slack.member();
  const channel = slack.channel({ members: [...mallories, ada].map(({ id }) => id) });
  for (const { id: user } of mallories) {
    for (let one = 0; one < 2; one++)
      slack.slash({ user, channel: channel.id, command: "/reelay", text: "video waves" });
  }
  await stage.asked(100);
  const act = slack.slash({ user: ada.id, channel: channel.id, command: "/reelay", text: "help" });
  const shown = await slack.until(() => act.ephemerals()[0], "the answer");
  expect(wordsOf(shown.blocks)).toContain("Here");
  gate.resolve();
  await stage.close();
});

it("begins no more of one member's commands than one may have, and takes on no more than one may send", async () => {
  const gate = Promise.withResolvers<void>();
  const stage = await openIncoming({
    act: async () => {
      await gate.promise;
      return [{ tone: "info", audience: "member", title: "Here" }];
    },
  });
  const { slack } = stage;
  const mallory = slack.member();
  const ada = slack.member();
  const channel = slack.channel({ members: [mallory.id, ada.id] });
  const say = (user: string) => slack.slash({ user, channel: channel.id, command: "/reelay", text: "video a boat" });
  const acts = Array.from({ length: 509 }, () => say(mallory.id));
  const shown = await slack.until(() => acts.at(-1)?.ephemerals()[0], "the refusal");
  expect(wordsOf(shown.blocks)).toContain("You have sent so many commands that I can't take more on.");
  const act = say(ada.id);
  await act.acked;
  gate.resolve();
  await slack.until(() => act.ephemerals()[0], "another's answer");
  const before = stage.invocations.findIndex(({ actor }) => actor.id === ada.id);
  expect(before).toBeLessThanOrEqual(9);
  await stage.close();
});
