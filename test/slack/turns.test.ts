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
  const ada = slack.member();
  const channel = slack.channel({ members: [ada.id] });
  const acts = Array.from({ length: 120 }, (_, index) =>
    slack.slash({ user: ada.id, channel: channel.id, command: "/video", text: `boat ${index}` }),
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
