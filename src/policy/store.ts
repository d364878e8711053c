import { newId } from "../base/ids.ts";
import type { Quota } from "../credits/quota.ts";
import type { Db, Tx } from "../store/tables.ts";
import { readText, storeText } from "../text/stored.ts";
import type { Text } from "../text/text.ts";
import { lockWorkspace } from "./lock.ts";
import { type Policy, policyOf, type Rules, rules } from "./policy.ts";

/** Who changes something. */
export interface Changer {
  id: string;
  name: string;
}

/** An entry of the audit, as it is shown. */
export interface AuditEntry {
  actor: string;
  actorName: string;
  /** What they did: “granted 5 credits to Bo”. */
  what: Text;
  at: number;
}

/** The policy of a workspace as it is now; in a transaction, as it is there. Throws when it can't be read. */
export async function readPolicy(db: Db, defaults: Quota, workspace: string): Promise<Policy> {
  const row = await db.selectFrom("policies").select("rules").where("workspace", "=", workspace).executeTakeFirst();
  return policyOf(defaults, parse(row?.rules));
}

/** New rules, and the sentence for the audit. A rule that becomes undefined is taken away. */
export interface Changed {
  rules: { [Name in keyof Rules]?: Rules[Name] | undefined };
  what: Text;
  /** Whom the sentence names. */
  about?: Changer;
}

/**
 * Changes a workspace's rules and writes down who did what, both or neither. `change` gives the new rules from the
 * present ones, or nothing when they are right already; changes and requests wait for each other. Gives whether anything
 * changed.
 */
export async function changeRules(
  tx: Tx,
  workspace: string,
  by: Changer,
  change: (now: Rules, at: number) => Changed | undefined,
  at: number,
): Promise<boolean> {
  await lockWorkspace(tx, workspace, at);
  const locked = await tx
    .insertInto("policies")
    .values({ workspace, rules: "{}" })
    .onConflict((c) => c.column("workspace").doUpdateSet((eb) => ({ rules: eb.ref("policies.rules") })))
    .returning("rules")
    .executeTakeFirstOrThrow();
  const before = parse(locked.rules);
  const changed = change(before, at);
  if (!changed) return false;
  const kept = Object.fromEntries(Object.entries(changed.rules).filter(([, value]) => value !== undefined));
  // Read once more as it will be read: what can't be is never written.
  const text = JSON.stringify(rules.parse(kept));
  await tx.updateTable("policies").set({ rules: text }).where("workspace", "=", workspace).execute();
  await writeAudit(tx, workspace, by, changed, at);
  return true;
}

/**
 * Writes down who did what, in the transaction of what is done. `source` names the interaction of what must not be done
 * twice; gives false when that has been written before.
 */
export async function writeAudit(
  tx: Tx,
  workspace: string,
  by: Changer,
  { what, about }: Pick<Changed, "what" | "about">,
  at: number,
  source: string | null = null,
): Promise<boolean> {
  const named = { about: about?.id ?? null, about_name: about?.name ?? null };
  const written = await tx
    .insertInto("audit")
    .values({
      ...{ id: newId("a", at), workspace, actor: by.id, actor_name: by.name, source, at },
      ...{ what: storeText(what), ...named },
    })
    .$if(source !== null, (insert) => insert.onConflict((c) => c.column("source").doNothing()))
    .returning("id")
    .executeTakeFirst();
  return written !== undefined;
}

/** The last entries, newest first. */
export async function readAudit(db: Db, workspace: string, limit: number): Promise<AuditEntry[]> {
  const rows = await db
    .selectFrom("audit")
    .select(["actor", "actor_name", "what", "at"])
    .where("workspace", "=", workspace)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ actor_name: actorName, what, at, actor }) => ({ actor, actorName, what: readText(what), at }));
}

function parse(text = "{}"): Rules {
  return rules.parse(JSON.parse(text));
}
