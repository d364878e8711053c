import { UserError } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import type { Place } from "../../chat/contract/invocation.ts";
import { DiskFull } from "../../media/keep/errors.ts";
import type { Room } from "../../media/keep/room.ts";
import { sentences } from "../../text/sentences.ts";

const words = sentences("room", {
  full: "Storage is full, so new jobs have to wait. Jobs under way go on, and whoever runs Reelay has been told.",
});

/** Whether there is room for the video of another job. */
export interface RoomLeft {
  room?: Room;
  log: Logger;
}

/** Refuses what could not be posted, and what could not be kept. Throws UserError. */
export async function judgePost(left: RoomLeft, place: Place): Promise<void> {
  if (place.blocked) throw new UserError(place.blocked);
  await whileThereIsRoom(left, async () => left.room?.check());
}

/** Does what needs room; a disk that is full is said to the member, and to the operator. Throws UserError. */
export async function whileThereIsRoom<T>({ log }: Pick<RoomLeft, "log">, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DiskFull)) throw error;
    log.error({ err: error }, "the disk is full: new requests are refused");
    throw new UserError(words.full);
  }
}
