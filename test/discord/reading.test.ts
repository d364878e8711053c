import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disarm, disarmLine, flat } from "../../src/discord/speak/escape.ts";
import { readAsShown } from "../support/discord/reading.ts";

const MARKS = fc.constantFrom(..."\\*_~`|<@:[]()#-+>.&!1a \n", "**", "||", "```", "<@1>", "[a](https://b.example)");
const words = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(MARKS, { maxLength: 40 }).map((parts) => parts.join("")),
);

describe("Discord's markdown as it is shown", () => {
  it.each([
    ["**bold** and *slanted* and __under__", "bold and slanted and under"],
    ["-# small\n# large\n> said\n- one\n1. two", "small\nlarge\nsaid\none\ntwo"],
    ["||hidden|| ~~struck~~ `as *is*`", "hidden struck as *is*"],
    ["[Watch it here](<https://reelay.example/v/1>) until <t:1795000000:f>.", "Watch it here until ."],
    ["hey <@123>", "hey "],
    ["\\*as typed\\* \\<@1>", "*as typed* <@1>"],
  ])("%j reads %j", (written, read) => {
    expect(readAsShown(written)).toBe(read);
  });

  it("reads as it was typed whatever was disarmed", () => {
    fc.assert(
      fc.property(words, (typed) => {
        expect(readAsShown(disarm(typed))).toBe(typed.replace(/\r\n?/g, "\n").toWellFormed());
        expect(readAsShown(`**${disarmLine(typed)}**`)).toBe(flat(typed) === "" ? "****" : flat(typed));
      }),
      { numRuns: 2_000 },
    );
  });
});
