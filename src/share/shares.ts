import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../base/clock.ts";
import type { ShareRow } from "../store/rows.ts";
import type { Db, GenerationRow } from "../store/tables.ts";

/** A shared video: how it is shared, and the job that made it. */
export interface Shared {
  share: ShareRow;
  job: GenerationRow;
}

/** Which videos are shared. */
export interface Shares {
  /**
   * Shares the job's video. One that is shared already keeps its page; `prompt` then changes whether that shows the
   * prompt, where it is given. At first it does not.
   */
  begin(job: GenerationRow, asked: { sharer: string; prompt?: boolean | undefined }): Promise<ShareRow>;
  /** Ends what is shared of the job for good. False when nothing was. */
  end(generation: string): Promise<boolean>;
  /** What an id of a page stands for: `gone` once it was unshared or deleted, undefined when it never was an id. */
  find(id: string): Promise<Shared | "gone" | undefined>;
  /** What is shared of a workspace, newest first. */
  list(workspace: string, part: { limit: number; offset: number }): Promise<readonly Shared[]>;
  count(workspace: string): Promise<number>;
}

/** Letters and digits that no chat takes for a sign, and that read well aloud. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
/** Of five bits each: 130 bits. */
const ID_CHARS = 26;

export function createShares({ db, clock }: { db: Db; clock: Clock }): Shares {
  const live = (generation: string) =>
    db
      .selectFrom("shares")
      .selectAll()
      .where("generation", "=", generation)
      .where("ended_at", "is", null)
      .executeTakeFirst();

  const add = async (job: GenerationRow, sharer: string): Promise<ShareRow> => {
    const id = newShareId();
    const row: ShareRow = {
      key: keyOf(id),
      id,
      generation: job.id,
      workspace: job.workspace,
      prompt: 0,
      sharer,
      created_at: clock.now(),
      ended_at: null,
    };
    await db
      .insertInto("shares")
      .values(row)
      // Of two that share it at once, the first one's page is the page.
      .onConflict((conflict) => conflict.column("generation").where("ended_at", "is", null).doNothing())
      .execute();
    return (await live(job.id)) ?? row;
  };

  /** Whatever is shared now: neither unshared, nor its video deleted. */
  const listed = (workspace: string) =>
    db
      .selectFrom("shares")
      .innerJoin("generations", "generations.id", "shares.generation")
      .where("shares.workspace", "=", workspace)
      .where("shares.ended_at", "is", null)
      .where("generations.deleted_at", "is", null)
      .where("generations.video", "is not", null);

  const jobs = async (ids: readonly string[]): Promise<Map<string, GenerationRow>> => {
    if (ids.length === 0) return new Map();
    const rows = await db.selectFrom("generations").selectAll().where("id", "in", ids).execute();
    return new Map(rows.map((row) => [row.id, row]));
  };

  return {
    begin: async (job, { sharer, prompt }) => {
      const share = (await live(job.id)) ?? (await add(job, sharer));
      if (prompt === undefined || Number(prompt) === share.prompt) return share;
      await db
        .updateTable("shares")
        .set({ prompt: Number(prompt) })
        .where("key", "=", share.key)
        .execute();
      return { ...share, prompt: Number(prompt) };
    },
    end: async (generation) => {
      const ended = await db
        .updateTable("shares")
        .set({ ended_at: clock.now() })
        .where("generation", "=", generation)
        .where("ended_at", "is", null)
        .returning("key")
        .execute();
      return ended.length > 0;
    },
    find: async (id) => {
      const share = await db.selectFrom("shares").selectAll().where("key", "=", keyOf(id)).executeTakeFirst();
      if (share === undefined) return undefined;
      const job = (await jobs([share.generation])).get(share.generation);
      const shown = share.ended_at === null && job !== undefined && job.deleted_at === null && job.video !== null;
      return shown ? { share, job } : "gone";
    },
    list: async (workspace, { limit, offset }) => {
      const rows = await listed(workspace)
        .selectAll("shares")
        .orderBy("shares.created_at", "desc")
        .orderBy("shares.key")
        .limit(limit)
        .offset(offset)
        .execute();
      const made = await jobs(rows.map(({ generation }) => generation));
      return rows.flatMap((share) => {
        const job = made.get(share.generation);
        return job ? [{ share, job }] : [];
      });
    },
    count: async (workspace) => {
      const { shares } = await listed(workspace)
        .select((eb) => eb.fn.countAll<number>().as("shares"))
        .executeTakeFirstOrThrow();
      return Number(shares);
    },
  };
}

function newShareId(): string {
  return Array.from(randomBytes(ID_CHARS), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

function keyOf(id: string): string {
  return createHash("sha256").update(id).digest("hex");
}
