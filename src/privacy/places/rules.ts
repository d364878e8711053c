import { lockWorkspace } from "../../policy/lock.ts";
import { rules } from "../../policy/policy.ts";
import { readText } from "../../text/stored.ts";
import { leave } from "../member/leaving.ts";
import { NOBODY } from "../member/owner.ts";
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

export const policies: Place = {
  kind: "table",
  where: "policies",
  holds: "an allowance of the member's own, whether they are named as an admin, and the name of who paused",
  forgotten: "the name of who paused",
  stays:
    "the allowance and the admin's right, by the chat's id alone: they are other admins' decisions, and end by theirs",
  columns: { forgotten: [], stays: ["workspace", "rules"] },
  exported: "limits",
  rows: async function* (db, { workspace, member }) {
    const row = await db.selectFrom("policies").select("rules").where("workspace", "=", workspace).executeTakeFirst();
    const { members = {}, admins = [] } = rules.parse(JSON.parse(row?.rules ?? "{}"));
    const own = Object.hasOwn(members, member) ? members[member] : undefined;
    const admin = admins.includes(member);
    if (own || admin) yield [{ ...own, admin }];
  },
  forget: async ({ db, owner: { workspace }, names, at }) => {
    await db.transaction().execute(async (tx) => {
      await lockWorkspace(tx, workspace, at);
      const row = await tx.selectFrom("policies").select("rules").where("workspace", "=", workspace).executeTakeFirst();
      const now = rules.parse(JSON.parse(row?.rules ?? "{}"));
      if (!now.paused || !names.includes(now.paused.by)) return;
      const text = JSON.stringify({ ...now, paused: { ...now.paused, by: "an admin" } });
      await tx.updateTable("policies").set({ rules: text }).where("workspace", "=", workspace).execute();
    });
  },
};

export const approvals: Place = {
  kind: "table",
  where: "approvals",
  holds: "requests of the member that an admin decided or is to decide, and the member's name where they decided",
  forgotten: "what was asked for, and the names; what waits can't be approved any more",
  stays: "that there was a request, its price and who decided by id, as in the admins' record",
  columns: {
    forgotten: ["member_name", "request", "state", "decided_at", "decider_name"],
    stays: [
      ...["id", "platform", "workspace", "member", "source_id", "price", "decider", "generation", "created_at"],
      "expires_at",
    ],
  },
  exported: "requests",
  rows: (db, owner) => pagesOfMember(db, "approvals", owner),
  forget: async (work) => {
    const { db, owner, at } = work;
    await inTurns(db, async (tx) => {
      const own = await tx
        .selectFrom("approvals")
        .select("id")
        .where("workspace", "=", owner.workspace)
        .where("member", "=", owner.member)
        .where("member_name", "<>", NOBODY)
        .limit(ROWS_AT_ONCE)
        .execute();
      const ids = own.map(({ id }) => id);
      if (ids.length === 0) return 0;
      const waiting = tx.updateTable("approvals").set({ state: "expired", decided_at: at }).where("id", "in", ids);
      await waiting.where("state", "=", "waiting").execute();
      await tx.updateTable("approvals").set({ request: null, member_name: NOBODY }).where("id", "in", ids).execute();
      await leave(tx, owner, ids);
      return ids.length;
    });
    await inTurns(db, async (tx) => {
      const decided = await tx
        .selectFrom("approvals")
        .select("id")
        .where("workspace", "=", owner.workspace)
        .where("decider", "=", owner.member)
        .where("decider_name", "<>", NOBODY)
        .limit(ROWS_AT_ONCE)
        .execute();
      const ids = decided.map(({ id }) => id);
      if (ids.length > 0)
        await tx.updateTable("approvals").set({ decider_name: NOBODY }).where("id", "in", ids).execute();
      return ids.length;
    });
  },
};

export const audit: Place = {
  kind: "table",
  where: "audit",
  holds: "what the member did as an admin or gave away, and what was done to them",
  forgotten: "their name, wherever it stands in it",
  stays: "what was done and when, by the chat's id: admins answer to each other for it",
  columns: {
    forgotten: ["actor_name", "what", "about_name"],
    stays: ["id", "workspace", "actor", "about", "source", "at"],
  },
  exported: "decisions",
  rows: (db, { workspace, member }) =>
    pagesOf(
      (after) =>
        db
          .selectFrom("audit")
          .select(["id", "what", "at"])
          .where("workspace", "=", workspace)
          .where(({ or, eb }) => or([eb("actor", "=", member), eb("about", "=", member)]))
          .where("id", ">", after)
          .orderBy("id")
          .limit(ROWS_AT_ONCE)
          .execute(),
      ({ id }) => id,
    ),
  forget: async (work) => {
    await forgetDone(work);
    await forgetSuffered(work);
  },
};

async function forgetDone({ db, owner: { workspace, member } }: Forgetting): Promise<void> {
  await inTurns(db, async (tx) => {
    const done = await tx
      .selectFrom("audit")
      .select("id")
      .where("workspace", "=", workspace)
      .where("actor", "=", member)
      .where("actor_name", "<>", NOBODY)
      .limit(ROWS_AT_ONCE)
      .execute();
    const ids = done.map(({ id }) => id);
    if (ids.length > 0) await tx.updateTable("audit").set({ actor_name: NOBODY }).where("id", "in", ids).execute();
    return ids.length;
  });
}

async function forgetSuffered({ db, owner: { workspace, member } }: Forgetting): Promise<void> {
  await inTurns(db, async (tx) => {
    const rows = await tx
      .selectFrom("audit")
      .select(["id", "what", "about_name"])
      .where("workspace", "=", workspace)
      .where("about", "=", member)
      .where("about_name", "<>", NOBODY)
      .limit(ROWS_AT_ONCE)
      .execute();
    for (const { id, what, about_name: name } of rows) {
      const plain = readText(what) === what;
      const without = (of: string) => (plain ? what.replaceAll(of, NOBODY) : unnamed(what, new Set([of])));
      const said = name === null || name === "" ? what : (without(name) ?? what);
      await tx.updateTable("audit").set({ what: said, about_name: NOBODY }).where("id", "=", id).execute();
    }
    return rows.length;
  });
}

export const admins: Place = {
  kind: "table",
  where: "admins",
  holds: "that the member has used an admin's command, and when last",
  forgotten: "all of it",
  stays: "nothing",
  columns: { forgotten: ["workspace", "member", "platform", "seen_at"], stays: [] },
  exported: "admin",
  rows: (db, owner) => rowsOfMember(db, "admins", owner),
  forget: async ({ db, owner: { workspace, member } }) => {
    await db.deleteFrom("admins").where("workspace", "=", workspace).where("member", "=", member).execute();
  },
};

export const preferences: Place = {
  kind: "table",
  where: "preferences",
  holds: "what the member has set with /settings",
  forgotten: "all of it",
  stays: "nothing",
  columns: { forgotten: ["workspace", "member", "chosen"], stays: [] },
  exported: "preferences",
  rows: (db, owner) => rowsOfMember(db, "preferences", owner),
  forget: async ({ db, owner: { workspace, member } }) => {
    await db.deleteFrom("preferences").where("workspace", "=", workspace).where("member", "=", member).execute();
  },
};
