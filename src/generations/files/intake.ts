import type { Clock } from "../../base/clock.ts";
import { UserError } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { megabytes } from "../../base/words.ts";
import type { MediaLibrary, Stored } from "../../media/keep/library.ts";
import { unusedOf } from "../../store/file-uses.ts";
import type { Db } from "../../store/tables.ts";
import { inMegabytes } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";

const words = sentences("intake", {
  usedUp:
    "You've sent {most} of files within an hour, the most I take from one member. Send this again in {minutes, plural, one {# minute} other {# minutes}}.",
});

/** What one request has brought into the library. It is ended by `settle`, before which `keep` may have been called. */
export interface Basket {
  /** Keeps a stream's bytes. Throws what the library's `put` throws, and UserError when the member's share is used up. */
  put(stream: AsyncIterable<Uint8Array>, limits: { limitBytes: number }): Promise<Stored>;
  /** The request is over: what it brought and nobody needs goes. Never throws. */
  settle(): Promise<void>;
  /** The request may yet be said yes to: all stays, until a sweep finds it old. */
  keep(): void;
}

/** Takes members' files in: no more of a member's than their share, and nothing stays of what was refused. */
export interface Intake {
  open(member: { workspace: string; member: string }): Basket;
}

interface IntakeParts {
  db: Db;
  library: Pick<MediaLibrary, "put" | "remove">;
  clock: Clock;
  log: Logger;
}

/** What a member may send in an hour, whether it comes to anything or not: five of the largest videos. */
const SHARE_BYTES = megabytes(1_000);
const LARGEST_BYTES = megabytes(200);
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Members whose share is remembered, some 1 MB of them. */
const REMEMBERED = 10_000;

/** A file that requests under way have in hand: how many, how often it was taken, and whether one of them brought it. */
interface InHand {
  readonly holders: number;
  readonly takes: number;
  readonly brought: boolean;
}

export function createIntake({ db, library, clock, log }: IntakeParts): Intake {
  const shares = createShares(clock);
  const inHand = new Map<string, InHand>();
  const removals = new Map<string, Promise<void>>();

  /** Takes the file in hand before the library looks for it, so that nobody removes what it finds. */
  const claim = async (hash: string): Promise<void> => {
    // What is being removed is still there to be found, and gone a moment later.
    for (let removal = removals.get(hash); removal; removal = removals.get(hash)) await removal;
    const file = inHand.get(hash) ?? { holders: 0, takes: 0, brought: false };
    inHand.set(hash, { ...file, holders: file.holders + 1, takes: file.takes + 1 });
  };
  const note = ({ hash, added }: Stored): void => {
    const file = inHand.get(hash);
    if (file && added) inHand.set(hash, { ...file, brought: true });
  };
  /** One holder less. Gives what is left of them. */
  const drop = (hash: string): number => {
    const { holders, ...file } = inHand.get(hash) ?? { holders: 1, takes: 0, brought: false };
    if (holders > 1) inHand.set(hash, { ...file, holders: holders - 1 });
    else inHand.delete(hash);
    return holders - 1;
  };
  /** Of several that have the file in hand the last removes it, if none of them has come to need it. Never throws. */
  const end = async (hash: string): Promise<void> => {
    for (;;) {
      const { holders, takes, brought } = inHand.get(hash) ?? { holders: 1, takes: 0, brought: false };
      if (holders > 1 || !brought) return void drop(hash);
      const unused = await isUnused(hash);
      // Somebody who took it meanwhile may have begun a job and be gone again.
      if (inHand.get(hash)?.takes !== takes) continue;
      if (drop(hash) === 0 && unused) await remove(hash);
      return;
    }
  };
  /** What the request came to stands all the same; a sweep finds the file. */
  const sayLeft = (error: unknown) => log.warn({ err: error }, "a file of a refused request could not be removed");
  /** Who can't find out leaves it to a sweep. */
  const isUnused = async (hash: string): Promise<boolean> => {
    try {
      return (await unusedOf(db, [hash])).length > 0;
    } catch (error) {
      sayLeft(error);
      return false;
    }
  };
  const remove = async (hash: string): Promise<void> => {
    const removal = library
      .remove(hash)
      .catch(sayLeft)
      .finally(() => removals.delete(hash));
    removals.set(hash, removal);
    await removal;
  };

  return {
    open: ({ workspace, member }) => {
      const share = shares.of(`${workspace} ${member}`);
      const held: string[] = [];
      return {
        put: async (stream, limits) => {
          const claimed: string[] = [];
          try {
            const stored = await library.put(metered(stream, share), {
              ...limits,
              claim: async (hash) => {
                await claim(hash);
                claimed.push(hash);
              },
            });
            note(stored);
            held.push(...claimed);
            return stored;
          } catch (error) {
            for (const hash of claimed) await end(hash);
            throw error;
          }
        },
        settle: async () => {
          for (const hash of held.splice(0)) await end(hash);
        },
        keep: () => {
          for (const hash of held.splice(0)) drop(hash);
        },
      };
    },
  };
}

/** A member's share: it fills up again over an hour. */
interface Share {
  /** Takes so many bytes of it, even where there are fewer. Gives how many are left. */
  take(bytes: number): number;
}

function createShares(clock: Clock): { of(member: string): Share } {
  // Who sent something longest ago is the first.
  const known = new Map<string, { left: number; at: number }>();
  return {
    of: (member) => ({
      take: (bytes) => {
        const now = clock.now();
        const { left, at } = known.get(member) ?? { left: SHARE_BYTES, at: now };
        const filled = Math.min(SHARE_BYTES, left + (Math.max(0, now - at) / HOUR_MS) * SHARE_BYTES);
        known.delete(member);
        known.set(member, { left: filled - bytes, at: now });
        const [first] = known.keys();
        if (known.size > REMEMBERED && first !== undefined) known.delete(first);
        return filled - bytes;
      },
    }),
  };
}

async function* metered(stream: AsyncIterable<Uint8Array>, share: Share): AsyncGenerator<Uint8Array> {
  if (share.take(0) <= 0) throw usedUp(share);
  for await (const chunk of stream) {
    if (share.take(chunk.byteLength) < 0) throw usedUp(share);
    yield chunk;
  }
}

function usedUp(share: Share): UserError {
  const minutes = Math.ceil(((LARGEST_BYTES - share.take(0)) / SHARE_BYTES) * (HOUR_MS / MINUTE_MS));
  return new UserError(words.usedUp({ most: inMegabytes(SHARE_BYTES), minutes }));
}
