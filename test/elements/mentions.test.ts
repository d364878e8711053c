import { describe, expect, test } from "vitest";
import type { Element } from "../../src/elements/element.ts";
import { resolveCast, withPlaceholders } from "../../src/elements/mentions.ts";
import { klingO3ImageToVideo } from "../../src/models/catalogue/kling-o3-image-to-video.ts";
import { klingV3MotionControl } from "../../src/models/catalogue/kling-v3-motion-control.ts";
import type { Model } from "../../src/models/parts/model.ts";
import { inEnglish } from "../../src/text/render.ts";
import { clip, picture } from "../models/samples.ts";

function element(name: string, changes: Partial<Element> = {}): Element {
  return {
    id: `e_${name}`,
    name,
    description: "somebody",
    kind: "images",
    picture: undefined,
    files: 1,
    maker: "m1",
    makerName: "Grace",
    state: "ready",
    elementId: `id-${name}`,
    generation: "g_1",
    createdAt: 0,
    secondsLeft: undefined,
    ...changes,
  };
}

const cast = [
  ...["Ada", "Ada-Lovelace", "Bob", "小明", "Zoë"].map((name) => element(name)),
  element("Cy", { kind: "video" }),
  element("Mae", { state: "making", elementId: undefined, secondsLeft: 240 }),
  element("Wes", { state: "waiting", elementId: undefined }),
  element("Fay", { state: "failed", elementId: undefined }),
];
const several = [...cast, element("Captain Ada"), element("Ada Young", { state: "making", elementId: undefined })];
const ref = (name: string) => ({ id: `id-${name}`, name, kind: "images" });

describe("a mention in a prompt becomes the model's placeholder", () => {
  test.each([
    ["@Ada walks", "<<<element_1>>> walks", ["Ada"]],
    ["she sees @ada.", "she sees <<<element_1>>>.", ["Ada"]],
    ["@Ada's hat (@Bob)", "<<<element_1>>>'s hat (<<<element_2>>>)", ["Ada", "Bob"]],
    ["“@BOB” and @Ada, then @Bob", "“<<<element_1>>>” and <<<element_2>>>, then <<<element_1>>>", ["Bob", "Ada"]],
    ["@Ada-Lovelace and @Ada", "<<<element_1>>> and <<<element_2>>>", ["Ada-Lovelace", "Ada"]],
    ["an @Ada-like robot", "an <<<element_1>>>-like robot", ["Ada"]],
    ["@Ada_@Bob", "<<<element_1>>>_<<<element_2>>>", ["Ada", "Bob"]],
    ["@Ada/@Bob+@Zoë", "<<<element_1>>>/<<<element_2>>>+<<<element_3>>>", ["Ada", "Bob", "Zoë"]],
    ["@小明跑步", "<<<element_1>>>跑步", ["小明"]],
    ["看@小明跑步", "看<<<element_1>>>跑步", ["小明"]],
    ["＠小明 runs", "<<<element_1>>> runs", ["小明"]],
    ["@ZOE\u0308 waves", "<<<element_1>>> waves", ["Zoë"]],
    ["\n@Ada\n@Bob", "\n<<<element_1>>>\n<<<element_2>>>", ["Ada", "Bob"]],
  ])("%j", (prompt, rewritten, names) => {
    expect(withPlaceholders(cast, [], { prompt })).toEqual({ prompt: rewritten, elements: names.map(ref) });
  });
});

test.each([
  "write to ada@example.com",
  "first.last+tag@example.co",
  "a cat @ the window",
  "<@U123> and <@!42>",
  "https://example.com/@ada?x=@bob",
  "no one at all",
])("%j mentions nobody", (prompt) => {
  expect(withPlaceholders(cast, [], { prompt })).toEqual({ prompt });
});

test.each([
  ["@Nobody waves", "There's no @Nobody in the cast. See who is with /element list."],
  ["@Adam waves", "There's no @Adam in the cast. See who is with /element list."],
  ["@nobody- waves", "There's no @nobody in the cast. See who is with /element list."],
  ["@everyone dances", "There's no @everyone in the cast. See who is with /element list."],
  ["@mae waves", "@Mae is still being made: about 4 min more. Send this again then, or leave @Mae out."],
  ["@Wes waves", "@Wes is waiting for an admin's approval. Ask one of them, or leave @Wes out."],
  ["@Fay waves", "@Fay couldn't be made. Try again with /element create, or leave @Fay out."],
])("%j is refused", (prompt, sentence) => {
  expect(() => withPlaceholders(cast, [], { prompt })).toThrow(sentence);
  expect(() => withPlaceholders(cast, [prompt.split(" ")[0]?.replace("-", "")], {})).toThrow(sentence);
});

