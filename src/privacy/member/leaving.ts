import { setImmediate as aTurn } from "node:timers/promises";
import { ownerTag } from "../../base/owner-tag.ts";
import { endUses, useFiles } from "../../store/file-uses.ts";
import type { Db, Tx } from "../../store/tables.ts";
import type { Owner } from "./owner.ts";

const AT_ONCE = 50;

/** What holds the files of a member in `file_uses` until they are deleted. */
function leavingOf({ workspace, member }: Owner): string {
  return `leaving ${ownerTag(workspace, member)}`;
}

/**
 * Ends what these holders need files for, and notes the files as leaving, so that they go even when this process doesn't
 * live to see it. In the transaction that ends the holders.
 */
export async function leave(tx: Tx, owner: Owner, holders: readonly string[]): Promise<void> {
  await leaveFiles(tx, owner, await endUses(tx, holders));
}

/** As `leave`, for files that nothing holds. */
export function leaveFiles(tx: Tx, owner: Owner, files: readonly string[]): Promise<void> {
  return useFiles(tx, leavingOf(owner), "leaving", files);
}

/** Where files are deleted. */
export interface Files {
  has(hash: string): Promise<boolean>;
  remove(hash: string): Promise<void>;
}

/** What became of files: gone here, kept because somebody else needs them, and still at the gateway for some days. */
export interface Removed {
  files: number;
  stayed: number;
  atGateway: number;
}

/**
 * Deletes the files that are leaving, here and at the gateway, but for those that somebody else needs. A file is noted as leaving until it is deleted, so repeating this finishes it. Counts those that were there.
 */
export async function removeLeaving(
  { db, library, deleteUploaded }: { db: Db; library: Files; deleteUploaded(hash: string): Promise<boolean> },
  owner: Owner,
): Promise<Removed> {
  const holder = leavingOf(owner);
  const removed: Removed = { files: 0, stayed: 0, atGateway: 0 };
  for (;;) {
    const rows = await db.selectFrom("file_uses").select("hash").where("holder", "=", holder).limit(AT_ONCE).execute();
    if (rows.length === 0) return removed;
    const hashes = rows.map(({ hash }) => hash);
    const others = db.selectFrom("file_uses").select("hash").where("hash", "in", hashes).where("holder", "<>", holder);
    const needed = new Set((await others.execute()).map(({ hash }) => hash));
    removed.stayed += needed.size;
    for (const hash of hashes.filter((one) => !needed.has(one))) {
      if (await library.has(hash)) removed.files += 1;
      await library.remove(hash);
      if (!(await deleteUploaded(hash))) removed.atGateway += 1;
    }
    await db.deleteFrom("file_uses").where("holder", "=", holder).where("hash", "in", hashes).execute();
    await aTurn();
  }
}
