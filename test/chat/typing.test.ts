import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { meaningsOf } from "../../src/chat/command/command.ts";
import { findCommand } from "../../src/chat/command/find.ts";
import { parseLine } from "../../src/chat/line/line.ts";
import { Unclear } from "../../src/chat/line/unclear.ts";
import { PROMPTS } from "./prompts.ts";
import { ASKED, UNDERSTOOD } from "./typing-rows.ts";

/** What a line gives each option, as the command reads it; or what is asked. */
function read(line: string): { asks: string } | Record<string, unknown> {
  const { command, rest } = findCommand(commands, line);
  if (!command) throw new Error(`There is no command in “${line}”`);
  try {
    const given = Object.entries(parseLine(rest, meaningsOf(command), []));
    return Object.fromEntries(given.map(([name, value]) => [name, command.options[name]?.read(value, name)]));
  } catch (error) {
    if (error instanceof Unclear) return { asks: error.meant };
    throw error;
  }
}

describe("a line as members type it", () => {
  it.each(UNDERSTOOD)("is understood: %s", (line, meant) => {
    expect(read(line)).toEqual(meant);
  });

  it.each(ASKED)("is asked about: %s", (line, asks) => {
    expect(read(line)).toEqual({ asks });
  });

  it("is a prompt where it was meant as one: none of many loses a word, and few are asked about", () => {
    const changed = PROMPTS.filter((prompt) => {
      const given = read(`video ${prompt}`);
      return !("asks" in given) && (given.prompt !== prompt || Object.keys(given).length > 1);
    });
    const asked = PROMPTS.filter((prompt) => "asks" in read(`video ${prompt}`));
    expect(changed).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(PROMPTS.length / 50);
    expect(PROMPTS.length).toBeGreaterThanOrEqual(150);
  });

  it("is always that prompt when it is quoted whole", () => {
    fc.assert(
      fc.property(fc.constantFrom(...PROMPTS, ...ASKED.map(([line]) => line.slice("video ".length))), (prompt) => {
        expect(read(`video "${prompt.replace(/[\\"]/g, "\\$&")}"`)).toEqual({ prompt });
      }),
    );
  });
});
