import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { UserError } from "../../src/base/errors.ts";
import type { Command } from "../../src/chat/command/command.ts";
import type { Attachment, RawValue } from "../../src/chat/contract/invocation.ts";
import { formatLine, parseLine } from "../../src/chat/line/line.ts";

function commandOf(name: string): Command {
  const command = commands.find((one) => one.name === name);
  if (!command) throw new Error(`There is no command ${name}`);
  return command;
}

/** What the options are after a command's own reading of them; what was left out is not in it. */
function read(name: string, line: string, attachments: readonly Attachment[] = []): Record<string, unknown> {
  const { options } = commandOf(name);
  const entries = Object.entries(parseLine(line, options, attachments));
  return Object.fromEntries(entries.map(([option, raw]) => [option, options[option]?.read(raw, option)]));
}

function refusal(name: string, line: string, attachments: readonly Attachment[] = []): UserError {
  try {
    read(name, line, attachments);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`“${line}” was not refused`);
}

function file(name: string): Attachment {
  return { name, bytes: 3, open: async () => Readable.from([Buffer.from("abc")]) };
}

describe("a value", () => {
  const boat = { prompt: "a paper boat" };

  it.each<[string, Record<string, unknown>]>([
    ["a paper boat duration:8", { ...boat, duration: 8 }],
    ["a paper boat duration: 8", { ...boat, duration: 8 }],
    ["a paper boat duration:8s", { ...boat, duration: 8 }],
    ["a paper boat --duration 8", { ...boat, duration: 8 }],
    ["a paper boat --duration=8", { ...boat, duration: 8 }],
    ["a paper boat --duration:8", { ...boat, duration: 8 }],
    ["a paper boat DURATION:8", { ...boat, duration: 8 }],
    ["a paper boat 8s", { ...boat, duration: 8 }],
    ["a paper boat 8S", { ...boat, duration: 8 }],
    ["a paper boat 9:16", { ...boat, aspect: "9:16" }],
    ["a paper boat --9:16", { ...boat, aspect: "9:16" }],
    ["a paper boat 1080p", { ...boat, quality: "1080p" }],
    ["a paper boat 1080P", { ...boat, quality: "1080p" }],
    ["a paper boat --1080p", { ...boat, quality: "1080p" }],
    ["a paper boat --turbo", { ...boat, model: "kling-turbo" }],
    ["a paper boat --kling-o3", { ...boat, model: "kling-o3" }],
    ["a paper boat —turbo", { ...boat, model: "kling-turbo" }],
    ["a paper boat –duration 8", { ...boat, duration: 8 }],
    ["a paper boat model:o3", { ...boat, model: "kling-o3" }],
    ["a paper boat --sound", { ...boat, sound: true }],
    ["--sound a paper boat", { ...boat, sound: true }],
    ["a paper boat --sound off", { ...boat, sound: false }],
    ["a paper boat --sound=no", { ...boat, sound: false }],
    ["a paper boat sound:yes", { ...boat, sound: true }],
    ["prompt:a paper boat", boat],
    ["prompt: a paper boat", boat],
    ["prompt:“a paper boat”", boat],
    ["--prompt a paper boat", boat],
    ['prompt:"a paper boat" 8s', { ...boat, duration: 8 }],
    ['"a paper boat" 8s', { ...boat, duration: 8 }],
    ["“a paper boat” 8s", { ...boat, duration: 8 }],
    ["„a paper boat“ 8s", { ...boat, duration: 8 }],
    ['a paper boat negative:"rain and wind"', { ...boat, negative: "rain and wind" }],
    ["a paper boat negative:“rain and wind”", { ...boat, negative: "rain and wind" }],
    ['a paper boat --negative "rain and wind"', { ...boat, negative: "rain and wind" }],
    ['a paper boat --negative="rain and wind"', { ...boat, negative: "rain and wind" }],
    ['negative:"no \\"sale\\" sign" a paper boat', { ...boat, negative: 'no "sale" sign' }],
  ])("%s", (line, expected) => {
    expect(read("video", line)).toEqual(expected);
  });

  it("may stand anywhere, in any order", () => {
    const all = { prompt: "a paper boat", duration: 8, aspect: "9:16", quality: "1080p", sound: true };
    const parts = ["a paper boat", "duration:8", "9:16", "--1080p", "sound:yes"];
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), (shuffled) => {
        expect(read("video", shuffled.join(" "))).toEqual(all);
      }),
    );
  });

  it("is the option's whose name has a dash in it, written either way", () => {
    const link = "https://files.example/end.png";
    expect(read("animate", `--end-image ${link}`)).toEqual({ end_image: { link } });
    expect(read("animate", `--end_image ${link}`)).toEqual({ end_image: { link } });
  });

  it("may be empty, and then takes nothing that stands after it", () => {
    expect(read("video", 'a boat negative:"" 8s')).toEqual({ prompt: "a boat", negative: "", duration: 8 });
    expect(read("video", 'a boat --negative="" 8s')).toEqual({ prompt: "a boat", negative: "", duration: 8 });
    expect(refusal("video", "a boat duration: sound:yes").message).toMatch(/^duration takes whole seconds/);
  });
});

