import { UserError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { lockAccount } from "../credits/ledger.ts";
import { UNFINISHED } from "../generations/states/states.ts";
import type { Db } from "../store/tables.ts";
import { sentences } from "../text/sentences.ts";
import { type Files, type Removed, removeLeaving } from "./member/leaving.ts";
import { NOBODY, type Owner } from "./member/owner.ts";
import { type TakeOut, takeOutDue } from "./member/said-of.ts";
import { PLACES } from "./places.ts";

const words = sentences("forget", {
  underWay:
    "You have {jobs, plural, one {# job} other {# jobs}} under way. Wait until {jobs, plural, one {it ends} other {they end}}, or cancel with /jobs.",
});

/** What is gone, and what isn't yet: `messages` that their chat would not change now, files still at the gateway. */
export interface Forgotten extends Removed {
  jobs: number;
  characters: number;
  messages: number;
}

export interface ForgetParts {
  db: Db;
  library: Files;
  /** Deletes a picture at the gateway. Gives false when that can't be done now. */
  deleteUploaded(hash: string): Promise<boolean>;
  takeOut: TakeOut;
  log: Logger;
}

/**
 * Deletes what a member has written, given and set in a workspace, as `PLACES` says of each place. It does a little in
 * each transaction; no job of the member's begins before it is done. Whatever ends it in the middle, repeating it, or
 * `resumeForgetting`, finishes it. Throws UserError while a job is under way, which needs what would be deleted.
 */
export async function forget(parts: ForgetParts, owner: Owner, at: number): Promise<Forgotten> {
  await begin(parts.db, owner, at);
  return finish(parts, owner, at);
}

/**
 * Finishes what processes have begun that are no longer there, and takes out of the chats what could not be before. What
 * another process is just at is no trouble: each step is safe to repeat. Gives how many members were forgotten.
 */
export async function resumeForgetting(parts: ForgetParts, at: number): Promise<number> {
  const begun = await parts.db
    .selectFrom("accounts")
    .select(["workspace", "member"])
    .where("forgetting_since", "is not", null)
    .execute();
  for (const owner of begun) await finish(parts, owner, at);
  await takeOutDue(parts);
  return begun.length;
}

/** Under the account's lock, as everything is that begins a job: either it is seen here, or it sees this. */
async function begin(db: Db, owner: Owner, at: number): Promise<void> {
  const { workspace, member } = owner;
  await db.transaction().execute(async (tx) => {
    await lockAccount(tx, owner, at);
    const { jobs } = await tx
      .selectFrom("generations")
      .select(({ fn }) => fn.countAll<number>().as("jobs"))
      .where("workspace", "=", workspace)
      .where("member", "=", member)
      .where("state", "in", UNFINISHED)
      .executeTakeFirstOrThrow();
    if (Number(jobs) > 0) {
      throw new UserError(words.underWay({ jobs: Number(jobs) }));
    }
    await tx
      .updateTable("accounts")
      .set({ forgetting_since: at })
      .where("workspace", "=", workspace)
      .where("member", "=", member)
      .execute();
  });
}

async function finish(parts: ForgetParts, owner: Owner, at: number): Promise<Forgotten> {
  const { db } = parts;
  const { workspace, member } = owner;
  const gone = { jobs: 0, characters: 0 };
  const names = await namesOf(db, owner);
  for (const place of PLACES) await place.forget?.({ db, owner, names, at, gone });
  const removed = await removeLeaving(parts, owner);
  const messages = await takeOutDue(parts, owner);
  await db
    .updateTable("accounts")
    .set({ forgetting_since: null })
    .where("workspace", "=", workspace)
    .where("member", "=", member)
    .execute();
  return { ...gone, ...removed, messages };
}

/** Names change: all by which the member stands anywhere. */
async function namesOf(db: Db, { workspace, member }: Owner): Promise<string[]> {
  const found = await Promise.all([
    db
      .selectFrom("generations")
      .select("member_name as name")
      .distinct()
      .where("workspace", "=", workspace)
      .where("member", "=", member)
      .execute(),
    db
      .selectFrom("approvals")
      .select("member_name as name")
      .distinct()
      .where("workspace", "=", workspace)
      .where("member", "=", member)
      .execute(),
    db
      .selectFrom("elements")
      .select("maker_name as name")
      .distinct()
      .where("workspace", "=", workspace)
      .where("maker", "=", member)
      .execute(),
    db
      .selectFrom("audit")
      .select("actor_name as name")
      .distinct()
      .where("workspace", "=", workspace)
      .where("actor", "=", member)
      .execute(),
    db
      .selectFrom("audit")
      .select("about_name as name")
      .distinct()
      .where("workspace", "=", workspace)
      .where("about", "=", member)
      .execute(),
  ]);
  const names = found.flat().flatMap(({ name }) => (name === null || name === NOBODY || name === "" ? [] : [name]));
  return [...new Set(names)];
}
