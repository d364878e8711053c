import type { CardFile } from "../chat/card.ts";
import type { Clock } from "../clock.ts";
import type { Logger } from "../log.ts";
import type { MediaLibrary } from "../media/library.ts";
import type { Db } from "../store/tables.ts";
import { exportData, type Owner } from "./export.ts";
import { type Forgotten, forget } from "./forget.ts";

/** What a command can do with all that is kept of the member who typed it. */
export interface MemberPrivacy {
  /** All of it as a JSON file. */
  export(): Promise<CardFile>;
  /** Deletes it, as `forget`. */
  forget(): Promise<Forgotten>;
}

/** The largest file that any of the chats gives to one member without asking. */
const LARGEST_BYTES = 10_000_000;

export function privacyFor(
  parts: Pick<Parameters<typeof forget>[0], "removeShared"> & {
    db: Db;
    library: MediaLibrary;
    clock: Clock;
    log: Logger;
  },
  owner: Owner,
): MemberPrivacy {
  const { db, library, clock, log } = parts;
  return {
    export: async () => {
      const text = JSON.stringify(await exportData(db, owner, clock.now()), undefined, 2);
      const { hash, bytes } = await library.put(chunk(text), { limitBytes: LARGEST_BYTES });
      log.info({ ...owner, bytes }, "exported a member's data");
      const alt = "All that Reelay keeps of you here, as JSON";
      return { hash, bytes, name: "reelay-my-data.json", type: "application/json", alt };
    },
    forget: async () => {
      const forgotten = await forget(parts, owner, clock.now());
      log.info({ ...owner, ...forgotten }, "forgot a member's data");
      return forgotten;
    },
  };
}

async function* chunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