describe("a character of several words", () => {
  const captain = { id: "id-Captain Ada", name: "CaptainAda", kind: "images" };

  test.each(["@CaptainAda walks", "@captainada walks", "@CAPTAINADA walks"])("is named in one: %s", (prompt) => {
    expect(withPlaceholders(several, [], { prompt })).toEqual({
      prompt: "<<<element_1>>> walks",
      elements: [captain],
    });
  });

  test.each(["Captain Ada", "CaptainAda", "@captain ada"])("is an option either way: %s", (name) => {
    expect(withPlaceholders(several, [name], { prompt: "waves" })).toEqual({
      prompt: "<<<element_1>>>: waves",
      elements: [captain],
    });
  });

  test.each([
    ["@Captain Ada walks", "Write @CaptainAda, in one word, for Captain Ada."],
    ["she sees @captain ada.", "Write @CaptainAda, in one word, for Captain Ada."],
    ["@Ada young", "Write @AdaYoung, in one word, for Ada Young; for @Ada, put a comma after the name."],
    ["@CaptainAda and @Captain Ada", "Write @CaptainAda, in one word, for Captain Ada."],
    ["@AdaYoung runs", "@AdaYoung is still being made"],
    ["@Captain Adam", "There's no @Captain in the cast."],
    ["@Captain  Ada", "There's no @Captain in the cast."],
  ])("is not guessed at in a prompt: %s", (prompt, sentence) => {
    expect(() => withPlaceholders(several, [], { prompt })).toThrow(sentence);
  });

  test.each([
    ["@Ada, young and free", "<<<element_1>>>, young and free"],
    ["@Ada youngest of all", "<<<element_1>>> youngest of all"],
    ["@Ada Lovelace", "<<<element_1>>> Lovelace"],
  ])("leaves who is called by its first word alone: %s", (prompt, rewritten) => {
    expect(withPlaceholders(several, [], { prompt })).toEqual({ prompt: rewritten, elements: [ref("Ada")] });
  });
});

describe("options name characters too", () => {
  test.each([
    [["Ada"], "@Ada meets @Bob", "<<<element_1>>> meets <<<element_2>>>", ["Ada", "Bob"]],
    [["Bob", "@ada"], "@Ada meets @Bob", "<<<element_2>>> meets <<<element_1>>>", ["Bob", "Ada"]],
    [["Ada", "ADA"], "@Ada waves", "<<<element_1>>> waves", ["Ada"]],
    [
      ["Ada", "Bob"],
      "they dance with @Zoë",
      "<<<element_1>>>, <<<element_2>>>: they dance with <<<element_3>>>",
      ["Ada", "Bob", "Zoë"],
    ],
    [["Ada"], "<<<element_1>>> waves", "<<<element_1>>> waves", ["Ada"]],
  ])("%j with %j", (options, prompt, rewritten, names) => {
    expect(withPlaceholders(cast, options, { prompt })).toEqual({ prompt: rewritten, elements: names.map(ref) });
  });

  test("without words there is nothing to write them into", () => {
    expect(withPlaceholders(cast, ["Ada"], { image: 1 })).toEqual({ image: 1, elements: [ref("Ada")] });
  });
});

test("shots share one list with the prompt, and the first introduces who is only an option", () => {
  const shots = [
    { prompt: "@Bob enters", seconds: 3 },
    { prompt: "@Ada and @Bob talk", seconds: 2 },
  ];
  expect(withPlaceholders(cast, ["Zoë"], { shots })).toEqual({
    shots: [
      { prompt: "<<<element_1>>>: <<<element_2>>> enters", seconds: 3 },
      { prompt: "<<<element_3>>> and <<<element_2>>> talk", seconds: 2 },
    ],
    elements: [ref("Zoë"), ref("Bob"), ref("Ada")],
  });
  expect(withPlaceholders(cast, [], { shots: "auto", prompt: "@Ada" })).toEqual({
    shots: "auto",
    prompt: "<<<element_1>>>",
    elements: [ref("Ada")],
  });
});

test("an element that was looked up before is taken as it is", () => {
  const before = { id: "id-gone", name: "Gone", kind: "images" };
  expect(withPlaceholders(cast, [before], { prompt: "<<<element_1>>> and @Ada" })).toEqual({
    prompt: "<<<element_1>>> and <<<element_2>>>",
    elements: [before, ref("Ada")],
  });
});

test("a draft that names nobody is left as it is, and the cast is not even read", async () => {
  const list = () => Promise.reject(new Error("the cast was read"));
  const of = { workspace: "w", longest: 2_500 };
  expect(await resolveCast({ list }, of, { prompt: "a cat", elements: [undefined, undefined] })).toEqual({
    prompt: "a cat",
  });
});

