import { join } from "node:path";
import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import type { MediaLibrary } from "../media/keep/library.ts";
import { openLibrary } from "../media/keep/open-library.ts";
import { createRoom, type Room } from "../media/keep/room.ts";
import { type Cutter, createCutter } from "../media/make/cut.ts";
import { createFit, type Fit } from "../media/make/fit.ts";
import { createJoiner, type Joiner } from "../media/make/join.ts";
import { createStills, type StillsMaker, type StillsMemory } from "../media/make/stills.ts";
import { createStillsMemory } from "../media/make/stills-memory.ts";
import { createWorkshop } from "../media/make/workshop.ts";
import type { Db } from "../store/tables.ts";
import type { Config } from "./config/environment.ts";

/** Where pictures and videos are kept, and what makes others of them. */
export interface Archive {
  library: MediaLibrary;
  room: Room;
  fit: Fit;
  joiner: Joiner;
  /** Undefined when no encoder is installed. */
  cutter: Cutter | undefined;
  /** Undefined when no encoder is installed. */
  stills: StillsMaker | undefined;
  /** What was made of which video. */
  memory: StillsMemory;
  close(): Promise<void>;
}

export async function openArchive(
  config: Pick<Config, "DATA_DIR" | "MEDIA_URL">,
  { db, clock, log }: { db: Db; clock: Clock; log: Logger },
): Promise<Archive> {
  const { DATA_DIR: dataDir, MEDIA_URL: url } = config;
  const { library, close } = await openLibrary({ url, dataDir, clock, log });
  const workshop = createWorkshop({ folder: join(dataDir, "work"), clock });
  const memory = createStillsMemory(db);
  return {
    library,
    room: createRoom({ dir: dataDir }),
    fit: createFit({ workshop, library, log }),
    joiner: createJoiner({ workshop, library, log }),
    cutter: workshop.available() ? createCutter({ workshop, log }) : undefined,
    stills: workshop.available() ? createStills({ workshop, library, memory, log }) : undefined,
    memory,
    close: async () => {
      await workshop.close();
      close();
    },
  };
}
