import type { Tx } from "../store/tables.ts";

/**
 * Takes the workspace's lock for the rest of the transaction. Everything that is judged by the rules before it writes
 * begins with this and reads the rules after it, as a change of them takes the same lock: a limit that was set a
 * moment ago holds for the very next request. Gives the time that is written from then on: `at`, or the latest that
 * the workspace has seen when the clock has gone back since.
 */
export async function lockWorkspace(tx: Tx, workspace: string, at: number): Promise<number> {
  const { touched_at } = await tx
    .insertInto("locks")
    .values({ name: `workspace ${workspace}`, touched_at: at })
    .onConflict((c) =>
      c.column("name").doUpdateSet((eb) => ({
        touched_at: eb.case().when("locks.touched_at", "<", at).then(at).else(eb.ref("locks.touched_at")).end(),
      })),
    )
    .returning("touched_at")
    .executeTakeFirstOrThrow();
  return touched_at;
}
