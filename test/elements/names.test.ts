import { expect, test } from "vitest";
import { shortName } from "../../src/base/words.ts";
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
  ["Captain Ada", "Captain Ada"],
  ["@ Captain \u00a0\t Ada ", "Captain Ada"],
  ["Капитан Ада", "Капитан Ада"],
  ["小明\u3000二号", "小明 二号"],
  ["R2 - D2", "R2 - D2"],
  ["image", "image"],
  ["Video-Ada", "Video-Ada"],
])("takes %j as the name %s", (typed, name) => {
  expect(readName(typed)).toBe(name);
});

test.each([
  ["", "Give the character a name, such as name:Ada."],
  ["@", "Give the character a name, such as name:Ada."],
  ["a".repeat(21), "A name can have 20 characters; this one has 21. Shorten it by 1."],
  ["Ada the Countess of L", "A name can have 20 characters; this one has 21. Shorten it by 1."],
  [
    "Ada & Bob!",
    "A name can have letters, digits, spaces, - and _, so “Ada & Bob!” won't work. Write it as Ada _ Bob.",
  ],
  [
    "Ada \u0301b",
    "A name can have letters, digits, spaces, - and _, so “Ada \u0301b” won't work. Choose another, such as Ada.",
  ],
  [
    "Ada\u3164Bob",
    "A name can have letters, digits, spaces, - and _, so “Ada\u3164Bob” won't work. Write it as Ada_Bob.",
  ],
  [
    "Ada\u200bBob",
    "A name can have letters, digits, spaces, - and _, so “Ada\u200bBob” won't work. Write it as Ada_Bob.",
  ],
  [
    "Ada\u202eBob",
    "A name can have letters, digits, spaces, - and _, so “Ada\u202eBob” won't work. Write it as Ada_Bob.",
  ],
  [
    "Ada\u2028Bob",
    "A name can have letters, digits, spaces, - and _, so “Ada\u2028Bob” won't work. Write it as Ada_Bob.",
  ],
  ["R2.D2!", "A name can have letters, digits, spaces, - and _, so “R2.D2!” won't work. Write it as R2_D2."],
  ["🤖", "A name can have letters, digits, spaces, - and _, so “🤖” won't work. Choose another, such as Ada."],
  ["--", "A name can have letters, digits, spaces, - and _, so “--” won't work. Choose another, such as Ada."],
  ["A<b>", "A name can have letters, digits, spaces, - and _, so “A<b>” won't work. Write it as A_b."],
  ["image1", "Choose another name, such as Ada: in a prompt, @image1 is a reference picture that goes along."],
  ["Image 1", "Choose another name, such as Ada: in a prompt, @Image1 is a reference picture that goes along."],
  ["@Start", "Choose another name, such as Ada: in a prompt, @Start is the first frame that goes along."],
  ["END", "Choose another name, such as Ada: in a prompt, @END is the last frame that goes along."],
  ["video", "Choose another name, such as Ada: in a prompt, @video is the video that goes along."],
])("refuses %j as a name", (typed, sentence) => {
  expect(() => readName(typed)).toThrow(expect.objectContaining({ message: sentence, option: "name" }));
});

test.each([
  [["Zoë", "@zoë", "ZOE\u0308", " zoë "]],
  [["Captain Ada", "@CaptainAda", "captain  ada", "CAPTAIN\u00a0ADA", "@ captain ada"]],
])(
  "looks for a name in any case, with or without the sign and the spaces, however its accents are coded: %j",
  (same) => {
    expect(new Set(same.map(keyOf)).size).toBe(1);
  },
);

test("a name's short form is found as the name is", () => {
  for (const name of ["Captain Ada", "小明 二号", "Straße A", "R2 - D2"]) {
    const kept = readName(name);
    expect(keyOf(shortName(kept))).toBe(keyOf(kept));
    expect(readName(shortName(kept))).toBe(shortName(kept));
  }
});
