import type { z } from "zod";
import type { Units } from "../../credits/units.ts";
import type { Text } from "../../text/text.ts";
import type { Dispute } from "../documents/disputed.ts";
import type { Parameters } from "../documents/parameters.ts";
import type { MarkKind } from "../marks/marks.ts";

/** A picture or a video that a member gave, as the probe measured it from its bytes. The file itself is kept under `hash`. */
export interface Media {
  kind: "image" | "video";
  /** SHA-256 of the bytes in hex: the file's name in the media store. */
  hash: string;
  /** The name the member knows it by. */
  name: string;
  /** What the bytes are, for example `image/png`; never what the extension says. */
  type: string;
  bytes: number;
  /** Pixels, as shown (after rotation). */
  width: number;
  height: number;
  /** Length, only of a video. */
  seconds?: number;
  /** Frames a second, only of a video. */
  frameRate?: number;
  /** An address at which anybody could read it when it was given, where it had one. */
  publicUrl?: string;
  /** The link that a member gave to it. Nobody knows what it gives the next time. */
  foreignUrl?: string;
}

/** A reusable subject from the workspace's cast, as a model's input names it. */
export interface ElementRef {
  /** The gateway's `element_id`: a string, because the number exceeds 2^53. */
  id: string;
  /** As prompts name it, without the `@`: `CaptainAda`. */
  name: string;
  /** What it was made from; some models take only one kind. */
  kind: "images" | "video";
}

/** The JSON body of `POST /v1/videos/generations`, without `callback_url`. */
export interface WireBody {
  model: string;
  [parameter: string]: unknown;
}

/** One row of a model's price list. */
export interface Rate {
  /** What is charged for, for example `1080p with sound`. */
  what: Text;
  /** Credits as published, unrounded, for example `7.1982`. */
  credits: string;
  per: "second" | "element";
}

/** What a video starts from: words alone, or pictures too. */
export type Form = "text" | "image";

/** How a member asks for a model: by the name of its family, in one form of it, or by a command of its own. */
export type Asked =
  | {
      /** What `model` is then: `kling-3`. */
      readonly family: string;
      /** A shorter way to type it: `3`. */
      readonly alias: string;
      readonly from: Form;
    }
  | {
      /** Without the slash: `element create`. */
      readonly command: string;
    };

/** Whole seconds that a video can be asked to last, both ends allowed. */
export interface Lengths {
  readonly min: number;
  readonly max: number;
}

/** What is known of an option besides how it is judged. */
export interface AboutOption {
  /** Its values and limits, for a list: `3–15 whole seconds, 5 by default`. */
  readonly limits: Text;
  /** Of a file: the same in few words, for the option of a command. */
  readonly hint?: Text;
  /** Of a picture: the largest, in megabytes. */
  readonly megabytes?: number;
  /** Of a list: how many of such it takes. */
  readonly most?: number;
  /** Of a file: one that keeps to the limits, to stand for a file that nobody has read yet. */
  readonly good?: Media;
}

/** What a model has against an input. */
export interface Problem {
  /** The option that it is about, by the name that members know; undefined where it is about the input as a whole. */
  readonly option: string | undefined;
  readonly text: Text;
}

/** What a model's file says: everything that is particular to it, and nothing that any other place would have to know. */
export interface Definition<Input = unknown> {
  /** The gateway's name for it, for example `kling-v3-text-to-video`. */
  readonly id: string;
  /** What a member calls it, for example `Kling 3.0`. */
  readonly label: Text;
  readonly asked: Asked;
  /** What a finished task holds. */
  readonly makes: "video" | "element";
  /** What goes in and what comes out, for example `text → video`. */
  readonly summary: Text;
  /**
   * The least that it takes, as somebody might ask for it, by the names of the options; a file is any word. The
   * documentation shows it, and the tests of the whole catalogue ask for it.
   */
  readonly example: Readonly<Record<string, unknown>>;
  /** The options it has, by the name members know. */
  readonly options: Readonly<Record<string, AboutOption>>;
  /** What of the given its prompt can name, besides the characters of one that takes some. */
  readonly marks?: readonly Exclude<MarkKind, "element">[];
  /** What `duration` can be; absent where it isn't an option. */
  readonly lengths?: Lengths;
  /**
   * How long a video its pages speak of, in seconds, where its price follows the length of the one that is given: a
   * longer one is asked about first, whatever it costs.
   */
  readonly foresees?: { readonly option: string; readonly seconds: number };
  /** Sentences of its own about options that it doesn't have; the catalogue has one for all others. */
  readonly refusals?: Readonly<Record<string, Text>>;
  /** A quality that its specification offers and no page has a price for: it can be asked for where the operator sets one. */
  readonly unpriced?: "4k";
  /** What of its options reaches each parameter of the gateway. */
  readonly parameters: Parameters;
  /** Where the gateway's own documents differ about it. */
  readonly disputes?: readonly Dispute<NoInfer<Input>>[];
  /** Its price list. */
  readonly rates: readonly Rate[];
  /**
   * Judges an input whose media have been probed, and completes it with the defaults; what it gives can be judged
   * again. `path[0]` of an issue is the option's name, and its message a sentence as `refuse` and `says` keep it.
   */
  readonly schema: z.ZodType<Input>;
  /** What the request costs, in Units, rounded up once. */
  price(input: Input): Units;
  /** Seconds of video that come out; 0 for an element. */
  seconds(input: Input): number;
  /** Seconds a request usually takes before anything has been learned. */
  estimate(input: Input): number;
  /** The media in the input that the gateway must be able to read, in order. */
  media(input: Input): readonly Media[];
  /** The wire body. `address` gives the address of a medium that the gateway can read. */
  toWire(input: Input, address: (media: Media) => string): WireBody;
  /** One short line of what was asked, for a card: `5 s · 720p · 16:9 · sound`. */
  describe(input: Input): Text;
}

/** The input with its defaults, or what is wrong with it. */
export type Judged<Input> = { readonly input: Input } | { readonly problems: readonly Problem[] };

/**
 * One model, with what others ask of it. The commands, the price card, the sentences, the wire and the documentation come
 * from here; adding a model is one file in `../catalogue` and one line in `../index.ts`.
 */
export interface Model<Input = unknown> extends Definition<Input> {
  /** Judges an input whose media have been probed, an option that the model lacks included. */
  judge(input: unknown): Judged<Input>;
  /** What is wrong with options of which no file has been read: each file counts as a good one. */
  problems(options: Readonly<Record<string, unknown>>): readonly Problem[];
  /** Whether nothing is. */
  accepts(options: Readonly<Record<string, unknown>>): boolean;
  /** Whether it doesn't have that option. */
  lacks(option: string): boolean;
}