describe("the prompt of a typed line", () => {
  it.each([
    "a sign that says: open",
    "scene 2: the door opens at 10:30",
    "like https://example.org/a?b=c&d=e#f, but at night",
    'the man says "wait for me, Ada"',
    'a poster with "8s" on it and "sound:yes" below',
    'he says "8s is all I need", and leaves',
    "the sign reads “9:16” in red",
    "it's a 6\" boat",
    "an ellipsis… and — with a pause —slow drift",
    "one --- two -- three",
    "🚀 a rocket 👩‍🚀 lands",
    "قارب ورقي يطفو على النهر",
    "סירת נייר על הנהר: שקיעה",
    "a\\b and c:\\d",
    "constructor: __proto__ --__proto__ toString",
    "8 seconds of rain, 9:17 in the morning, 1080 boats",
    "first line\nsecond line\n\nfourth line",
    "two  spaces stay",
  ])("stays as it was typed: %s", (prompt) => {
    expect(read("video", prompt)).toEqual({ prompt });
  });

  it("loses the quotes only where they hold all of it together", () => {
    expect(read("video", '"a boat 8s"')).toEqual({ prompt: "a boat 8s" });
    expect(read("video", 'say "a boat"')).toEqual({ prompt: 'say "a boat"' });
  });

  it("keeps a value alone that stands in a later line", () => {
    expect(read("video", "a boat 5s\nthen 8s of rain")).toEqual({ prompt: "a boat\nthen 8s of rain", duration: 5 });
  });

  it("takes an option by name in a later line too", () => {
    expect(read("video", "a boat\non a river\nduration:8")).toEqual({ prompt: "a boat\non a river", duration: 8 });
  });
});

describe("shots in a typed line", () => {
  const shots = "5s: the door opens\n3s: she looks up, 2s later";

  it.each([
    ["as the rest of it", `--o3 1080p ${shots}`],
    ["behind their name", `--o3 1080p shots:${shots}`],
    ["in quotes", `shots:"${shots}" --o3 1080p`],
    ["in a line of their own", `--o3 1080p\n${shots}`],
  ])("keep their lines %s", (_, line) => {
    expect(read("storyboard", line)).toEqual({ shots, model: "kling-o3", quality: "1080p" });
  });

  it("can be left to the model, with the prompt by name", () => {
    expect(read("storyboard", 'auto prompt:"a day at sea"')).toEqual({ shots: "auto", prompt: "a day at sea" });
  });
});

describe("files in a typed line", () => {
  it("go to the file options in order, after those that are named", () => {
    const [first, second] = [file("first.png"), file("second.png")];
    expect(read("animate", "a wave", [first, second])).toEqual({ prompt: "a wave", image: first, end_image: second });
    const link = "https://files.example/a.png?x=1";
    expect(read("animate", `image:${link}`, [first])).toEqual({ image: { link }, end_image: first });
  });

  it("can be parts of an earlier job", () => {
    const job = "g_0abcdefghjkmnpqrstv";
    expect(read("animate", `image:${job}.last end_image:${job}.image`)).toEqual({
      image: { job, part: "last" },
      end_image: { job, part: "image" },
    });
    expect(read("animate", `--image ${job}.reference2`)).toEqual({ image: { job, part: "reference2" } });
  });

  it.each<[string, string, number, RegExp]>([
    ["more than there is room for", "motion", 3, /^That's 3 files; this command has room for 2 \(image or video\)/],
    ["any where none is taken", "video", 1, /^This command takes no files/],
  ])("are refused: %s", (_, name, count, sentence) => {
    const files = Array.from({ length: count }, (_, i) => file(`${i}.png`));
    expect(refusal(name, "a wave", files).message).toMatch(sentence);
  });

  it("count those that are named", () => {
    const line = "a wave image:https://files.example/a.png video:https://files.example/b.mp4";
    expect(refusal("motion", line, [file("c.png")]).message).toMatch(/^That's 1 file; this command has room for 0/);
  });

  it.each(["boat.png", "ftp://files.example/a.png", "g_short.image", "https://"])("are not words: %s", (word) => {
    const { message, option } = refusal("animate", `image:${word}`);
    expect([message, option]).toEqual([expect.stringMatching(/^Attach the picture for image/), "image"]);
  });
});

describe("a line that is refused says what is wrong with it", () => {
  it.each<[string, string, RegExp]>([
    ["video", "a boat duration:5 duration:8", /^You gave duration twice\. Keep one/],
    ["video", "a boat 8s duration:8", /^You gave duration twice/],
    ["video", "a boat 8s --duration 8", /^You gave duration twice/],
    ["video", "prompt:a prompt:b", /^You gave prompt twice/],
    ["video", "a boat --speed 3", /^There is no option --speed here\. It takes prompt, model, duration/],
    ["video", "a boat --constructor x", /^There is no option --constructor here/],
    ["video", "a boat --turbo=yes", /^There is no option --turbo here/],
    ["video", "a boat --duration", /^--duration needs a value after it/],
    ["video", "a boat --duration sound:yes", /^--duration needs a value after it/],
    ["video", "a boat duration:five", /^duration takes whole seconds from 3 to 15, not “five”\. Try duration:5/],
    ["video", "a boat duration:2", /not “2”\. Try duration:3/],
    ["video", "a boat duration:16", /not “16”\. Try duration:15/],
    ["video", "a boat duration:4.5", /not “4\.5”/],
    ["video", "a boat quality:8k", /^quality can be 720p, 1080p, or 4k, not “8k”/],
    ["video", "a boat model:constructor", /^model can be .*, not “constructor”/],
    ["video", "a boat sound:loud", /^sound can be yes or no, not “loud”/],
    ["gallery", "please", /^This command doesn't take “please”\. It takes no options/],
  ])("/%s %s", (name, line, sentence) => {
    expect(refusal(name, line).message).toMatch(sentence);
  });

  it("repeats no more of it than a sentence holds, and no half of an emoji", () => {
    const { message } = refusal("video", `a boat quality:${"x".repeat(38)}👩‍🚀${"y".repeat(2_000)}`);
    expect(message.length).toBeLessThan(120);
    expect(message.isWellFormed()).toBe(true);
  });
});

/** Words as members and machines write them, with all that means something to a line in it. */
const words = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '"',
          "“",
          "”",
          "„",
          "\\",
          "--turbo",
          "—turbo",
          "--",
          "8s",
          "9:16",
          "1080p",
          "prompt:",
          "duration:8",
          "sound:",
        ],
        ...["a boat", "\n", "\t", "  ", "https://example.org/a?b", "👩‍🚀", "قارب", "it's", ":", ",", "g_1.image"],
      ),
      { maxLength: 12 },
    )
    .chain((parts) => fc.constantFrom(parts.join(" "), parts.join(""))),
);

