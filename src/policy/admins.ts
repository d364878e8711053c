import type { Actor, Place, Platform } from "../chat/contract/invocation.ts";
import type { Db } from "../store/tables.ts";
import { rules } from "./policy.ts";

/** Somebody who decides in a workspace, and the chat in which they can be reached. */
export interface KnownAdmin {
  platform: Platform;
  workspace: string;
  member: string;
}

/** Who has not decided anything for so long may be no admin any more. */
const LATELY_MS = 30 * 24 * 3_600_000;

/** Remembers that an admin has used an admin's command, at `at`. */
export async function noteAdmin(db: Db, actor: Pick<Actor, "id">, place: Place, at: number): Promise<void> {
  const { workspace, platform } = place;
  await db
    .insertInto("admins")
    .values({ workspace, member: actor.id, platform, seen_at: at })
    .onConflict((c) => c.columns(["workspace", "member"]).doUpdateSet({ platform, seen_at: at }))
    .execute();
}

/**
 * The admins of all workspaces who can be written to: those who used an admin's command in the 30 days before `now`,
 * and those whom a workspace names, each once.
 */
export async function knownAdmins(db: Db, now: number): Promise<KnownAdmin[]> {
  const seen = await db.selectFrom("admins").selectAll().execute();
  const platforms = new Map(seen.map(({ workspace, platform }) => [workspace, platform]));
  const named = (await db.selectFrom("policies").selectAll().execute()).flatMap(({ workspace, rules: text }) => {
    const platform = platforms.get(workspace);
    const { admins = [] } = rules.parse(JSON.parse(text));
    return platform === undefined ? [] : admins.map((member) => ({ platform, workspace, member }));
  });
  const lately = seen.filter(({ seen_at }) => seen_at > now - LATELY_MS);
  const all = [...lately, ...named].map(({ platform, workspace, member }) => ({ platform, workspace, member }));
  return [...new Map(all.map((one) => [`${one.platform} ${one.member}`, one])).values()];
}
