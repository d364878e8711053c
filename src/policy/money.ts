import { UserError } from "../base/errors.ts";
import { grant, lockAccount, take } from "../credits/ledger.ts";
import { GRANTS, readPots } from "../credits/pots.ts";
import type { Quota } from "../credits/quota.ts";
import { sayCredits, type Units } from "../credits/units.ts";
import type { Db, Tx } from "../store/tables.ts";
import { lockWorkspace } from "./lock.ts";
import { type Changer, readPolicy, writeAudit } from "./store.ts";

/** Whose credits change. */
export interface Receiver {
  id: string;
  name: string;
}

/** One change of credits: who makes it, by which interaction (the same one again changes nothing), and when. */
export interface Handling {
  workspace: string;
  by: Changer;
  source: string;
  at: number;
}

/** Gives a member credits that don't expire. */
export async function grantCredits(
  db: Db,
  { workspace, by, source, at }: Handling,
  to: Receiver,
  amount: Units,
  note: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const owner = await open(tx, workspace, to.id, at);
    const what = `granted ${sayCredits(amount)} to ${to.name}`;
    if (!(await writeAudit(tx, workspace, by, { what, about: to }, at, source))) return;
    await grant(tx, owner, amount, note, at);
  });
}

/** Takes back of a member's grants, as far as they are neither held nor spent. Gives what was taken. */
export async function takeCredits(
  db: Db,
  { workspace, by, source, at }: Handling,
  from: Receiver,
  amount: Units,
): Promise<Units> {
  return db.transaction().execute(async (tx) => {
    const owner = await open(tx, workspace, from.id, at);
    const [{ available }] = await readPots(tx, owner, [GRANTS]);
    const taken = available < amount ? available : amount;
    if (taken === 0) return taken;
    const what = `took ${sayCredits(taken)} from ${from.name}`;
    if (!(await writeAudit(tx, workspace, by, { what, about: from }, at, source))) return taken;
    return take(tx, owner, taken, `taken by ${by.name}`, at);
  });
}

/** A member's gift to another, of their own grants. Throws UserError when that isn't let, or they have not as much. */
export async function giveCredits(
  db: Db,
  defaults: Quota,
  { workspace, by, source, at }: Handling,
  to: Receiver,
  amount: Units,
): Promise<void> {
  if (to.id === by.id) throw new UserError("Those are your own credits already. Name somebody else.");
  await db.transaction().execute(async (tx) => {
    await lockWorkspace(tx, workspace, at);
    const { gifts } = await readPolicy(tx, defaults, workspace);
    if (!gifts) throw new UserError("Members don't give credits to each other here. An admin can let them.");
    // Everybody who locks two accounts does so in this order.
    for (const id of [by.id, to.id].toSorted()) await open(tx, workspace, id, at);
    const what = `gave ${sayCredits(amount)} to ${to.name}`;
    if (!(await writeAudit(tx, workspace, by, { what, about: to }, at, source))) return;
    const owner = { workspace, member: by.id };
    const [{ available }] = await readPots(tx, owner, [GRANTS]);
    if (available < amount) {
      const has = `you have ${sayCredits(available)} of them`;
      throw new UserError(`Only grants can be given, and ${has}. An allowance stays with its member.`);
    }
    await take(tx, owner, amount, `given to ${to.name}`, at);
    await grant(tx, { workspace, member: to.id }, amount, `from ${by.name}`, at);
  });
}

/** Takes the account's lock, as everything does that counts what is in it. */
async function open(tx: Tx, workspace: string, member: string, at: number) {
  const owner = { workspace, member };
  await lockAccount(tx, owner, at);
  return owner;
}
