/** What a mark of the gateway stands for: a character, a picture, or a video. */
export type MarkKind = "element" | "image" | "video";

/** What can be named in a prompt, by kind, each in the order of its numbers and as a member writes it, without the `@`. */
export type Named = Readonly<Record<MarkKind, readonly string[]>>;

/** Scripts in which a name has no space before or after it. */
const SPACELESS = ["Han", "Hiragana", "Katakana", "Hangul", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((script) => `\\p{Script=${script}}`)
  .join("");

/**
 * `@Name` at a word's start. A link is passed over whole, and so is the `@` inside an e-mail address or a chat's
 * own mention (`<@U12>`). Some keyboards write the sign wide.
 */
const MENTION = new RegExp(
  `https?://\\S+|(?:(?<=[${SPACELESS}])|(?<![\\p{L}\\p{M}\\p{Nd}<@＠]))[@＠]([\\p{L}\\p{M}\\p{Nd}_-]+)`,
  "giu",
);

/** What may stand after a name inside a longer word, if that does not end there. */
const MAY_FOLLOW = `[-_${SPACELESS}]`;
const GOES_ON = new RegExp(`^${MAY_FOLLOW}`, "u");

/** The names of pictures and videos; no character is called so. */
const RESERVED = "start|end|video|image\\d+";
const ONLY_RESERVED = new RegExp(`^(?:${RESERVED})$`, "iu");
const BEGINS_RESERVED = new RegExp(`^(?:${RESERVED})(?=$|${MAY_FOLLOW})`, "iu");

const PLACEHOLDER = /<<<(element|image|video)_(\d+)>>>/g;

/** `<<<image_2>>>`: how the gateway has it written in a prompt, numbers beginning at 1. */
export function placeholder(kind: MarkKind, number: number): string {
  return `<<<${kind}_${number}>>>`;
}

/** The text with each `@Name` in it changed; `name` is what stands behind the sign, up to where no name goes on, and `at` the sign's place. */
export function changeMentions(text: string, change: (name: string, written: string, at: number) => string): string {
  return text.replace(MENTION, (written, name: string | undefined, at: number) =>
    name === undefined ? written : change(name, written, at),
  );
}

/** What stands behind each `@` in the text that is a mention. */
export function mentionsIn(text: string): string[] {
  return [...text.matchAll(MENTION)].flatMap(([, name]) => name ?? []);
}

/** Whether a name inside a longer word can end before `next`, the rest of that word. */
export function mayEndBefore(next: string): boolean {
  return next === "" || GOES_ON.test(next);
}

/** Whether it is the name of a picture or a video, however many of these there are. */
export function isReserved(name: string): boolean {
  return ONLY_RESERVED.test(name);
}

/** The name of a picture or a video that a word behind an `@` begins with: `image2` of `image2-like`. */
export function reservedIn(word: string): string | undefined {
  return BEGINS_RESERVED.exec(word)?.[0].toLowerCase();
}

/**
 * What the prompt of a draft or an input can name. Pictures are numbered as the gateway has them: the first frame, the
 * last one, then the reference pictures (the example of several shots on
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-image-to-video names a first frame `image_1`, and the
 * only reference picture beside it `image_2`).
 */
export function namedIn({ image, end_image, references, video, elements }: Readonly<Record<string, unknown>>): Named {
  return {
    element: listIn(elements).map(nameOf),
    image: [
      ...(image === undefined ? [] : ["start"]),
      ...(end_image === undefined ? [] : ["end"]),
      ...listIn(references).map((_, index) => `image${index + 1}`),
    ],
    video: video === undefined ? [] : ["video"],
  };
}

/** The gateway's mark for a picture or a video that is there by that name. */
export function markOf(name: string, named: Named): string | undefined {
  for (const kind of ["image", "video"] as const) {
    const index = named[kind].indexOf(name);
    if (index >= 0) return placeholder(kind, index + 1);
  }
  return undefined;
}

/** The text as people read it: each mark that stands for something as the `@Name` of that. */
export function withNames(text: string, named: Named): string {
  return text.replace(PLACEHOLDER, (written, kind: MarkKind, number: string) => {
    const name = named[kind][Number(number) - 1];
    return name === undefined ? written : `@${name}`;
  });
}

/** The gateway's marks in the text; the number is none where it isn't written as the gateway reads it. */
export function marksIn(text: string): { written: string; kind: MarkKind; number: number | undefined }[] {
  return [...text.matchAll(PLACEHOLDER)].map(([written, kind, digits]) => {
    const number = Number(digits);
    return { written, kind: kind as MarkKind, number: String(number) === digits ? number : undefined };
  });
}

/** All words of a draft or an input that can name something: its prompt and its shots, by the option that has them. */
export function wordsOf({ prompt, shots }: Readonly<Record<string, unknown>>): { option: string; text: string }[] {
  const ofShots = listIn(shots).map((shot) => ({ option: "shots", text: promptOf(shot) }));
  return [{ option: "prompt", text: textOf(prompt) }, ...ofShots];
}

/** The words of a shot; empty where it has none. */
export function promptOf(shot: unknown): string {
  return typeof shot === "object" && shot !== null && "prompt" in shot ? textOf(shot.prompt) : "";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.filter((one) => one !== undefined) : [];
}

function nameOf(element: unknown): string {
  return typeof element === "object" && element !== null && "name" in element ? textOf(element.name) : textOf(element);
}
