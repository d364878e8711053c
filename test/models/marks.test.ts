import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { models } from "../../src/models/index.ts";
import { isReserved, markOf, marksIn, namedIn, withNames } from "../../src/models/marks/marks.ts";
import { modelOf, sentences } from "./ask.ts";
import { clip, element, picture } from "./samples.ts";

const start = { image: picture("first") };
const end = { end_image: picture("last") };
const pictures = (many: number) => ({ references: Array.from({ length: many }, (_, at) => picture(`r${at}`)) });
const film = { video: clip("v") };
const cast = (...names: string[]) => ({ elements: names.map((name) => element(name)) });

describe("what a prompt can name", () => {
  it("is numbered as the gateway has it: the frames, then the reference pictures", () => {
    const named = namedIn({ ...start, ...end, ...pictures(2), ...film, ...cast("Ada") });
    expect(named).toEqual({ element: ["Ada"], image: ["start", "end", "image1", "image2"], video: ["video"] });
    expect(["start", "end", "image1", "image2", "video"].map((name) => markOf(name, named))).toEqual([
      "<<<image_1>>>",
      "<<<image_2>>>",
      "<<<image_3>>>",
      "<<<image_4>>>",
      "<<<video_1>>>",
    ]);
    expect(markOf("image1", namedIn(pictures(1)))).toBe("<<<image_1>>>");
    expect(markOf("image2", namedIn(pictures(1)))).toBeUndefined();
    expect(markOf("end", namedIn(start))).toBeUndefined();
  });

  it("reads as names again, and a mark of nothing as it was written", () => {
    const named = namedIn({ ...start, ...pictures(1), ...cast("Ada", "Bo") });
    const written = "<<<element_2>>> leaves <<<image_1>>> for <<<image_2>>>, <<<image_3>>> and <<<video_1>>>";
    expect(withNames(written, named)).toBe("@Bo leaves @start for @image1, <<<image_3>>> and <<<video_1>>>");
  });

  it("is found however it is written, its number only as the gateway writes it", () => {
    expect(marksIn("<<<image_1>>><<<image_01>>> <<<video_0>>> <<<voice_1>>> <<<image_1>>")).toEqual([
      { written: "<<<image_1>>>", kind: "image", number: 1 },
      { written: "<<<image_01>>>", kind: "image", number: undefined },
      { written: "<<<video_0>>>", kind: "video", number: 0 },
    ]);
  });

  it("is called by a name that no character can have", () => {
    const marks = commands.flatMap(({ options }) => Object.values(options).flatMap(({ mark }) => mark ?? []));
    expect(marks).toEqual(expect.arrayContaining(["start", "end", "image1", "image4", "video"]));
    expect(marks.filter((mark) => !isReserved(mark))).toEqual([]);
  });
});

/** What a member reads, after the name of the option that it is about. */
const rows: [title: string, model: string, input: Record<string, unknown>, sentence: string][] = [
  [
    "a third reference picture of two",
    "kling-o3-image-to-video",
    { ...pictures(2), prompt: "from <<<image_2>>> to @Image3" },
    "prompt: Write @image1 or @image2 instead of @image3: there are 2 pictures.",
  ],
  [
    "a mark of a picture that isn't there, written as the gateway reads it",
    "kling-o3-image-to-video",
    { ...start, ...pictures(1), prompt: "from <<<image_2>>> to <<<image_9>>>" },
    "prompt: Write @start or @image1 instead of <<<image_9>>>: there are 2 pictures.",
  ],
  [
    "a mark that the gateway doesn't read so",
    "kling-o3-image-to-video",
    { ...start, prompt: "from <<<image_01>>>" },
    "prompt: Write @start instead of <<<image_01>>>: there's 1 picture.",
  ],
  [
    "a last frame that isn't there",
    "kling-o3-image-to-video",
    { ...start, prompt: "slowly to @end." },
    "prompt: Write @start instead of @end: there's 1 picture.",
  ],
  [
    "a reference picture in a shot",
    "kling-o3-image-to-video",
    { ...start, shots: [{ prompt: "@image1 arrives", seconds: 5 }] },
    "shots: Write @start instead of @image1: there's 1 picture.",
  ],
  [
    "a character that isn't there",
    "kling-o3-image-to-video",
    { ...start, ...cast("Ada"), prompt: "<<<element_1>>> and <<<element_2>>>" },
    "prompt: Write @Ada instead of <<<element_2>>>: there's 1 character.",
  ],
  [
    "a character where there is none",
    "kling-o3-text-to-video",
    { prompt: "<<<element_1>>> waves" },
    "prompt: Write a character's name, like @Ada, instead of <<<element_1>>>: there's no character yet.",
  ],
  [
    "a picture beside a video, where there is none",
    "kling-o3-reference-to-video",
    { ...film, prompt: "<<<video_1>>>, but like @image1" },
    "prompt: Leave @image1 out, or attach a picture: there isn't one yet.",
  ],
  [
    "a second video",
    "kling-o3-video-edit",
    { ...film, prompt: "like <<<video_2>>>" },
    "prompt: Write @video instead of <<<video_2>>>: there's 1 video.",
  ],
  [
    "a video where none is taken",
    "kling-o3-image-to-video",
    { ...start, prompt: "as in @video" },
    "prompt: Leave @video out, or use /reference or /edit: kling-o3 doesn't know videos by name.",
  ],
  [
    "a frame on Kling 3.0",
    "kling-v3-image-to-video",
    { ...start, prompt: "@start wakes up" },
    "prompt: Leave @start out, or choose kling-o3: kling-3 doesn't know pictures by name.",
  ],
  [
    "a picture on Turbo",
    "kling-v3-turbo-image-to-video",
    { ...start, prompt: "<<<image_1>>> wakes up" },
    "prompt: Leave @start out, or choose kling-o3: kling-turbo doesn't know pictures by name.",
  ],
  [
    "a character's mark on Turbo",
    "kling-v3-turbo-text-to-video",
    { prompt: "<<<element_1>>> wakes up" },
    "prompt: Leave <<<element_1>>> out, or choose kling-o3: kling-turbo doesn't know characters by name.",
  ],
  [
    "a picture without any",
    "kling-v3-text-to-video",
    { prompt: "as in @image1" },
    "prompt: Leave @image1 out, or use /animate, /reference, or /edit: kling-3 doesn't know pictures by name.",
  ],
  [
    "the character's picture of a motion",
    "kling-v3-motion-control",
    { ...start, ...film, prompt: "@start dances" },
    "prompt: Leave @start out, or use /animate, /reference, or /edit: Kling 3.0 motion control doesn't know pictures by name.",
  ],
];

describe("what means nothing there is refused, with what there is", () => {
  it.each(rows)("%s", (_, model, input, sentence) => {
    expect(sentences(model, input)).toEqual([sentence]);
  });

  it("before any file is read", () => {
    expect(modelOf("kling-o3-image-to-video").accepts({ image: "a.png", prompt: "@end" })).toBe(false);
    expect(modelOf("kling-o3-image-to-video").accepts({ image: "a.png", prompt: "<<<image_1>>>" })).toBe(true);
  });

  it("on every model that makes videos, and nothing but that is", () => {
    for (const { id, example, makes, judge, problems } of models) {
      if (makes !== "video") continue;
      expect(problems({ ...example, prompt: "@image8" }), id).toHaveLength(1);
      const plain = { ...example, prompt: "mail a@video.com, see https://a.b/@end, <<video>> or @ start" };
      expect(problems(plain), id).toEqual([]);
      expect(judge({ ...example, prompt: "x" }), id).toBeDefined();
    }
  });
});
