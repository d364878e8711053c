import type { Tx } from "./tables.ts";

/** Waits for the named lock and holds it until the transaction ends, whichever process holds it now. */
export async function lock(tx: Tx, name: string, at: number): Promise<void> {
  await tx
    .insertInto("locks")
    .values({ name, touched_at: at })
    .onConflict((c) => c.column("name").doUpdateSet({ touched_at: at }))
    .execute();
}
