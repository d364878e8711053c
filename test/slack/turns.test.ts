import { expect, it } from "vitest";
import { createTurns, TooMuchAtOnce } from "../../src/chat/turns.ts";
import { openIncoming, wordsOf } from "./incoming.ts";

it("begins one piece of work in a turn of the event loop, so many at the same time, in the order of asking", async () => {
  const turns = createTurns({ atOnce: 2, waiting: 10 });
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const works = [0, 1, 2].map((one) =>
    turns.take(async () => {
      begun.push(one);
      await new Promise<void>((resolve) => ends.push(resolve));
      return one;
    }),
  );
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual([]);
  await turn();
  expect(begun).toEqual([0]);
  await turn();
  await turn();
  expect(begun).toEqual([0, 1]);
  ends[1]?.();
  expect(await works[1]).toBe(1);
  await turn();
  await turn();
  expect(begun).toEqual([0, 1, 2]);
  for (const end of ends) end();
  expect(await Promise.all(works)).toEqual([0, 1, 2]);
});

it("passes on what goes wrong, and refuses at once when too much waits", async () => {
  const turns = createTurns({ atOnce: 1, waiting: 1 });
  const failing = turns.take(() => Promise.reject(new Error("no")));
  await expect(turns.take(async () => undefined)).rejects.toBeInstanceOf(TooMuchAtOnce);
  await expect(failing).rejects.toThrow("no");
  expect(await turns.take(async () => "after it")).toBe("after it");
});

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
