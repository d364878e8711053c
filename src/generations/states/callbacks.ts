import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { Db } from "../../store/tables.ts";
import { fresh } from "./crowd.ts";
import { keepNamed } from "./named.ts";

/** The addresses at which the gateway calls when a task has ended, one a job, and what is made of its calls. */
export interface Callbacks {
  /** Where the gateway is to call for this job; undefined when it can't reach us. */
  addressOf(generation: string): string | undefined;
  /** The job that a token is for; undefined for one that isn't ours. */
  jobOf(token: string): string | undefined;
  /**
   * The gateway says that something has happened to the job; the body of the call is only a hint. The job is looked at
   * now, and one that doesn't know its task learns it.
   */
  heard(generation: string, hint: { task?: string | undefined }): Promise<void>;
  /** Whether calls come: of the last jobs that ended, at least half were called for. Then a read is only a fallback. */
  work(): Promise<boolean>;
}

interface CallbackParts {
  db: Db;
  clock: Clock;
  log: Logger;
  secret: string;
  /** Where the outside reaches us. The gateway calls https addresses only: `callback_url` of
   * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-text-to-video */
  publicUrl: string | undefined;
}

/** SECRET signs other things too; this keeps a signature made for one of them from being good here. */
const PURPOSE = "reelay callback 1\n";
const TOKEN = /^(g_[0-9a-z]{19})\.([\w-]{43})$/;
/** Jobs whose end tells whether calls come. */
const LOOKED_AT = 20;
const LOOK_EVERY_MS = 10_000;
/** Called, so that it is read at once; a step that is under way keeps it so (`../run/poll.ts`). */
export const CALLED = 0;

export function createCallbacks({ db, clock, log, secret, publicUrl }: CallbackParts): Callbacks {
  const base = publicUrl?.startsWith("https://") ? publicUrl : undefined;
  const macOf = (id: string) => createHmac("sha256", secret).update(PURPOSE).update(id).digest();
  const come = fresh(clock, LOOK_EVERY_MS, async () => {
    const ended = await db
      .selectFrom("generations")
      .select("called_at")
      .where("task", "is not", null)
      .where("finished_at", "is not", null)
      .orderBy("finished_at", "desc")
      .limit(LOOKED_AT)
      .execute();
    return ended.filter(({ called_at }) => called_at !== null).length * 2 >= ended.length;
  });
  return {
    addressOf: (id) => base && `${base}/callbacks/evolink/${id}.${macOf(id).toString("base64url")}`,
    jobOf: (token) => {
      const [, id, mac] = TOKEN.exec(token) ?? [];
      if (id === undefined || mac === undefined) return undefined;
      const given = Buffer.from(mac, "base64url");
      // The decoder passes over what it cannot read, which would let one token have many spellings.
      if (given.toString("base64url") !== mac) return undefined;
      return timingSafeEqual(given, macOf(id)) ? id : undefined;
    },
    heard: async (id, { task }) => {
      const at = clock.now();
      const called = await db
        .updateTable("generations")
        .set({ poll_at: CALLED, due_at: at, called_at: at })
        .where("id", "=", id)
        .where("state", "=", "running")
        .executeTakeFirst();
      if (called.numUpdatedRows > 0n || task === undefined) return;
      await keepNamed({ db, clock, log }, { id, task, calledAt: at });
    },
    work: async () => base !== undefined && (await come()),
  };
}
