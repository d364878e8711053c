import type { Db } from "../../store/tables.ts";
import { NO_WORDS, NOBODY, type Owner } from "../member/owner.ts";
import {
  type Forgetting,
  inTurns,
  type Place,
  pagesOf,
  pagesOfMember,
  ROWS_AT_ONCE,
  rowsOfMember,
} from "../member/place.ts";
import { unnamed } from "../member/unnamed.ts";

/** Rows that are only looked at are cheaper than those that are written. */
const LOOKED_AT_ONCE = 500;

export const accounts: Place = {
  kind: "table",
  where: "accounts",
  holds: "the member's roles when they last asked for something, and how their allowance is counted",
  forgotten: "the roles",
  stays: "how the allowance is counted: without it a second one could be had",
  columns: {
    forgotten: ["roles", "forgetting_since"],
    stays: ["workspace", "member", "touched_at", "terms", "terms_since"],
  },
  exported: "account",
  rows: (db, owner) => rowsOfMember(db, "accounts", owner),
  forget: async ({ db, owner: { workspace, member } }) => {
    await db
      .updateTable("accounts")
      .set({ roles: null })
      .where("workspace", "=", workspace)
      .where("member", "=", member)
      .execute();
  },
};

export const pots: Place = {
  kind: "table",
  where: "pots",
  holds: "the member's credits",
  forgotten: "nothing",
  stays: "amounts, without words: the credits are still theirs",
  columns: { forgotten: [], stays: ["workspace", "member", "pot", "granted", "held", "spent"] },
  exported: "credits",
  rows: (db, owner) => rowsOfMember(db, "pots", owner),
};

export const holds: Place = {
  kind: "table",
  where: "holds",
  holds: "what each job held, and whether it was spent",
  forgotten: "nothing",
  stays: "amounts, without words: the workspace's budget is counted over them",
  columns: {
    forgotten: [],
    stays: ["id", "workspace", "member", "generation", "amount", "state", "created_at", "resolved_at"],
  },
  exported: "holds",
  rows: (db, owner) => pagesOfMember(db, "holds", owner),
};

export const ledger: Place = {
  kind: "table",
  where: "ledger",
  holds: "every change of the member's credits with a note, and the member's name in the notes of others",
  forgotten: "the notes; in the notes of others the name",
  stays: "amounts and times: what was charged has to add up",
  columns: {
    forgotten: ["note"],
    stays: ["id", "workspace", "member", "pot", "kind", "amount", "hold", "generation", "at"],
  },
  exported: "ledger",
  rows: (db, owner) => pagesOfMember(db, "ledger", owner),
  forget: async (work) => {
    await forgetNotesOfOthers(work);
    const { db, owner } = work;
    await inTurns(db, async (tx) => {
      const rows = await tx
        .selectFrom("ledger")
        .select("id")
        .where("workspace", "=", owner.workspace)
        .where("member", "=", owner.member)
        .where("note", "<>", NO_WORDS)
        .limit(ROWS_AT_ONCE)
        .execute();
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) await tx.updateTable("ledger").set({ note: NO_WORDS }).where("id", "in", ids).execute();
      return ids.length;
    });
  },
};

/** `from Ada`, `granted by Ada`: how one member's name stood in the note of another's entry while that was plain text. */
const NAMING = ["from", "given to", "granted by", "taken by", "approved by"];

async function forgetNotesOfOthers({ db, owner, names }: Forgetting): Promise<void> {
  const plain = new Map(names.flatMap((name) => NAMING.map((how) => [`${how} ${name}`, `${how} ${NOBODY}`])));
  const theirs = new Set(names);
  for await (const rows of notesOfWorkspace(db, owner)) {
    const naming = rows.flatMap(({ id, note }) => {
      const said = plain.get(note) ?? unnamed(note, theirs);
      return said === undefined ? [] : [{ id, said }];
    });
    if (naming.length === 0) continue;
    await db.transaction().execute(async (tx) => {
      for (const { id, said } of naming) {
        await tx.updateTable("ledger").set({ note: said }).where("id", "=", id).execute();
      }
    });
  }
}

/** Entries that no job made: whoever gives and takes is named in these. */
function notesOfWorkspace(db: Db, { workspace, member }: Owner) {
  return pagesOf(
    (after) =>
      db
        .selectFrom("ledger")
        .select(["id", "note"])
        .where("workspace", "=", workspace)
        .where("member", "<>", member)
        .where("kind", "in", ["grant", "adjust"])
        .where("id", ">", after)
        .orderBy("id")
        .limit(LOOKED_AT_ONCE)
        .execute(),
    ({ id }) => id,
  );
}
