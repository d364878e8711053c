import { UserError } from "../errors.ts";
import { isFinished } from "../generations/states.ts";
import { releaseFiles } from "../store/file-uses.ts";
import type { Db, GenerationRow, Tx } from "../store/tables.ts";
import { plural } from "../words.ts";
import { type Owner, PLAYGROUND } from "./export.ts";

/** What stands where a name stood. */
const NOBODY = "somebody";
const NO_WORDS = "no longer kept";
/** Words that a member has written, by the options and parts of an input that hold them. */
const WORDS = new Set(["prompt", "negative", "description", "publicUrl", "foreignUrl"]);

/** What is gone. */
export interface Forgotten {
  jobs: number;
  characters: number;
  files: number;
}

interface Parts {
  db: Db;
  library: { remove(hash: string): Promise<void> };
  /** Ends what is shared of a job, and deletes what stands for its video. */
  removeShared(job: { generation: string; video: string }): Promise<void>;
}

/**
 * Deletes what a member has written, given and set in a workspace: words, files, characters, preferences. Of a job stays
 * that there was one and what it cost, and the ledger keeps its amounts. Announcements are due to be shown anew, without
 * words and video. Throws UserError while a job is under way, which needs them.
 */
export async function forget({ db, library, removeShared }: Parts, owner: Owner, at: number): Promise<Forgotten> {
  const { jobs, videos, characters, hashes } = await db.transaction().execute((tx) => forgetRows(tx, owner, at));
  for (const video of videos) await removeShared(video);
  for (const hash of hashes) await library.remove(hash);
  return { jobs, characters, files: hashes.length };
}

async function forgetRows(tx: Tx, { workspace, member }: Owner, at: number) {
  const holders: string[] = [];
  // The account's lock: no job begins while this goes on.
  await tx
    .updateTable("accounts")
    .set({ roles: null })
    .where("workspace", "=", workspace)
    .where("member", "=", member)
    .execute();
  const own = tx.selectFrom("generations").selectAll().where("workspace", "=", workspace);
  const rows = await own.where("member", "=", member).execute();
  const open = rows.filter(({ state }) => !isFinished(state)).length;
  if (open > 0) {
    throw new UserError(
      `You have ${plural(open, "job")} under way. Wait until they have ended, or cancel them with /jobs.`,
    );
  }
  const videos: { generation: string; video: string }[] = [];
  for (const row of rows) {
    holders.push(row.id);
    if (row.video !== null)
      videos.push({ generation: row.id, video: (JSON.parse(row.video) as { hash: string }).hash });
    await tx.updateTable("generations").set(emptied(row, at)).where("id", "=", row.id).execute();
  }
  const elements = await tx
    .deleteFrom("elements")
    .where("workspace", "=", workspace)
    .where("maker", "=", member)
    .returning("id")
    .execute();
  const requests = tx.selectFrom("approvals").select("id").where("workspace", "=", workspace);
  const asked = await requests.where("member", "=", member).execute();
  for (const { id } of [...elements, ...asked]) holders.push(id);
  const approvals = tx.updateTable("approvals").where("workspace", "=", workspace).where("member", "=", member);
  await approvals.set({ state: "expired", decided_at: at }).where("state", "=", "waiting").execute();
  await approvals.set({ request: null, member_name: NOBODY }).execute();
  await tx.deleteFrom("preferences").where("workspace", "=", workspace).where("member", "=", member).execute();
  await tx.deleteFrom("admins").where("workspace", "=", workspace).where("member", "=", member).execute();
  await tx
    .updateTable("ledger")
    .set({ note: NO_WORDS })
    .where("workspace", "=", workspace)
    .where("member", "=", member)
    .execute();
  if (workspace === PLAYGROUND) {
    const messages = tx.deleteFrom("playground_messages");
    await messages.where((eb) => eb.or([eb("author", "=", member), eb("audience", "=", member)])).execute();
  }
  await forgetDrafts(tx, workspace, member);
  const hashes = await releaseFiles(tx, holders);
  return { jobs: rows.length, videos, characters: elements.length, hashes };
}

/** Requests and characters that wait for a yes: their rows are few, and their keys say nothing of whose they are. */
async function forgetDrafts(tx: Tx, workspace: string, member: string): Promise<void> {
  const drafts = await tx.selectFrom("kv").selectAll().where("key", "like", "draft:%").execute();
  const has = (value: string, id: string) => value.includes(JSON.stringify(id));
  const own = drafts.filter(({ value }) => has(value, member) && has(value, workspace)).map(({ key }) => key);
  if (own.length > 0) await tx.deleteFrom("kv").where("key", "in", own).execute();
}

/** A finished job without its words, names and files; its announcement is shown once more. */
function emptied(row: GenerationRow, at: number) {
  return {
    member_name: NOBODY,
    line: row.line.split(" ")[0] ?? "",
    input: JSON.stringify(withoutWords(JSON.parse(row.input))),
    error_detail: null,
    result_url: null,
    deleted_at: row.video === null ? row.deleted_at : (row.deleted_at ?? at),
    ...(row.notice === null ? {} : { notice: "sent" as const }),
    ...(row.message === null ? {} : { told: null, due_at: at, fence: row.fence + 1, lease_until: 0 }),
  };
}

/** The input, so that it can still be described: its options stay, words and files don't. */
function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
    if (WORDS.has(name)) return name.endsWith("Url") ? [] : [[name, ""]];
    if (name === "hash") return [[name, ""]];
    if (name === "name") return [[name, NOBODY]];
    return [[name, withoutWords(one)]];
  });
  return Object.fromEntries(entries);
}
