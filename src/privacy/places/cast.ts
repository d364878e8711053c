import { leave } from "../member/leaving.ts";
import { inTurns, type Place, pagesOf, ROWS_AT_ONCE } from "../member/place.ts";

export const elements: Place = {
  kind: "table",
  where: "elements",
  holds: "the characters that the member made: name, description, pictures",
  forgotten: "all of it",
  stays: "nothing; the jobs of others that showed the character name it in their own words",
  columns: {
    forgotten: [
      ...["id", "workspace", "name", "name_key", "description", "kind", "picture", "files", "maker", "maker_name"],
      ...["state", "request", "generation", "element_id", "created_at", "started_at", "finished_at"],
    ],
    stays: [],
  },
  exported: "characters",
  rows: (db, { workspace, member }) =>
    pagesOf(
      (after) =>
        db
          .selectFrom("elements")
          .selectAll()
          .where("workspace", "=", workspace)
          .where("maker", "=", member)
          .where("id", ">", after)
          .orderBy("id")
          .limit(ROWS_AT_ONCE)
          .execute(),
      ({ id }) => id,
    ),
  forget: async ({ db, owner, gone }) =>
    inTurns(db, async (tx) => {
      const own = await tx
        .selectFrom("elements")
        .select("id")
        .where("workspace", "=", owner.workspace)
        .where("maker", "=", owner.member)
        .limit(ROWS_AT_ONCE)
        .execute();
      const ids = own.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await tx.deleteFrom("elements").where("id", "in", ids).execute();
      await leave(tx, owner, ids);
      gone.characters += ids.length;
      return ids.length;
    }),
};
