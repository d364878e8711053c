import { expect, test } from "vitest";
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
  ["", "Give the character a name, such as name:Ada."],
  ["@", "Give the character a name, such as name:Ada."],
  ["a".repeat(21), "A name can have 20 characters; this one has 21. Shorten it by 1."],
  ["Ada Lovelace", "A name can have letters, digits, - and _, so “Ada Lovelace” won't work. Write it as Ada_Lovelace."],
  ["R2.D2!", "A name can have letters, digits, - and _, so “R2.D2!” won't work. Write it as R2_D2."],
  ["🤖", "A name can have letters, digits, - and _, so “🤖” won't work. Choose another, such as Ada."],
  ["--", "A name can have letters, digits, - and _, so “--” won't work. Choose another, such as Ada."],
  ["A<b>", "A name can have letters, digits, - and _, so “A<b>” won't work. Write it as A_b."],
])("refuses %j as a name", (typed, sentence) => {
  expect(() => readName(typed)).toThrow(expect.objectContaining({ message: sentence, option: "name" }));
});

test("looks for a name in any case, with or without the sign, however its accents are coded", () => {
  const keys = ["Zoë", "@zoë", "ZOE\u0308", " zoë "].map(keyOf);
  expect(new Set(keys).size).toBe(1);
});
