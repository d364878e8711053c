import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { complete, modelOf, sentences } from "./ask.ts";
import { address } from "./samples.ts";

const TURBO = "kling-v3-turbo-text-to-video";
const model = modelOf(TURBO);
const six = (seconds: number) => Array.from({ length: 6 }, (_, index) => `shot ${index + 1}, ${seconds}, rain;`);

function sentFor(input: Record<string, unknown>) {
  const ready = complete(TURBO, input);
  const { prompt, duration } = model.toWire(ready, address);
  return { prompt, duration, price: model.price(ready) };
}

describe("shots in a Turbo prompt", () => {
  it.each([
    ["the page's word", "shot 1, 3, a door; shot 2, 2, a hand;"],
    ["the specification's word", "镜头 1, 3, a door; 镜头 2, 2, a hand;"],
    ["lines, without the last semicolon", "Shot 1,3,a door;\nshot 2 , 2 , a hand"],
    ["seconds with an s", "shot 1, 3s, a door; shot 2, 2 s, a hand;"],
    ["signs of another keyboard", "镜头1，3，a door；镜头2，2，a hand；"],
  ])("are read with %s, and sent in one form", (_, prompt) => {
    const asked = { prompt: "shot 1, 3, a door; shot 2, 2, a hand;", duration: 5, price: 360_000 };
    expect(sentFor({ prompt })).toEqual(asked);
    expect(sentFor({ prompt, duration: 5 })).toEqual(asked);
  });

  it("say the length and the price of the video", () => {
    expect(sentFor({ prompt: "shot 1, 8, a door; shot 2, 4, a hand;" })).toMatchObject({
      duration: 12,
      price: 864_000,
    });
    expect(sentFor({ prompt: six(2).join(" "), quality: "1080p" })).toMatchObject({ duration: 12, price: 1_080_000 });
  });

  it.each([
    ["a shot in the dark, 3, 2, 1"],
    ["a movie with shot 1, 3, a door; shot 2, 2, a hand;"],
    ["shot on film, a door"],
    ["shots 1, 3, a door;"],
    ["shot 1, wide, a door; shot 2, close, a hand;"],
  ])("are not seen in “%s”", (prompt) => {
    expect(sentFor({ prompt })).toEqual({ prompt, duration: 5, price: 360_000 });
  });

  it("are words to a model that doesn't read them", () => {
    const prompt = "shot 1, 3, a door; shot 2, 1, a hand;";
    expect(complete("kling-v3-text-to-video", { prompt })).toMatchObject({ prompt, duration: 5 });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      "a duration that says otherwise",
      { prompt: "shot 1, 3, a door; shot 2, 3, a hand;", duration: 5 },
      "shots: Make the shots 1 s shorter, or leave duration out: they add up to 6 s, and duration is 5 s.",
    ],
    [
      "too few seconds",
      { prompt: "shot 1, 2, a door;" },
      "shots: Add 1 s: the shot lasts 2 s, and Kling 3.0 Turbo makes videos of 3 to 15 s.",
    ],
    [
      "too many seconds",
      { prompt: six(3).join("") },
      "shots: Take 3 s away: the shots add up to 18 s, and Kling 3.0 Turbo makes videos of 3 to 15 s.",
    ],
    [
      "seven shots",
      { prompt: `${six(1).join(" ")} shot 7, 1, rain;` },
      "prompt: Leave out 1: there are 7 shots, and Kling 3.0 Turbo takes up to 6.",
    ],
    [
      "half a second",
      { prompt: "shot 1, 2.5, a door; shot 2, 3, a hand;" },
      "prompt: Give shot 1 whole seconds, at least 1: it has 2.5 s.",
    ],
    [
      "no second",
      { prompt: "shot 1, 3, a door; shot 2, 0, a hand;" },
      "prompt: Give shot 2 whole seconds, at least 1: it has 0 s.",
    ],
    [
      "a number left out",
      { prompt: "shot 1, 3, a door; shot 3, 2, a hand;" },
      "prompt: Number the shots from 1: shot 3 comes where shot 2 should.",
    ],
    [
      "no words",
      { prompt: "shot 1, 3, ; shot 2, 2, a hand;" },
      "prompt: Say what happens in shot 1, like “shot 1, 5, the door opens;”.",
    ],
    [
      "513 characters",
      { prompt: `shot 1, 3, ${"x".repeat(513)};` },
      "prompt: Shorten shot 1 by 1 character: it has 513, and the most is 512.",
    ],
    [
      "a semicolon left out",
      { prompt: "shot 1, 3, a door shot 2, 2, a hand;" },
      "prompt: End shot 1 with a semicolon: “shot 2, 2,” stands in its words.",
    ],
    [
      "words behind a shot",
      { prompt: "shot 1, 3, a door; in black and white" },
      "prompt: Begin it like “shot 2, 3, the door opens;”, or put it into shot 1: “in black and white” after shot 1 isn't a shot.",
    ],
  ])("are refused for %s", (_, input, sentence) => {
    expect(sentences(TURBO, input)).toEqual([sentence]);
  });

  it("are read back as they were written, and judged again as the same", () => {
    const words = fc.stringMatching(/^[a-z][a-z ,.]{0,30}[a-z]$/).filter((said) => !/shot/.test(said));
    const shots = fc.array(fc.record({ prompt: words, seconds: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 3,
      maxLength: 5,
    });
    fc.assert(
      fc.property(shots, (shots) => {
        const ready = complete(TURBO, { shots });
        const { prompt } = model.toWire(ready, address);
        expect(complete(TURBO, { prompt })).toEqual(ready);
        expect(complete(TURBO, JSON.parse(JSON.stringify(ready)))).toEqual(ready);
      }),
    );
  });
});
