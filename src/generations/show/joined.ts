import { z } from "zod";
import { plural } from "../../base/words.ts";
import { ZERO } from "../../credits/units.ts";
import { defineModel, type Model } from "../../models/parts/model.ts";
import type { GenerationRow } from "../../store/tables.ts";

/** Jobs whose finished videos become one. Not the videos themselves: whoever deletes one deletes every copy of it. */
export interface JoinInput {
  jobs: string[];
  /** Of all of them together. */
  seconds: number;
}

const ID = "reelay-joined";

const schema: z.ZodType<JoinInput> = z.object({ jobs: z.array(z.string()).min(2), seconds: z.number() });

/** What stands in the place of a model for a video that Reelay joins by itself: it costs nothing, and no gateway sees it. */
export const joined: Model<JoinInput> = defineModel<JoinInput>({
  id: ID,
  label: "Joined",
  asked: { command: "join" },
  makes: "video",
  summary: "videos → one video",
  options: {},
  rates: [],
  schema,
  price: () => ZERO,
  seconds: ({ seconds }) => seconds,
  estimate: () => 0,
  media: () => [],
  toWire: () => {
    throw new RangeError("Clips are joined here, and never by the gateway");
  },
  describe: ({ jobs, seconds }) => `${plural(jobs.length, "clip")} · ${Math.round(seconds)} s`,
});

export function isJoined({ model }: Pick<GenerationRow, "model">): boolean {
  return model === ID;
}
