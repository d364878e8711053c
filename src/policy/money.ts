import { UserError } from "../base/errors.ts";
import { grant, lockAccount, take } from "../credits/ledger.ts";
import { GRANTS, readPots } from "../credits/pots.ts";
import type { Quota } from "../credits/quota.ts";
import { inCredits, type Units } from "../credits/units.ts";
import type { Db, Tx } from "../store/tables.ts";
import { sentences } from "../text/sentences.ts";
import { lockWorkspace } from "./lock.ts";
import { type Changer, readPolicy, writeAudit } from "./store.ts";

/** What the audit and the ledger say of it, and what is refused. */
const words = sentences("money", {
  granted: "granted {credits} to {who}",
  took: "took {credits} from {who}",
  gave: "gave {credits} to {who}",
  grantedBy: "granted by {who}",
  takenBy: "taken by {who}",
  givenTo: "given to {who}",
  from: "from {who}",
  toYourself: "Those credits are already yours. Name somebody else.",
  giftsAreOff: "Giving credits to each other is off in this workspace. Ask an admin to turn it on.",
  tooFewGrants: "You can only give away granted credits, and you have {credits}. Your allowance stays with you.",
});

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
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const owner = await open(tx, workspace, to.id, at);
    const what = words.granted({ credits: inCredits(amount), who: to.name });
    if (!(await writeAudit(tx, workspace, by, { what, about: to }, at, source))) return;
    await grant(tx, owner, amount, words.grantedBy({ who: by.name }), at);
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
    const what = words.took({ credits: inCredits(taken), who: from.name });
    if (!(await writeAudit(tx, workspace, by, { what, about: from }, at, source))) return taken;
    return take(tx, owner, taken, words.takenBy({ who: by.name }), at);
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
  if (to.id === by.id) throw new UserError(words.toYourself);
  await db.transaction().execute(async (tx) => {
    await lockWorkspace(tx, workspace, at);
    const { gifts } = await readPolicy(tx, defaults, workspace);
    if (!gifts) throw new UserError(words.giftsAreOff);
    // Everybody who locks two accounts does so in this order.
    for (const id of [by.id, to.id].toSorted()) await open(tx, workspace, id, at);
    const what = words.gave({ credits: inCredits(amount), who: to.name });
    if (!(await writeAudit(tx, workspace, by, { what, about: to }, at, source))) return;
    const owner = { workspace, member: by.id };
    const [{ available }] = await readPots(tx, owner, [GRANTS]);
    if (available < amount) {
      throw new UserError(words.tooFewGrants({ credits: inCredits(available) }));
    }
    await take(tx, owner, amount, words.givenTo({ who: to.name }), at);
    await grant(tx, { workspace, member: to.id }, amount, words.from({ who: by.name }), at);
  });
}

/** Takes the account's lock, as everything does that counts what is in it. */
async function open(tx: Tx, workspace: string, member: string, at: number) {
  const owner = { workspace, member };
  await lockAccount(tx, owner, at);
  return owner;
}
