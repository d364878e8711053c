import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { createLog } from "../../src/base/log.ts";
import { type Command, defineCommand } from "../../src/chat/command/command.ts";
import type { Services } from "../../src/chat/command/services.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import { renderCard } from "../../src/chat/contract/render-card.ts";
import { createDispatch } from "../../src/chat/serve/dispatch.ts";
import type { OwedCard } from "../../src/chat/serve/owed.ts";
import { sentences } from "../../src/text/sentences.ts";
import type { Text } from "../../src/text/text.ts";
import { speaking } from "../support/language.ts";

const words = sentences("test-languages", {
  title: "Done",
  files: "{count, plural, one {# file} other {# files}} for {name}.",
  alt: "A boat",
  refused: "That's too long.",
});

const GERMAN = {
  code: "de",
  messages: {
    "test-languages.title": "Fertig",
    "test-languages.files": "{count, plural, one {# Datei} other {# Dateien}} für {name}.",
    "test-languages.alt": "Ein Boot",
    "test-languages.refused": "Das ist zu lang.",
  },
};

const whole: Card<Text> = {
  tone: "done",
  audience: "member",
  title: words.title,
  text: words.files({ count: 2, name: "{Ada}" }),
  fields: [{ name: words.alt, value: "8 s" }],
  progress: { fraction: 0.5, label: words.title },
  files: [{ hash: "a", name: "a.png", type: "image/png", bytes: 1, alt: words.alt }],
  buttons: [{ label: words.title, does: "run", line: "jobs" }],
  footer: words.alt,
  about: ["u1"],
};

function dispatchOf(run: Command["run"], owed: readonly OwedCard[] = []) {
  return createDispatch({
    commands: [defineCommand({ name: "look", description: words.alt, options: {}, run })],
    services: () => ({}) as unknown as Omit<Services, "commands">,
    owed: async () => owed,
    log: createLog("silent"),
  });
}

function asked(locale: string) {
  const actor = { id: "u1", name: "Ada", admin: false, roles: [] };
  const place = { platform: "playground", workspace: "w", channel: "c" } as const;
  return { sourceId: "s", command: "look", typed: {}, actor, place, locale };
}

describe("a card", () => {
  it("is wholly in the reader's language, and keeps what has none", async () => {
    await speaking(GERMAN, () => {
      expect(renderCard(whole, "de-AT")).toEqual({
        tone: "done",
        audience: "member",
        locale: "de-AT",
        title: "Fertig",
        text: "2 Dateien für {Ada}.",
        fields: [{ name: "Ein Boot", value: "8 s" }],
        progress: { fraction: 0.5, label: "Fertig" },
        files: [{ hash: "a", name: "a.png", type: "image/png", bytes: 1, alt: "Ein Boot" }],
        buttons: [{ label: "Fertig", does: "run", line: "jobs" }],
        footer: "Ein Boot",
        about: ["u1"],
      });
    });
  });

  it("gets no parts that it didn't have but the locale, once", () => {
    const card: Card = { tone: "info", audience: "channel", title: "Done" };
    const read = renderCard(card, "en");
    expect(read).toStrictEqual({ ...card, locale: "en" });
    expect(renderCard(read, "de")).toStrictEqual(read);
  });
});

describe("an answer", () => {
  it("is in the language of who asked, what they are owed included", async () => {
    const news: OwedCard = { key: "k", card: { ...whole, tone: "info" }, told: async () => undefined };
    const { run } = dispatchOf(async () => whole, [news]);
    await speaking(GERMAN, async () => {
      expect((await run(asked("de"))).map(({ title }) => title)).toEqual(["Fertig", "Fertig"]);
    });
    expect((await run(asked("fr"))).map(({ title }) => title)).toEqual(["Done"]);
  });

  it("settles what is owed by the card that was shown", async () => {
    let told = 0;
    const news: OwedCard = {
      key: "k",
      card: whole,
      told: async () => {
        told += 1;
      },
    };
    const { run, shown } = dispatchOf(async () => undefined, [news]);
    const cards = await run(asked("en"));
    expect(told).toBe(0);
    await shown(cards);
    expect(told).toBe(1);
  });

  it("is in their language when it is a refusal, while the error says it in English to the log", async () => {
    const error = new UserError(words.refused);
    expect(error.message).toBe("That's too long.");
    const { run } = dispatchOf(async () => Promise.reject(error));
    await speaking(GERMAN, async () => {
      const [card] = await run(asked("de-CH"));
      expect(card?.text).toContain("Das ist zu lang.");
    });
  });
});