test("words that are too long whoever they name are left for the model to refuse, and nobody is looked for", async () => {
  const list = () => Promise.reject(new Error("the cast was read"));
  const of = { workspace: "w", longest: 2_500 };
  for (const words of [
    `@${"a".repeat(19_900)}`,
    `@Ada ${"walks ".repeat(500)}`,
    `see https://a.b/${"c".repeat(2_500)} @Ada`,
  ]) {
    expect(await resolveCast({ list }, of, { prompt: words, elements: ["Bob"] })).toEqual({ prompt: words });
    const shots = [{ prompt: words, seconds: 5 }];
    expect(await resolveCast({ list }, of, { shots })).toEqual({ shots });
  }
});

test("a prompt that its mentions make short enough is looked at", async () => {
  const of = { workspace: "w", longest: 2_500 };
  const prompt = "@Ada-Lovelace ".repeat(180);
  const found = await resolveCast({ list: async () => cast }, of, { prompt: `${prompt}${"x".repeat(40)}` });
  expect(found.elements).toEqual([ref("Ada-Lovelace")]);
});

test("a name that comes in letters and marks apart is found, however long that makes it", () => {
  const long = "\u1f82".repeat(20);
  const apart = long.normalize("NFD");
  expect([...apart]).toHaveLength(80);
  expect(withPlaceholders([element(long)], [], { prompt: `@${apart} waves` })).toMatchObject({
    prompt: "<<<element_1>>> waves",
  });
});

describe("a picture and a video are named as a character is", () => {
  const given = { image: 1, references: [2, 3] };

  test.each([
    ["@image2 in the light of @start", "<<<image_3>>> in the light of <<<image_1>>>"],
    ["(@IMAGE1), ＠image2-like; @image1/@image2", "(<<<image_2>>>), <<<image_3>>>-like; <<<image_2>>>/<<<image_3>>>"],
    ["像@image1的光", "像<<<image_2>>>的光"],
    ["<<<image_1>>> and @image1", "<<<image_1>>> and <<<image_2>>>"],
    ["@image3 and @end, @video: none of these is there", "@image3 and @end, @video: none of these is there"],
    ["an @image01 isn't one", "an @image01 isn't one"],
  ])("%j", (prompt, rewritten) => {
    expect(withPlaceholders(cast, [], { ...given, prompt })).toEqual({ ...given, prompt: rewritten });
  });

  test("together with characters, and in shots", () => {
    const shots = [{ prompt: "@Ada as in @image1", seconds: 5 }];
    expect(withPlaceholders(cast, [], { ...given, shots })).toEqual({
      ...given,
      shots: [{ prompt: "<<<element_1>>> as in <<<image_2>>>", seconds: 5 }],
      elements: [ref("Ada")],
    });
    expect(withPlaceholders(cast, [], { video: 1, references: [2], prompt: "@video, with @image1 and @Bob" })).toEqual({
      ...{ video: 1, references: [2] },
      prompt: "<<<video_1>>>, with <<<image_1>>> and <<<element_1>>>",
      elements: [ref("Bob")],
    });
  });

  test("who joined the cast by such a name before it was kept for them goes on having it", () => {
    const before = [element("image1"), element("Video")];
    expect(withPlaceholders(before, [], { ...given, prompt: "@image1, @image2 and @video" })).toEqual({
      ...given,
      prompt: "<<<element_1>>>, <<<image_3>>> and <<<element_2>>>",
      elements: [ref("image1"), ref("Video")],
    });
  });

  test("twice is as good as once", () => {
    const once = withPlaceholders(cast, [], { ...given, prompt: "@image1 and @image9" });
    expect(withPlaceholders(cast, [], once)).toEqual(once);
  });
});

describe("how many and of which kind, the model judges", () => {
  const problems = (model: Model, draft: object) =>
    model.problems(withPlaceholders(cast, [], { ...draft })).map(({ text }) => inEnglish(text));

  test("pictures-made ones go into O3, a video-made one doesn't", () => {
    const image = picture("front");
    expect(problems(klingO3ImageToVideo, { image, prompt: "@Ada waves to @Bob" })).toEqual([]);
    expect(problems(klingO3ImageToVideo, { image, prompt: "@Cy waves" })).toEqual([
      "Leave @Cy out, or make the character from pictures: @Cy was made from a video, and Kling O3 takes only characters made from pictures.",
    ]);
  });

  test("motion control takes the video-made one", () => {
    const draft = { image: picture("robot"), video: clip("dance"), orientation: "video" };
    expect(problems(klingV3MotionControl, { ...draft, prompt: "@Cy dances" })).toEqual([]);
    expect(problems(klingV3MotionControl, { ...draft, prompt: "@Ada dances" })).toHaveLength(1);
  });
});
