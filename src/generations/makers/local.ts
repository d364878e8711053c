import { z } from "zod";
import { ZERO } from "../../credits/units.ts";
import type { Joiner } from "../../media/make/join.ts";
import { defineModel } from "../../models/parts/define.ts";
import type { Media, Model } from "../../models/parts/model.ts";
import type { GenerationRow } from "../../store/tables.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";

const words = sentences("made-here", { summary: "videos → one video" });

/** What a video was made of here: finished videos. Not the files: whoever deletes one of them deletes every copy of it. */
export interface MadeOf {
  /** The ids of the jobs that made them, in their order. */
  jobs: string[];
  /** How long the whole is, in seconds. */
  seconds: number;
}

/** As it stands in a job's row, whichever maker it is of. */
export const madeOf: z.ZodType<MadeOf> = z.object({ jobs: z.array(z.string()), seconds: z.number() });

/** What stands before the id of each local maker: no model of a gateway is called so. */
const PREFIX = "reelay-";

/** One of the videos that a video is to be made of. */
export interface Clip {
  job: string;
  video: Media;
}

/** What a local maker has to work with. */
export interface Tools {
  joiner: Joiner;
}

/**
 * A way in which Reelay makes a video by itself, of finished ones: it costs nothing, and no gateway hears of it. The
 * file of the command that asks for it declares it.
 */
export interface LocalMaker<Input extends MadeOf = MadeOf> {
  /** Kept in each of its jobs in the place of a model: it is never changed. */
  readonly id: `${typeof PREFIX}${string}`;
  /** What a member calls it. */
  readonly label: Text;
  /** The command that asks for it, without the slash. */
  readonly command: string;
  /** How many videos it takes, and what a member reads who has named fewer, or more. */
  readonly takes: { least: number; most: number; tooFew: Text; tooMany: Text };
  /** What is being done while a member waits: “joining the clips”. */
  readonly doing: Text;
  /** What a member reads who wants it once more, as if a model had made it. */
  readonly again: Text;
  /** How it fails: the `error_code` of its job, what happened, and what the member can do. */
  readonly failed: { code: string; happened: Text; advice: Text };
  readonly schema: z.ZodType<Input>;
  /** What is kept in its job: these videos, and whatever else it has to know later. */
  inputOf(clips: readonly Clip[]): Input;
  /** One short line of it, for a card: “3 clips · 15 s”. */
  describe(input: Input): Text;
  /**
   * Makes the video of these files, one for each job. Nothing where that can't be. Throws TooLarge, EncoderBusy, DiskFull,
   * the signal's reason, and whatever else may pass.
   */
  make(
    input: Input,
    files: readonly string[],
    tools: Tools,
    wanted: { limitBytes: number; signal: AbortSignal },
  ): Promise<Media | undefined>;
}

/** Whether Reelay has made it by itself, or is to: also where the command that asked for it is there no longer. */
export function isMadeHere({ model }: Pick<GenerationRow, "model">): boolean {
  return model.startsWith(PREFIX);
}

/** The same as a pattern for `like`, which both databases read alike. */
export const MADE_HERE = `${PREFIX}%`;

/** What stands for a local maker where jobs are shown. */
export function asModel(maker: LocalMaker): Model {
  const { id, label, command, schema, describe } = maker;
  return defineModel<MadeOf>({
    ...{ id, label, schema, describe },
    asked: { command },
    makes: "video",
    summary: words.summary,
    example: {},
    options: {},
    parameters: {},
    rates: [],
    price: () => ZERO,
    seconds: ({ seconds }) => seconds,
    estimate: () => 0,
    media: () => [],
    toWire: () => {
      throw new RangeError(`${id} is made here, and never by the gateway`);
    },
  }) as Model;
}
