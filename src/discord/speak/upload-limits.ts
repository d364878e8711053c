import { type APIGuild, type REST, Routes } from "discord.js";
import type { Keyv } from "keyv";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import { forLog } from "../api/for-log.ts";

/** What the bot may upload, which differs from what the member who asks may. */
export interface UploadLimits {
  /**
   * The largest file that Discord surely takes from the bot on a server, in bytes; undefined stands for direct
   * messages. `told` is the `attachment_size_limit` of an interaction there.
   */
  of(guild: string | undefined, told: number): Promise<number>;
  /** Notes that a file of so many bytes was refused on a server. Gives what is worth trying next, in bytes: always less. */
  refused(guild: string | undefined, bytes: number): Promise<number>;
}

const MiB = 1024 * 1024;

/** What every server takes, and a direct message: docs/platforms.md, discord-upload-limit. */
export const SURE_BYTES = 10 * MiB;
/** By the level that a server's boosts have reached: docs/platforms.md, discord-tier-limits. */
const TIER_BYTES = [SURE_BYTES, SURE_BYTES, 50 * MiB, 100 * MiB] as const;
/** Every subscription gives its member more than this, so as much or less is the server's own: discord-told-limit. */
const NO_SUBSCRIPTION_BYTES = 25 * MiB;
/** Limits that Discord has had, the largest first: what is tried in turn after a refusal. */
const STEPS_BYTES = [100 * MiB, 50 * MiB, 25 * MiB, SURE_BYTES, 8 * MiB] as const;
/** No server has ever taken less: a refusal of a smaller file says nothing of the next one. */
const LEAST_BYTES = 8 * MiB;
/** A request that makes a new message is at most so large, all of it: docs/platforms.md, discord-create-request. */
export const CREATE_BYTES = 25 * MiB - 64 * 1024;

/** Boosts come and go, and so does what was refused. */
const REMEMBERED_MS = 7 * 24 * 3_600_000;
/** A server's level is asked for so often at most. */
const BELIEVED_MS = 10 * 60_000;
const MOST_SERVERS = 5_000;

const Refusal = z.object({ bytes: z.number() });

/** `drafts` remembers refusals for all processes; what it loses is learned again by one more refusal. */
export function createUploadLimits({
  rest,
  drafts,
  clock,
  log,
}: {
  rest: REST;
  drafts: Keyv<unknown>;
  clock: Pick<Clock, "now">;
  log: Logger;
}): UploadLimits {
  const tiers = new LRUCache<string, number>({
    ...{ max: MOST_SERVERS, ttl: BELIEVED_MS, ttlResolution: 0, perf: clock },
  });
  const keyOf = (guild: string | undefined) => `upload-refused:${guild ?? "dm"}`;

  const refusalIn = async (guild: string | undefined): Promise<number> =>
    Refusal.safeParse(await drafts.get(keyOf(guild))).data?.bytes ?? Number.POSITIVE_INFINITY;

  const tierOf = async (guild: string | undefined): Promise<number> => {
    if (guild === undefined) return SURE_BYTES;
    const known = tiers.get(guild);
    if (known !== undefined) return known;
    try {
      const { premium_tier } = (await rest.get(Routes.guild(guild))) as APIGuild;
      const bytes = TIER_BYTES[premium_tier] ?? SURE_BYTES;
      tiers.set(guild, bytes);
      return bytes;
    } catch (error) {
      log.warn(
        { err: forLog(error), guild },
        "Discord didn't say what a server takes, so it is what every server takes",
      );
      return SURE_BYTES;
    }
  };

  return {
    of: async (guild, told) => {
      const limit = told <= NO_SUBSCRIPTION_BYTES ? told : Math.min(told, await tierOf(guild));
      const refused = await refusalIn(guild);
      return limit < refused ? limit : below(refused);
    },
    refused: async (guild, bytes) => {
      if (bytes <= LEAST_BYTES) return below(bytes);
      const least = Math.min(bytes, await refusalIn(guild));
      await drafts.set(keyOf(guild), { bytes: least }, REMEMBERED_MS);
      return below(least);
    },
  };
}

function below(bytes: number): number {
  return STEPS_BYTES.find((step) => step < bytes) ?? Math.floor(bytes / 2);
}
