import { describe, expect, it } from "vitest";
import { having, sentences } from "./ask.ts";
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
    "elements: There are 4 elements; with a first frame, Kling O3 takes up to 3. Leave out 1.",
  ],
  [
    "five pictures and three elements",
    "kling-o3-image-to-video",
    { references: pictures(5), elements: cast("Ada Bob Cy") },
    "elements: There are 5 pictures and 3 elements, 8 in all; Kling O3 takes up to 7 together. Leave out 1.",
  ],
  [
    "three pictures and two elements beside a video",
    "kling-o3-reference-to-video",
    { ...words, ...film, references: pictures(3), elements: cast("Ada Bob") },
    "references: There are 3 reference pictures and 2 elements; beside a video, Kling O3 reference takes up to 4 together. Leave out 1.",
  ],
  [
    "four elements",
    "kling-v3-image-to-video",
    { ...frame, elements: cast("Ada Bob Cy Dee") },
    "elements: There are 4 elements (@Ada, @Bob, @Cy, @Dee); Kling 3.0 takes up to 3. Leave out 1.",
  ],
  [
    "eight elements",
    "kling-o3-text-to-video",
    { ...words, elements: cast("Ada Bob Cy Dee Eve Fay Gus Hal") },
    "elements: There are 8 elements (@Ada, @Bob, @Cy, @Dee, @Eve, @Fay, @Gus, @Hal); Kling O3 takes up to 7. Leave out 1.",
  ],
  [
    "an element made from a video on Kling O3",
    "kling-o3-image-to-video",
    { ...frame, elements: [element("Cy", "video")] },
    "elements: @Cy was made from a video; Kling O3 takes only elements made from pictures. Make one from pictures or leave @Cy out.",
  ],
  [
    "an element made from pictures for motion control",
    "kling-v3-motion-control",
    { ...frame, ...film, elements: [element("Ada")] },
    "elements: @Ada was made from pictures; Kling 3.0 motion control takes only elements made from a video. Make one from a video or leave @Ada out.",
  ],
  [
    "two elements for motion control",
    "kling-v3-motion-control",
    { ...frame, ...film, elements: cast("Ada Bob", "video") },
    "elements: There are 2 elements (@Ada, @Bob); Kling 3.0 motion control takes up to 1. Leave out 1.",
  ],
  [
    "an element with orientation image",
    "kling-v3-motion-control",
    { ...frame, ...film, orientation: "image", elements: [element("Cy", "video")] },
    "orientation: orientation is image, but with @Cy the character must face as in the video. Choose orientation video or leave @Cy out.",
  ],
  [
    "an element without a picture on Kling 3.0",
    "kling-v3-text-to-video",
    { ...words, elements: cast("Ada") },
    "elements: kling-3 takes elements only with a picture; kling-o3 takes them without. Leave elements out, or choose kling-o3.",
  ],
  [
    "an element on Turbo",
    "kling-v3-turbo-text-to-video",
    { ...words, elements: cast("Ada") },
    `elements: kling-turbo takes no elements; ${having("elements")} do. Leave elements out or choose one of them.`,
  ],
  [
    "elements that are not from the cast",
    "kling-o3-text-to-video",
    { ...words, elements: ["Ada"] },
    "elements: elements takes names from the cast, such as @Ada.",
  ],
  [
    "a name of 21 characters",
    "kling-custom-element",
    { ...who, name: text(21), ...frame },
    "name: name is 21 characters long; an element takes up to 20. Shorten it by 1.",
  ],
  [
    "no name",
    "kling-custom-element",
    { ...frame, description: "a" },
    "name: name is missing. Give the element a name, such as Ada.",
  ],
  [
    "no description",
    "kling-custom-element",
    { ...frame, name: "Ada" },
    "description: description is missing. Say who it is, such as a young woman with short hair.",
  ],
  [
    "a description of 101 characters",
    "kling-custom-element",
    { ...who, description: text(101), ...frame },
    "description: description is 101 characters long; an element takes up to 100. Shorten it by 1.",
  ],
  [
    "nothing to make an element from",
    "kling-custom-element",
    who,
    "image: There is nothing to make the element from. Attach a front picture as image, or a video.",
  ],
  [
    "pictures and a video for an element",
    "kling-custom-element",
    { ...who, ...frame, ...film },
    "video: An element is made from pictures or from a video, not both. Leave one of them out.",
  ],
  [
    "a voice on pictures",
    "kling-custom-element",
    { ...who, ...frame, voice: "gentle woman" },
    "voice: Only an element made from a video can have a voice. Leave voice out, or attach a video.",
  ],
  [
    "a voice that there is not",
    "kling-custom-element",
    { ...who, ...film, voice: "a loud voice" },
    "voice: There is no voice called “a loud voice”. Choose flirtatious girlfriend, gentle woman, male announcer, reserved young man or affectionate girlfriend, or give an id.",
  ],
  [
    "a portrait of 9 s",
    "kling-custom-element",
    { ...who, video: clip("v", { seconds: 9 }) },
    "video: The video is 9 s long; it can be at most 8 s. Send a shorter one.",
  ],
  [
    "a narrow portrait",
    "kling-custom-element",
    { ...who, video: clip("v", { width: 640 }) },
    "video: The video is 640×720 pixels; its width must be between 720 and 2160. Send a larger one.",
  ],
  [
    "five pictures for an element",
    "kling-custom-element",
    { ...who, ...frame, references: pictures(4) },
    "references: There are 4 reference pictures; an element takes up to 3. Leave out 1.",
  ],
  [
    "a duration for an element",
    "kling-custom-element",
    { ...who, ...frame, duration: 5 },
    `duration: An element takes no duration; ${having("duration")} do. Leave duration out or choose one of them.`,
  ],
  [
    "a prompt for an element",
    "kling-custom-element",
    { ...who, ...frame, prompt: "x" },
    `prompt: An element takes no prompt; ${having("prompt")} do. Leave prompt out or choose one of them.`,
  ],
  [
    "a name on Kling 3.0",
    "kling-v3-image-to-video",
    { ...frame, name: "Ada" },
    "name: kling-3 takes no name; the element create command does. Leave name out or use it.",
  ],
];

describe("refusals of elements: in use and in the making", () => {
  it.each(rows)("%s (%s)", (_title, model, input, ...expected) => {
    expect(sentences(model, input)).toEqual(expected);
  });
});
