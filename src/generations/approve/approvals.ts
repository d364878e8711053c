import { UserError } from "../../base/errors.ts";
import type { Actor, Place } from "../../chat/contract/invocation.ts";
import { noteAdmin } from "../../policy/admins.ts";
import { isAdmin } from "../../policy/policy.ts";
import { StillWaits } from "../../policy/refusals.ts";
import { type Changer, readPolicy, writeAudit } from "../../policy/store.ts";
import { releaseFiles } from "../../store/file-uses.ts";
import type { ApprovalRow } from "../../store/tables.ts";
import { sentences } from "../../text/sentences.ts";
import { findBySource } from "../request/generation-request.ts";
import { type Requesting, request } from "../request/request.ts";
import { withdrawWaiting } from "../request/withdraw.ts";
import { type Approval, expire, findApproval, shown, waiting } from "./waiting.ts";

/** What admins read, and what stays of it in the audit and the ledger. */
const words = sentences("approvals", {
  adminsOnly: "Only an admin can decide that. Ask one of them.",
  none: "There's no such request here.",
  decidedMeanwhile: "Somebody else has just decided this one.",
  expired: "{member}'s request expired after a day. They can send it again.",
  withdrawn: "{member} has started another version of that request, so there's nothing left to decide.",
  decided: "{member}'s request has already been {how, select, approved {approved} other {declined}}.",
  decidedBy: "{admin} has already {how, select, approved {approved} other {declined}} {member}'s request.",
  approvedBy: "approved by {admin}",
  auditApproved: "approved {member}'s request",
  auditDeclined: "declined {member}'s request",
});

/** What a command can do with requests that wait, for the admin who typed it. */
export interface Approvals {
  /** Begins one, its member paying as far as they can. Throws UserError when it waits no longer, StillWaits when it can't begin now. */
  approve(id: string): Promise<Approval>;
  /** Throws UserError when it waits no longer. */
  decline(id: string): Promise<Approval>;
  /** Those that wait, oldest first. */
  waiting(): Promise<readonly Approval[]>;
}

/** What it takes to decide: what was asked for is begun. */
export type Deciding = Requesting & {
  /** Has the engine look at what is due. */
  wake(): void;
};

export function approvalsFor(deciding: Deciding, asker: { actor: Actor; place: Place }): Approvals {
  const { db, clock, log, quota, wake } = deciding;
  const { actor, place } = asker;
  const { workspace } = place;

  /** Only admins decide, whatever button somebody has found. */
  const open = async (id: string): Promise<ApprovalRow> => {
    const policy = await readPolicy(db, quota, workspace);
    if (!isAdmin(policy, actor)) throw new UserError(words.adminsOnly);
    await noteAdmin(db, actor, place, clock.now());
    const row = await findApproval(db, workspace, id);
    if (!row) throw new UserError(words.none);
    if (row.state !== "waiting") throw decided(row);
    if (row.expires_at > clock.now()) return row;
    await expire(db, { workspace, before: clock.now() });
    throw decided({ ...row, state: "expired" });
  };

  /** Ends one whose job has begun without it. */
  const withdrawn = async (row: ApprovalRow, place: Place): Promise<ApprovalRow> => {
    const generation = await findBySource(db, { place, sourceId: row.source_id });
    if (generation === undefined) return row;
    await db.transaction().execute((tx) => withdrawWaiting(tx, row, { generation, at: clock.now() }));
    return { ...row, state: "withdrawn" };
  };

  return {
    approve: async (id) => {
      const row = await open(id);
      const { model, input, line, actor: member, place: there, locale } = waiting.parse(JSON.parse(row.request ?? ""));
      let begun = false;
      try {
        await request(deciding, {
          ...{ model, line, locale },
          draft: input,
          actor: member,
          place: there,
          sourceId: row.source_id,
          approved: words.approvedBy({ admin: actor.name }),
          also: async (tx, generation) => {
            const at = clock.now();
            const done = await tx
              .updateTable("approvals")
              .set({
                state: "approved",
                decider: actor.id,
                decider_name: actor.name,
                decided_at: at,
                generation,
                request: null,
              })
              .where("id", "=", id)
              .where("state", "=", "waiting")
              .returning("id")
              .executeTakeFirst();
            if (!done) throw new UserError(words.decidedMeanwhile);
            await releaseFiles(tx, [id]);
            await writeAudit(
              tx,
              workspace,
              actor,
              { what: words.auditApproved({ member: row.member_name }), about: askerOf(row) },
              at,
            );
            begun = true;
          },
        });
      } catch (error) {
        // Another's decision is no refusal of the policy's: it is said as it is.
        throw error instanceof UserError ? error : new StillWaits(row.member_name, error);
      }
      if (!begun) {
        const now = (await findApproval(db, workspace, id)) ?? row;
        throw decided(now.state === "waiting" ? await withdrawn(now, there) : now);
      }
      wake();
      log.info({ workspace, approval: id, by: actor.id }, "request approved");
      return shown(deciding, { ...row, state: "approved", decider_name: actor.name });
    },
    decline: async (id) => {
      const row = await open(id);
      const at = clock.now();
      const declined = await db.transaction().execute(async (tx) => {
        const done = await tx
          .updateTable("approvals")
          .set({ state: "declined", decider: actor.id, decider_name: actor.name, decided_at: at, request: null })
          .where("id", "=", id)
          .where("state", "=", "waiting")
          .returningAll()
          .executeTakeFirst();
        if (!done) return undefined;
        await releaseFiles(tx, [id]);
        await writeAudit(
          tx,
          workspace,
          actor,
          { what: words.auditDeclined({ member: row.member_name }), about: askerOf(row) },
          at,
        );
        return done;
      });
      if (!declined) throw decided((await findApproval(db, workspace, id)) ?? row);
      log.info({ workspace, approval: id, by: actor.id }, "request declined");
      return shown(deciding, { ...declined, request: row.request });
    },
    waiting: async () => {
      await expire(db, { workspace, before: clock.now() });
      const rows = await db
        .selectFrom("approvals")
        .selectAll()
        .where("workspace", "=", workspace)
        .where("state", "=", "waiting")
        .orderBy("id")
        .execute();
      return rows.map((row) => shown(deciding, row));
    },
  };
}

function askerOf({ member, member_name }: ApprovalRow): Changer {
  return { id: member, name: member_name };
}

function decided({ state, member_name, decider_name }: ApprovalRow): UserError {
  const member = member_name;
  if (state === "expired") return new UserError(words.expired({ member }));
  if (state === "withdrawn") return new UserError(words.withdrawn({ member }));
  const how = state === "approved" ? "approved" : "other";
  if (decider_name === null) return new UserError(words.decided({ member, how }));
  return new UserError(words.decidedBy({ member, how, admin: decider_name }));
}
