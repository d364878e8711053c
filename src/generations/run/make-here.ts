import { TooLarge } from "../../media/keep/errors.ts";
import type { MediaLibrary } from "../../media/keep/library.ts";
import type { Media } from "../../models/parts/model.ts";
import type { GenerationRow } from "../../store/tables.ts";
import { videoOf } from "../files/videos.ts";
import type { Makers } from "../makers/finder.ts";
import type { Tools } from "../makers/local.ts";
import type { Basics } from "../states/basics.ts";

/** As of a result from the gateway. */
const LARGEST_BYTES = 400_000_000;

/** What it takes to make a video here. */
export interface MakingHere extends Pick<Basics, "db" | "log">, Makers, Tools {
  library: Pick<MediaLibrary, "has" | "local">;
}

/** The video of a job that Reelay does by itself; nothing where that can't be. Throws what `LocalMaker.make` does, but TooLarge. */
export async function makeHere(
  making: MakingHere,
  row: GenerationRow,
  signal: AbortSignal,
): Promise<Media | undefined> {
  const { library, log } = making;
  const maker = making.maker(row.model);
  if (!maker) {
    log.error({ generation: row.id, maker: row.model }, "nothing here makes that any more");
    return undefined;
  }
  const input = maker.schema.parse(JSON.parse(row.input));
  const files: string[] = [];
  for (const video of await videosOf(making, row, input.jobs)) {
    if (!video || !(await library.has(video.hash))) return undefined;
    files.push(await library.local(video.hash));
  }
  try {
    return await maker.make(input, files, making, { limitBytes: LARGEST_BYTES, signal });
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    log.warn({ generation: row.id, err: error }, "what was made here is too large to be kept");
    return undefined;
  }
}

/** The video of each job, in their order; undefined for one that is kept no longer. */
async function videosOf(
  { db }: Pick<Basics, "db">,
  { workspace }: Pick<GenerationRow, "workspace">,
  jobs: readonly string[],
): Promise<(Media | undefined)[]> {
  const rows = await db
    .selectFrom("generations")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("id", "in", jobs)
    .execute();
  const videos = new Map(rows.map((row) => [row.id, videoOf(row)]));
  return jobs.map((id) => videos.get(id));
}
