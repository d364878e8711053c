import type { Clock } from "../base/clock.ts";
import { UserError } from "../base/errors.ts";
import { shortName } from "../base/words.ts";
import { releaseFiles, useFiles } from "../store/file-uses.ts";
import type { Db, ElementRow, Tx } from "../store/tables.ts";
import { sentences } from "../text/sentences.ts";
import { type Element, type ElementRequest, elementOf, elementRequest, type Subject } from "./element.ts";
import { keyOf, readName } from "./names.ts";

const words = sentences("cast", {
  decidedMeanwhile: "Somebody else has just decided this one. See how with /element list.",
  takenBy:
    "There's already a @{name} in the cast, made by {maker}. Choose another name, or first delete that one with /element delete name:{name}.",
  taken:
    "There's already a @{name} in the cast. Choose another name, or first delete that one with /element delete name:{name}.",
});

/** Where the files of a deleted element are deleted. */
export interface Files {
  /** A file that is already gone is fine. */
  remove(hash: string): Promise<void>;
}

/** An element that is gone. `deleted` of its files went with it; the others are needed elsewhere. */
export type Removed = Element & { deleted: number };

/** Who is to join the cast: being made by a generation, or waiting for an admin to start one. */
export interface NewElement {
  /** The same one twice is one element. */
  id: string;
  workspace: string;
  subject: Subject;
  maker: { id: string; name: string };
  start: { generation: string } | { request: ElementRequest };
}

/** The casts of all workspaces. Names are looked for in any case, with or without the `@`. */
export interface Cast {
  /** By name. */
  list(workspace: string): Promise<readonly Element[]>;
  find(workspace: string, name: string): Promise<Element | undefined>;
  /** The name as it will be kept. Throws UserError when it can't be one, or somebody has it. */
  claim(db: Db, workspace: string, name: string): Promise<string>;
  /**
   * Adds it, in the place of one of that name that failed. Gives false when it is there already. Throws UserError as
   * `claim`.
   */
  add(tx: Tx, element: NewElement): Promise<boolean>;
  /** What an approval has to start; undefined when nobody of that name waits for one. */
  waiting(workspace: string, name: string): Promise<{ element: Element; request: ElementRequest } | undefined>;
  /** From waiting to making. Throws UserError when it waits no longer. */
  approve(tx: Tx, id: string, generation: string): Promise<void>;
  /** Removes one that waits; undefined when nobody of that name does. */
  decline(workspace: string, name: string, library?: Files): Promise<Removed | undefined>;
  /** The generation has ended: with the gateway's id of the element, or without one. */
  finish(tx: Tx, generation: string, elementId: string | undefined, at: number): Promise<void>;
  /** Removes it, and its files where nothing else needs them; undefined when there is none of that name. */
  remove(workspace: string, name: string, library?: Files): Promise<Removed | undefined>;
  /** Whether what members make waits for an admin. */
  approvalNeeded(workspace: string): Promise<boolean>;
  requireApproval(workspace: string, needed: boolean): Promise<void>;
}