describe("a written line", () => {
  it.each(commands.map((command) => ({ command, name: command.name })))(
    "of /$name reads back as the same options",
    ({ command }) => {
      const names = Object.keys(command.options);
      const values = fc.dictionary(fc.constantFrom(...names, "no option"), words).map((all) => {
        const { "no option": _, ...known } = all;
        return known;
      });
      fc.assert(
        fc.property(values, (given) => {
          const line = formatLine(command.name, given);
          expect(line.startsWith(command.name)).toBe(true);
          expect(parseLine(line.slice(command.name.length), command.options, [])).toEqual(expected(command, given));
        }),
        { numRuns: 300 },
      );
    },
  );

  it("writes numbers, yes and no, and leaves files out", () => {
    const given: Record<string, RawValue> = { prompt: "a boat", duration: 8, sound: true, image: file("a.png") };
    expect(formatLine("animate", given)).toBe('animate prompt:"a boat" duration:8 sound:true');
    expect(read("animate", formatLine("", given))).toEqual({ prompt: "a boat", duration: 8, sound: true });
  });
});

/** The same values; of the option for the rest, the white space around it means nothing. */
function expected({ options }: Command, given: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(given).map(([name, value]) => [name, options[name]?.rest ? value.trim() : value]);
  return Object.fromEntries(entries.filter(([name, value]) => !(options[name ?? ""]?.rest && value === "")));
}

describe("a hostile line", () => {
  it("is read or refused, never anything else", () => {
    fc.assert(
      fc.property(fc.constantFrom(...commands), words, words, ({ options }, one, two) => {
        const found = readOrRefuse(`${one} ${two}`, options) ?? {};
        expect(Object.keys(options)).toEqual(expect.arrayContaining(Object.keys(found)));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["single letters", "a "],
    ["quotes", '"'],
    ["open quotes", ' "'],
    ["quotes in words", '"a"b '],
    ["curly quotes", " “"],
    ["quotes of both kinds", ' " “'],
    ["escaped quotes", '"\\" '],
    ["backslashes", "\\"],
    ["dashes", "-"],
    ["dashed letters", "--a-"],
    ["long dashes", " —a"],
    ["one long word", "a"],
    ["colons", "a:"],
    ["empty quotes", '"" '],
    ["white space", "     "],
    ["new lines", "\n"],
    ["digits", "5"],
    ["names", "prompt "],
  ])("of 20,000 characters and far more takes time in proportion: %s", (_, unit) => {
    const { options } = commandOf("video");
    const line = unit.repeat(Math.ceil(5_000 / unit.length));
    const took = (text: string) => fastest(() => readOrRefuse(text, options));
    const short = took(line);
    // 32 times as long takes some 32 times the time, not 1,024 times; between them there is room for a busy machine.
    expect(took(line.repeat(32))).toBeLessThan(320 * Math.max(short, 0.1));
  });
});

function readOrRefuse(line: string, options: Command["options"]): Record<string, RawValue> | undefined {
  try {
    return parseLine(line, options, []);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return undefined;
  }
}

/** The shortest of a few runs in milliseconds: what the machine does besides makes a run longer, never shorter. */
function fastest(run: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const began = performance.now();
    run();
    return performance.now() - began;
  });
  return Math.min(...times);
}
