import { describe, expect, it } from "vitest";
import { commands, messageCommands } from "../../commands/index.ts";
import { type Command, defineCommand } from "../../src/chat/command/command.ts";
import { commandNamed, findCommand } from "../../src/chat/command/find.ts";
import { resultButtonsOf } from "../../src/chat/command/result-button.ts";
import { parseLine } from "../../src/chat/line/line.ts";
import { units } from "../../src/credits/units.ts";
import type { GenerationView } from "../../src/generations/show/view.ts";
import { render } from "../../src/text/render.ts";

const job: GenerationView = {
  ...{ id: "g_0123456789abcdefghj", state: "delivered", member: "ada", memberName: "Ada", line: "video a boat" },
  place: { platform: "discord", workspace: "1", channel: "2" },
  ...{ model: "Kling 3.0", makes: "video", details: "5 s · 720p", prompt: "a boat", elementName: undefined },
  ...{ price: units(10_000), charged: units(10_000), available: units(90_000), progress: 0, pinned: false },
  ...{ deleted: false, letGo: false, queuePlace: undefined, secondsLeft: undefined, fetchSeconds: undefined },
  ...{ video: undefined, videoLink: undefined, original: undefined, errorCode: undefined },
  madeHere: undefined,
  locale: "en",
  facts: { repeatable: true, family: "kling-3", quality: "720p", lastFrame: true, shareable: true },
};

const labels = (all: readonly Command[]) => resultButtonsOf(all, job).map(({ label }) => render(label, "en"));

describe("the buttons under a finished video", () => {
  it("repeat first, change and go on from it, and delete last", () => {
    const ours = [...["Again", "Edit prompt", "Another model", "In 1080p", "Use as first frame", "Share", "Delete"]];
    // A new command may put one of its own among them.
    expect(labels(commands).filter((label) => ours.includes(label))).toEqual(ours);
  });

  it("are lines that their commands read, and fit where a chat keeps them", () => {
    for (const { does, line, job: own } of resultButtonsOf(commands, job)) {
      const { command, rest } = findCommand(commands, line);
      expect(() => parseLine(rest, command?.options ?? {}, []), line).not.toThrow();
      if (does === "run") expect(line.length).toBeLessThanOrEqual(90);
      expect(own).toBe(line === job.line ? job.id : undefined);
    }
  });

  it("have a new command's among those of its group, after those of the commands before it", () => {
    const upscale = defineCommand({
      name: "upscale",
      description: "Make a video sharper",
      options: {},
      results: [
        { label: "Upscale", group: "change", line: ({ id }) => `upscale job:${id}` },
        { label: "Upscale twice", group: "change", when: () => false, line: ({ id }) => `upscale job:${id}` },
      ],
      run: async () => undefined,
    });
    const shown = labels([upscale, ...commands]);
    expect(shown.slice(0, 3)).toEqual(["Again", "Upscale", "Edit prompt"]);
    expect(shown).not.toContain("Upscale twice");
  });
});

describe("what the menu of a message has", () => {
  it.each(messageCommands)("$name: opens a command that has a place for that file", ({ image, video }) => {
    for (const [kind, place] of Object.entries({ image, video })) {
      if (place) expect(commandNamed(commands, place.command)?.options[place.option]?.kind).toBe(kind);
    }
  });
});

describe("what a chat shows of a command", () => {
  it.each(commands)(
    "$name: says each of its descriptions within Discord's 100 characters",
    ({ description, options }) => {
      for (const said of [description, ...Object.values(options).map((option) => option.description)]) {
        expect(render(said, "en").length, render(said, "en")).toBeLessThanOrEqual(100);
      }
    },
  );
});
