import type { WireBody } from "../../src/models/parts/model.ts";

/** One request as a member types it, and what has to become of it. */
export interface Ask {
  title: string;
  /** The typed line. `{Bo}` stands for the id of the job that made @Bo, whose pictures can be named as `{Bo}.image`. */
  line: string;
  /** What is attached, by the names in `files.ts`. */
  files?: readonly string[];
  /** What it costs, in Units, worked out from the published price of a second. */
  price: number;
  /** The body on the wire, a file's address written as its name, an element's id as its name with `@`; `sent` adds the rest. */
  wire: WireBody;
}

/** Six shots of 15 s in all, as they are typed. */
export const sixShots = [
  "3s: the door opens",
  "2s: she looks up",
  "4s: rain on the window",
  "1s: a knock",
  "2s: nobody there",
  "3s: the door closes",
].join("\n");

/** The same as the gateway's `multi_prompt`. */
export const sixPrompts = [
  { index: 1, prompt: "the door opens", duration: "3" },
  { index: 2, prompt: "she looks up", duration: "2" },
  { index: 3, prompt: "rain on the window", duration: "4" },
  { index: 4, prompt: "a knock", duration: "1" },
  { index: 5, prompt: "nobody there", duration: "2" },
  { index: 6, prompt: "the door closes", duration: "3" },
];
