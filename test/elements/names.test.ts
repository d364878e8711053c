import { expect, test } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { keyOf, readName } from "../../src/elements/names.ts";

test.each([
  ["Ada", "Ada"],
  ["  @Ada ", "Ada"],
  ["＠小明", "小明"],
  ["Łukasz_2", "Łukasz_2"],
  ["एडा", "एडा"],
  ["Zoe\u0308", "Zoë"],
  ["a".repeat(20), "a".repeat(20)],
  ["7", "7"],
])("takes %j as the name %s", (typed, name) => {
  expect(readName(typed)).toBe(name);
});

test.each([
  ["", "The character has no name. Give it one, such as name:Ada."],
  ["@", "The character has no name. Give it one, such as name:Ada."],
  ["a".repeat(21), "name is 21 characters long; an element takes up to 20. Shorten it by 1."],
  [
    "Ada Lovelace",
    "A name is made of letters, digits, - and _, which “Ada Lovelace” is not. Write it as Ada_Lovelace.",
  ],
  ["R2.D2!", "A name is made of letters, digits, - and _, which “R2.D2!” is not. Write it as R2_D2."],
  ["🤖", "A name is made of letters, digits, - and _, which “🤖” is not. Take another, such as Ada."],
  ["--", "A name is made of letters, digits, - and _, which “--” is not. Take another, such as Ada."],
  ["A<b>", "A name is made of letters, digits, - and _, which “A<b>” is not. Write it as A_b."],
])("refuses %j as a name", (typed, sentence) => {
  expect(() => readName(typed)).toThrow(new UserError(sentence, { option: "name" }));
});

test("looks for a name in any case, with or without the sign, however its accents are coded", () => {
  const keys = ["Zoë", "@zoë", "ZOE\u0308", " zoë "].map(keyOf);
  expect(new Set(keys).size).toBe(1);
});
