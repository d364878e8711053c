import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { createNaming } from "../../src/slack/draw/naming.ts";

const { text, card } = createNaming(commands);

it.each([
  ["There is no such job. /jobs lists yours.", "There is no such job. /reelay jobs lists yours."],
  ["Write /credits give @Ada 20.", "Write /reelay credits give @Ada 20."],
  ["/video: makes a video\n/help: lists this", "/reelay video: makes a video\n/reelay help: lists this"],
  ["The oldest go (/jobs pin:g_…), first.", "The oldest go (/reelay jobs pin:g_…), first."],
])("says a command as it is typed in Slack: %s", (said, expected) => {
  expect(text(said)).toBe(expected);
  expect(text(expected)).toBe(expected);
});

it.each([
  "Invite me with /invite @Reelay.",
  "https://reelay.example/gallery/x and reelay.example/jobs",
  "There is nothing called “a sign that says /help”.",
  "There is no /juggle here.",
  "and/or /videos, /video/x",
])("leaves alone what is no command of ours: %s", (said) => {
  expect(text(said)).toBe(said);
});

it("says all of a card so, but for the lines of its buttons", () => {
  const button = { label: "Again", does: "run", line: "video /jobs" } as const;
  const made = card({
    ...{ tone: "info", audience: "member", title: "/jobs", text: "/jobs", footer: "/jobs" },
    ...{ fields: [{ name: "More", value: "/jobs" }], buttons: [button] },
  });
  expect(made).toMatchObject({
    ...{ title: "/reelay jobs", text: "/reelay jobs", footer: "/reelay jobs" },
    ...{ fields: [{ name: "More", value: "/reelay jobs" }], buttons: [button] },
  });
});
