import type { Db } from "../store/tables.ts";
import type { Stills, StillsMemory } from "./stills.ts";

/** Remembers in the store what was made of which video, so that the sweep knows which pictures are of use. */
export function createStillsMemory(db: Db): StillsMemory {
  return {
    get: async (video) => {
      const row = await db.selectFrom("stills").select("made").where("video", "=", video).executeTakeFirst();
      return row && (JSON.parse(row.made) as Stills);
    },
    set: async (video, stills) => {
      const made = JSON.stringify(stills);
      await db
        .insertInto("stills")
        .values({ video, made })
        .onConflict((conflict) => conflict.column("video").doUpdateSet({ made }))
        .execute();
    },
    forget: async (video) => {
      await db.deleteFrom("stills").where("video", "=", video).execute();
    },
  };
}
