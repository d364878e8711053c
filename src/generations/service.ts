import type { Actor, Place } from "../chat/invocation.ts";
import { resolve } from "../credits/ledger.ts";
import { ZERO } from "../credits/units.ts";
import type { GenerationRow } from "../store/tables.ts";
import type { Deps } from "./deps.ts";
import { type Draft, request } from "./request.ts";
import { UNFINISHED } from "./states.ts";
import type { GenerationView } from "./view.ts";
import { viewOf } from "./views.ts";

export type { Draft };

/** A job in a member's list. */
export type JobSummary = GenerationView & { createdAt: number };

/** What became of a wish to cancel. `late`: the gateway has it already, and it can't be called back there. */
export type CancelOutcome = "canceled" | "late" | "finished" | "not-found";

/** What a command can do with generations, for the member who typed it and the place it was typed in. */
export interface MemberGenerations {
  request(model: string, draft: Draft): Promise<undefined>;
  jobs(): Promise<readonly JobSummary[]>;
  cancel(id: string): Promise<CancelOutcome>;
}

const JOBS_LISTED = 10;

export function generationsFor(
  deps: Deps & { wake(): void },
  asker: { actor: Actor; place: Place; sourceId: string; line: string },
): MemberGenerations {
  const { actor, place } = asker;
  return {
    request: async (model, draft) => {
      await request(deps, { model, draft, ...asker });
      deps.wake();
      return undefined;
    },
    jobs: async () => {
      const rows = await deps.db
        .selectFrom("generations")
        .selectAll()
        .where("workspace", "=", place.workspace)
        .where("member", "=", actor.id)
        .orderBy("created_at", "desc")
        .orderBy("id", "desc")
        .limit(JOBS_LISTED)
        .execute();
      return Promise.all(rows.map(async (row) => ({ ...(await viewOf(deps, row)), createdAt: row.created_at })));
    },
    cancel: async (id) => {
      const outcome = await cancel(deps, id, actor, place);
      deps.wake();
      return outcome;
    },
  };
}

/** Cancels a job that waits: the member's own, or any in the workspace for an admin. */
async function cancel({ db, clock, log }: Deps, id: string, actor: Actor, place: Place): Promise<CancelOutcome> {
  return db.transaction().execute(async (tx) => {
    const at = clock.now();
    const own = tx
      .selectFrom("generations")
      .select(["state"])
      .where("id", "=", id)
      .where("workspace", "=", place.workspace);
    const row = await (actor.admin ? own : own.where("member", "=", actor.id)).executeTakeFirst();
    if (!row) return "not-found";
    // A new fence: a worker that is just about to submit it finds that it may not.
    const canceled = await tx
      .updateTable("generations")
      .set((eb) => ({
        state: "canceled" as const,
        fence: eb("fence", "+", 1),
        lease_until: 0,
        finished_at: at,
        due_at: at,
        tries: 0,
      }))
      .where("id", "=", id)
      .where("state", "=", "queued")
      .returning("id")
      .executeTakeFirst();
    if (!canceled) return isUnfinished(row.state) ? "late" : "finished";
    await resolve(tx, id, ZERO, "canceled", at);
    log.info({ generation: id, by: actor.id }, "canceled");
    return "canceled";
  });
}

function isUnfinished(state: GenerationRow["state"]): boolean {
  return UNFINISHED.some((one) => one === state);
}
