import { describe, expect, it } from "vitest";
import { commandsWith, having, havingIn, sentences } from "./ask.ts";
import { clip, element, picture } from "./samples.ts";

const words = { prompt: "a cat" };
const frame = { image: picture("first") };
const film = { video: clip("v") };
const who = { name: "Ada", description: "a young woman" };
const text = (length: number) => "x".repeat(length);
const pictures = (many: number) => Array.from({ length: many }, (_, index) => picture(`r${index}`));
const cast = (names: string, kind?: "images" | "video") => names.split(" ").map((name) => element(name, kind));

/** What a member reads, after the name of the option that it is about. */
const rows: [title: string, model: string, input: Record<string, unknown>, ...sentences: string[]][] = [
  [
    "four elements beside O3's first frame",
    "kling-o3-image-to-video",
    { ...frame, elements: cast("Ada Bob Cy Dee") },
    "elements: Leave out 1: there are 4 characters, and with a first frame Kling O3 takes up to 3.",
  ],
  [
    "five pictures and three elements",
    "kling-o3-image-to-video",
    { references: pictures(5), elements: cast("Ada Bob Cy") },
    "elements: Leave out 1: there are 5 pictures and 3 characters, 8 in all, and Kling O3 takes up to 7 together.",
  ],
  [
    "three pictures and two elements beside a video",
    "kling-o3-reference-to-video",
    { ...words, ...film, references: pictures(3), elements: cast("Ada Bob") },
    "references: Leave out 1: there are 3 reference pictures and 2 characters, and beside a video Kling O3 reference takes up to 4 together.",
  ],
  [
    "four elements",
    "kling-v3-image-to-video",
    { ...frame, elements: cast("Ada Bob Cy Dee") },
    "elements: Leave out 1: there are 4 characters (@Ada, @Bob, @Cy, @Dee), and Kling 3.0 takes up to 3.",
  ],
  [
    "eight elements",
    "kling-o3-text-to-video",
    { ...words, elements: cast("Ada Bob Cy Dee Eve Fay Gus Hal") },
    "elements: Leave out 1: there are 8 characters (@Ada, @Bob, @Cy, @Dee, @Eve, @Fay, @Gus, @Hal), and Kling O3 takes up to 7.",
  ],
  [
    "an element made from a video on Kling O3",
    "kling-o3-image-to-video",
    { ...frame, elements: [element("Cy", "video")] },
    "elements: Leave @Cy out, or make the character from pictures: @Cy was made from a video, and Kling O3 takes only characters made from pictures.",
  ],
  [
    "an element made from pictures for motion control",
    "kling-v3-motion-control",
    { ...frame, ...film, elements: [element("Ada")] },
    "elements: Leave @Ada out, or make the character from a video: @Ada was made from pictures, and Kling 3.0 motion control takes only characters made from a video.",
  ],
  [
    "two elements for motion control",
    "kling-v3-motion-control",
    { ...frame, ...film, elements: cast("Ada Bob", "video") },
    "elements: Leave out 1: there are 2 characters (@Ada, @Bob), and Kling 3.0 motion control takes up to 1.",
  ],
  [
    "an element with orientation image",
    "kling-v3-motion-control",
    { ...frame, ...film, orientation: "image", elements: [element("Cy", "video")] },
    "orientation: Choose orientation:video, or leave @Cy out: a character from the cast can only face as in the video.",
  ],
  [
    "an element without a picture on Kling 3.0",
    "kling-v3-text-to-video",
    { ...words, elements: cast("Ada") },
    `elements: Leave the characters out, or choose ${havingIn("text", "elements")}: kling-3 takes characters only in /animate.`,
  ],
  [
    "an element on Turbo",
    "kling-v3-turbo-text-to-video",
    { ...words, elements: cast("Ada") },
    `elements: Leave the characters out, or choose ${having("elements")}: kling-turbo takes no characters.`,
  ],
  [
    "elements that are not from the cast",
    "kling-o3-text-to-video",
    { ...words, elements: ["Ada"] },
    "elements: Name characters from the cast, like @Ada.",
  ],
  [
    "a name of 21 characters",
    "kling-custom-element",
    { ...who, name: text(21), ...frame },
    "name: Shorten name by 1 character: it has 21, and the most is 20.",
  ],
  ["no name", "kling-custom-element", { ...frame, description: "a" }, "name: Give the character a name, like Ada."],
  [
    "no description",
    "kling-custom-element",
    { ...frame, name: "Ada" },
    "description: Say who it is, like a young woman with short hair: description is missing.",
  ],
  [
    "a description of 101 characters",
    "kling-custom-element",
    { ...who, description: text(101), ...frame },
    "description: Shorten description by 1 character: it has 101, and the most is 100.",
  ],
  [
    "nothing to make an element from",
    "kling-custom-element",
    who,
    "image: Attach a picture of the face from the front as image, or a video: there's nothing to make the character from.",
  ],
  [
    "pictures and a video for an element",
    "kling-custom-element",
    { ...who, ...frame, ...film },
    "video: Leave out the pictures or the video: a character is made from one or the other.",
  ],
  [
    "a voice on pictures",
    "kling-custom-element",
    { ...who, ...frame, voice: "gentle woman" },
    "voice: Leave voice out, or attach a video: only a character made from a video can have a voice.",
  ],
  [
    "a voice that there is not",
    "kling-custom-element",
    { ...who, ...film, voice: "a loud voice" },
    "voice: Choose flirtatious girlfriend, gentle woman, male announcer, reserved young man, or affectionate girlfriend, or give a voice's id: there's no voice called “a loud voice”.",
  ],
  [
    "a portrait of 9 s",
    "kling-custom-element",
    { ...who, video: clip("v", { seconds: 9 }) },
    "video: Send a shorter video: this one lasts 9 s, and the most is 8 s.",
  ],
  [
    "a narrow portrait",
    "kling-custom-element",
    { ...who, video: clip("v", { width: 640 }) },
    "video: Send a larger video: this one is 640×720 pixels, and its width must be 720 to 2160.",
  ],
  [
    "five pictures for an element",
    "kling-custom-element",
    { ...who, ...frame, references: pictures(4) },
    "references: Leave out 1: there are 4 reference pictures, and a character takes up to 3.",
  ],
  [
    "a duration for an element",
    "kling-custom-element",
    { ...who, ...frame, duration: 5 },
    "duration: Leave duration out: a character has no duration.",
  ],
  [
    "a prompt for an element",
    "kling-custom-element",
    { ...who, ...frame, prompt: "x" },
    "prompt: Leave prompt out: a character has no prompt.",
  ],
  [
    "a name on Kling 3.0",
    "kling-v3-image-to-video",
    { ...frame, name: "Ada" },
    `name: Leave name out, or use ${commandsWith("element", "name")}: kling-3 takes no name.`,
  ],
];

describe("refusals of elements: in use and in the making", () => {
  it.each(rows)("%s (%s)", (_title, model, input, ...expected) => {
    expect(sentences(model, input)).toEqual(expected);
  });
});
