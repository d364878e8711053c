import { hashesIn, releaseFiles, useFiles } from "../../store/file-uses.ts";
import type { Db } from "../../store/tables.ts";
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
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto("stills")
          .values({ video, made })
          .onConflict((conflict) => conflict.column("video").doUpdateSet({ made }))
          .execute();
        await useFiles(tx, video, "still", hashesIn(made));
      });
    },
    forget: (video) =>
      db.transaction().execute(async (tx) => {
        await tx.deleteFrom("stills").where("video", "=", video).execute();
        return releaseFiles(tx, [video], "still");
      }),
  };
}