export function createCast({ db, clock }: { db: Db; clock: Clock }): Cast {
  const rowOf = (on: Db, workspace: string, name: string) =>
    on
      .selectFrom("elements")
      .selectAll()
      .where("workspace", "=", workspace)
      .where("name_key", "=", keyOf(name))
      .executeTakeFirst();

  const claim = async (on: Db, workspace: string, typed: string): Promise<string> => {
    const name = readName(typed);
    judgeFree(await rowOf(on, workspace, name));
    return name;
  };

  const removeWhere = async (
    workspace: string,
    name: string,
    only: readonly ElementRow["state"][],
    library?: Files,
  ) => {
    const found = await db.transaction().execute(async (tx) => {
      const row = await tx
        .deleteFrom("elements")
        .where("workspace", "=", workspace)
        .where("name_key", "=", keyOf(name))
        .where("state", "in", only)
        .returningAll()
        .executeTakeFirst();
      if (!row) return undefined;
      // The job that made it needs them no longer once it has ended: an element is made once.
      const made = tx
        .selectFrom("generations")
        .select("id")
        .where("id", "=", row.generation ?? "");
      const ended = await made.where("finished_at", "is not", null).executeTakeFirst();
      return { row, files: await releaseFiles(tx, ended ? [row.id, ended.id] : [row.id]) };
    });
    if (!found) return undefined;
    for (const hash of library ? found.files : []) await library?.remove(hash);
    return { ...elementOf(found.row, clock.now()), deleted: found.files.length };
  };

  return {
    list: async (workspace) => {
      const rows = await db.selectFrom("elements").selectAll().where("workspace", "=", workspace).execute();
      return rows.sort((a, b) => a.name_key.localeCompare(b.name_key)).map((row) => elementOf(row, clock.now()));
    },
    find: async (workspace, name) => {
      const row = await rowOf(db, workspace, name);
      return row && elementOf(row, clock.now());
    },
    claim,
    add: async (tx, { id, workspace, subject, maker, start }) => {
      const name = readName(subject.name);
      const there = await rowOf(tx, workspace, name);
      if (there?.id === id) return false;
      judgeFree(there);
      const at = clock.now();
      const failed = tx.deleteFrom("elements").where("workspace", "=", workspace).where("name_key", "=", keyOf(name));
      await failed.where("state", "=", "failed").execute();
      const begun =
        "generation" in start
          ? { state: "making" as const, generation: start.generation, started_at: at }
          : { state: "waiting" as const, request: JSON.stringify(start.request) };
      const added = await tx
        .insertInto("elements")
        .values({
          id,
          workspace,
          name,
          name_key: keyOf(name),
          description: subject.description,
          kind: subject.kind,
          picture: subject.picture ?? null,
          files: JSON.stringify(subject.files),
          maker: maker.id,
          maker_name: maker.name,
          created_at: at,
          ...begun,
        })
        .onConflict((c) => c.doNothing())
        .returning("id")
        .executeTakeFirst();
      if (added) {
        await useFiles(tx, id, "character", subject.files);
        return true;
      }
      // Another transaction was quicker, perhaps with this very one.
      const quicker = await rowOf(tx, workspace, name);
      if (quicker?.id === id) return false;
      throw taken(quicker ?? { name, maker_name: null });
    },
    waiting: async (workspace, name) => {
      const row = await rowOf(db, workspace, name);
      if (row?.state !== "waiting" || row.request === null) return undefined;
      return { element: elementOf(row, clock.now()), request: elementRequest.parse(JSON.parse(row.request)) };
    },
    approve: async (tx, id, generation) => {
      const approved = await tx
        .updateTable("elements")
        .set({ state: "making", generation, request: null, started_at: clock.now() })
        .where("id", "=", id)
        .where("state", "=", "waiting")
        .returning("id")
        .executeTakeFirst();
      if (!approved) throw new UserError(words.decidedMeanwhile);
    },
    decline: (workspace, name, library) => removeWhere(workspace, name, ["waiting"], library),
    finish: async (tx, generation, elementId, at) => {
      const end =
        elementId === undefined ? { state: "failed" as const } : { state: "ready" as const, element_id: elementId };
      const ended = await tx
        .updateTable("elements")
        .set({ ...end, finished_at: at })
        .where("generation", "=", generation)
        .where("state", "=", "making")
        .returning(["id", "state"])
        .executeTakeFirst();
      // Its job keeps them as long as any failed job's, for another try.
      if (ended?.state === "failed") await releaseFiles(tx, [ended.id]);
    },
    remove: (workspace, name, library) =>
      removeWhere(workspace, name, ["waiting", "making", "ready", "failed"], library),
    approvalNeeded: async (workspace) => {
      const rules = await db
        .selectFrom("cast_rules")
        .select("approval")
        .where("workspace", "=", workspace)
        .executeTakeFirst();
      return rules?.approval === 1;
    },
    requireApproval: async (workspace, needed) => {
      const approval = needed ? 1 : 0;
      await db
        .insertInto("cast_rules")
        .values({ workspace, approval })
        .onConflict((c) => c.column("workspace").doUpdateSet({ approval }))
        .execute();
    },
  };
}

/** Throws UserError for a name that somebody has; that of an element that failed is free. */
function judgeFree(there: ElementRow | undefined): void {
  if (there && there.state !== "failed") throw taken(there);
}

function taken({ maker_name, ...there }: { name: string; maker_name: string | null }): UserError {
  const name = shortName(there.name);
  const maker = maker_name ?? undefined;
  return new UserError(maker === undefined ? words.taken({ name }) : words.takenBy({ name, maker }), {
    option: "name",
  });
}
