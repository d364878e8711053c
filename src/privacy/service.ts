import type { Clock } from "../base/clock.ts";
import { newId } from "../base/ids.ts";
import { megabytes } from "../base/words.ts";
import type { CardFile } from "../chat/contract/card.ts";
import type { MediaLibrary } from "../media/keep/library.ts";
import { releaseFiles, useFiles } from "../store/file-uses.ts";
import type { Db } from "../store/tables.ts";
import { sentences } from "../text/sentences.ts";
import type { Text } from "../text/text.ts";
import { exportFiles } from "./export.ts";
import { type ForgetParts, type Forgotten, forget } from "./forget.ts";
import type { Owner } from "./member/owner.ts";

const words = sentences("privacy", { file: "Everything Reelay keeps about you here, as JSON" });

/** What a command can do with all that is kept of the member who typed it. */
export interface MemberPrivacy {
  /** All of it as JSON, in one file or a few. They end with the next export, with a forgetting, and after a day. */
  export(): Promise<readonly CardFile<Text>[]>;
  /** Deletes it, as `forget`. */
  forget(): Promise<Forgotten>;
}

/** How long the files of an export are kept. */
export const EXPORT_LIVES_MS = 24 * 3_600_000;

/** The largest file that any of the chats gives to one member without asking. */
const LARGEST_BYTES = megabytes(10);

type Parts = ForgetParts & { library: Pick<MediaLibrary, "put" | "has" | "remove">; clock: Clock };

export function privacyFor(parts: Parts, owner: Owner): MemberPrivacy {
  const { db, library, clock, log } = parts;
  return {
    export: async () => {
      const at = clock.now();
      await endExports(parts, (query) =>
        query.where("workspace", "=", owner.workspace).where("member", "=", owner.member),
      );
      const files: CardFile<Text>[] = [];
      for (const { name, type, pieces } of await exportFiles(db, owner, at)) {
        const { hash, bytes } = await library.put(chunks(pieces), { limitBytes: LARGEST_BYTES });
        files.push({ hash, bytes, name, type, alt: words.file });
      }
      const id = newId("x", at);
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto("exports")
          .values({ id, ...owner, made_at: at })
          .execute();
        await useFiles(
          tx,
          id,
          "export",
          files.map(({ hash }) => hash),
        );
      });
      log.info({ ...owner, files: files.length }, "exported a member's data");
      return files;
    },
    forget: async () => {
      const forgotten = await forget(parts, owner, clock.now());
      log.info({ ...owner, ...forgotten }, "forgot a member's data");
      return forgotten;
    },
  };
}

/** Deletes the files of all exports made before then. */
export async function endOldExports(parts: Pick<Parts, "db" | "library">, before: number): Promise<void> {
  await endExports(parts, (query) => query.where("made_at", "<=", before));
}

async function endExports(
  { db, library }: Pick<Parts, "db" | "library">,
  which: (query: ReturnType<typeof ended>) => ReturnType<typeof ended>,
): Promise<void> {
  const files = await db.transaction().execute(async (tx) => {
    const rows = await which(ended(tx)).execute();
    return releaseFiles(
      tx,
      rows.map(({ id }) => id),
    );
  });
  for (const hash of files) await library.remove(hash);
}

function ended(db: Db) {
  return db.deleteFrom("exports").returning("id");
}

async function* chunks(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}
