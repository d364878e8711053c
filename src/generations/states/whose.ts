import type { Actor, Place } from "../../chat/contract/invocation.ts";
import type { Db, GenerationRow } from "../../store/tables.ts";

/** Who asks for a job of their workspace. */
export interface JobUser {
  workspace: string;
  member: string;
  admin: boolean;
}

/** Whoever typed a command, as somebody who asks for jobs. */
export function userOf({ actor, place }: { actor: Actor; place: Pick<Place, "workspace"> }): JobUser {
  return { workspace: place.workspace, member: actor.id, admin: actor.admin };
}

/** The jobs that somebody may look at, use and change: their own, and for an admin all of the workspace. */
export function jobsFor(db: Db, { workspace, member, admin }: JobUser) {
  return db
    .selectFrom("generations")
    .where("workspace", "=", workspace)
    .$if(!admin, (query) => query.where("member", "=", member));
}

/** A job by its id, where it is theirs; whose it is, where it is another's; undefined where there is none. */
export async function findJob(
  db: Db,
  user: JobUser,
  id: string,
): Promise<{ row: GenerationRow } | { anothers: string } | undefined> {
  const row = await jobsFor(db, user).selectAll().where("id", "=", id).executeTakeFirst();
  if (row) return { row };
  const another = await jobsFor(db, { ...user, admin: true })
    .select("member_name")
    .where("id", "=", id)
    .executeTakeFirst();
  return another && { anothers: another.member_name };
}
