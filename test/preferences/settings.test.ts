import { describe, expect, it } from "vitest";
import settings from "../../commands/look/settings.ts";
import { createLog } from "../../src/base/log.ts";
import type { Services } from "../../src/chat/command/services.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import { createDispatch } from "../../src/chat/serve/dispatch.ts";
import { familyLengths, familyNames } from "../../src/models/families.ts";
import { createPreferences } from "../../src/preferences/preferences.ts";
import { preferencesFor } from "../../src/preferences/service.ts";
import { render } from "../../src/text/render.ts";
import { anyOf } from "../../src/text/text.ts";
import { testStore } from "../support/stores.ts";

/** A channel in which /settings is all there is. */
async function channel() {
  const store = await testStore("sqlite");
  const preferences = createPreferences(store);
  const dispatch = createDispatch({
    commands: [settings],
    services: ({ actor, place }) =>
      ({
        preferences: preferencesFor(preferences, { workspace: place.workspace, member: actor.id }),
      }) as Services,
    owed: async () => [],
    log: createLog("silent"),
  });
  const say = async (line: string, member = "ada"): Promise<Card> => {
    const [card] = await dispatch.run({
      sourceId: line,
      command: "settings",
      typed: { line, attachments: [] },
      actor: { id: member, name: member, admin: false, roles: [] },
      place: { platform: "playground", workspace: "local", channel: "general" },
      locale: "en-GB",
    });
    if (!card) throw new Error("no card");
    return card;
  };
  return { say, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

/** The card as a member reads it. */
function read({ title, text, fields = [] }: Card): string[] {
  return [title, ...fields.map(({ name, value }) => `${name}: ${value}`), ...(text ? [text] : [])];
}

describe("/settings", () => {
  it("shows what is usual, how to set it, and what a video costs", async () => {
    await using here = await channel();
    const card = await here.say("");
    expect(card.audience).toBe("member");
    expect(card.buttons).toBeUndefined();
    expect(read(card)).toEqual([
      "Your settings",
      "Model: Kling 3.0 (default)",
      "Quality: 720p (default)",
      "Shape: 16:9 (default)",
      "Length: 5 s (default)",
      "Sound: no (default)",
      "Price first: never (default)",
      "These are the defaults. /settings model:turbo quality:1080p duration:8 sets what you want instead. With these, /video costs 27 credits.",
    ]);
  });

  it("sets what is given, by alias and by bare value, and shows it again", async () => {
    await using here = await channel();
    const shown = [
      "Model: Kling 3.0 Turbo",
      "Quality: 1080p",
      "Shape: 9:16",
      "Length: 8 s",
      "Sound: no (default)",
      "Price first: never (default)",
      "Used unless you specify otherwise, wherever the model has them. /settings usual:duration sets one back. With these, /video costs 72 credits.",
    ];
    expect(read(await here.say("--turbo 1080p 8s aspect:9:16"))).toEqual(["Your settings have changed", ...shown]);
    expect(read(await here.say(""))).toEqual(["Your settings", ...shown]);
    expect(read(await here.say("", "bob"))).toContain("Model: Kling 3.0 (default)");
  });

  it("says when the preferred model makes no sound", async () => {
    await using here = await channel();
    const { text } = await here.say("model:turbo sound:yes");
    expect(text).toContain("Kling 3.0 Turbo makes no sound, so yours counts only with another model.");
  });

  it("puts one back, or all by its button", async () => {
    await using here = await channel();
    const card = await here.say("model:o3 duration:8 sound:yes");
    expect(read(await here.say("usual:duration"))).toEqual(
      expect.arrayContaining(["Model: Kling O3", "Length: 5 s (default)", "Sound: yes"]),
    );
    const [button] = card.buttons ?? [];
    expect(button).toMatchObject({ label: "Back to defaults", does: "run", line: "settings reset:yes" });
    expect(read(await here.say("reset:yes"))).toEqual(
      expect.arrayContaining(["Model: Kling 3.0 (default)", "Length: 5 s (default)", "Sound: no (default)"]),
    );
  });

  it("starts over with what is given beside a reset", async () => {
    await using here = await channel();
    await here.say("model:o3 duration:8");
    const fields = read(await here.say("reset:yes quality:1080p"));
    expect(fields).toEqual(
      expect.arrayContaining(["Model: Kling 3.0 (default)", "Quality: 1080p", "Length: 5 s (default)"]),
    );
  });

  it.each([
    ["model:sora", `model can be ${render(anyOf(familyNames), "en-GB")}, not “sora”.`],
    [
      `duration:${familyLengths.max + 1}`,
      `duration takes whole seconds from ${familyLengths.min} to ${familyLengths.max}, not “${familyLengths.max + 1}”. Try duration:${familyLengths.max}.`,
    ],
    ["quality:4k", "quality can be 720p or 1080p, not “4k”."],
    ["aspect:4:3", "aspect can be 16:9, 9:16 or 1:1, not “4:3”."],
    ["sound:loud", "sound can be yes or no, not “loud”."],
    ["usual:shape", "usual can be model, quality, aspect, duration, sound or ask_above, not “shape”."],
    [
      "duration:8 usual:duration",
      "Leave one of the two out: duration has a new value here, and usual:duration takes it back.",
    ],
    ["sound:no usual:sound", "Leave one of the two out: sound has a new value here, and usual:sound takes it back."],
  ])("refuses %s and changes nothing", async (line, sentence) => {
    await using here = await channel();
    const card = await here.say(line);
    expect(card.tone).toBe("bad");
    expect(card.text).toContain(sentence);
    expect(read(await here.say(""))).toContain("Model: Kling 3.0 (default)");
  });
});
