import { removedCard } from "../chat/cards/notices.ts";
import { type Chat, MessageGone } from "../chat/contract/chat.ts";
import type { Platform } from "../chat/contract/invocation.ts";
import { renderCard } from "../chat/contract/render-card.ts";
import { letGoVideos } from "../generations/after/let-go.ts";
import { createSweeper, type Sweeper } from "../generations/after/sweep.ts";
import { deleteUploaded } from "../generations/files/addresses.ts";
import { resumeForgetting } from "../privacy/forget.ts";
import type { TakeOut } from "../privacy/member/said-of.ts";
import { EXPORT_LIVES_MS, endOldExports } from "../privacy/service.ts";
import type { Config } from "./config/environment.ts";
import type { JobPorts } from "./job-ports.ts";

const DAY_MS = 24 * 3_600_000;
/** A bot that rests longer than this is rare; a clock that is wrong by more is not. */
const LONG_UNSEEN_MS = 14 * DAY_MS;
const LONG_UNSEEN =
  "so long nothing was done here: should the clock be wrong, stop Reelay and set it; old files are deleted in a day";

/** What ends what is kept: `takeOut` a message, the sweeper everything for its age. */
export interface Keeping {
  takeOut: TakeOut;
  sweeper: Sweeper;
}

/**
 * Puts together what ends what is kept. `unseenMs` is how long nobody had seen the store when it
 * was opened, in milliseconds.
 */
export function createKeeping(
  config: Config,
  { ports, speaks, unseenMs }: { ports: JobPorts; speaks(platform: Platform): Chat | undefined; unseenMs: number },
): Keeping {
  const { db, library, clock, log } = ports;
  const takeOut: TakeOut = async (platform, message) => {
    const chat = speaks(platform as Platform);
    if (!chat) throw new Error(`No adapter for ${platform} runs here`);
    try {
      await chat.edit(message, renderCard(removedCard(), "en"));
    } catch (error) {
      if (!(error instanceof MessageGone)) throw error;
    }
  };
  const forgetting = {
    ...{ db, library, takeOut, log },
    deleteUploaded: (hash: string) => deleteUploaded(ports, hash),
  };
  const { KEEP_VIDEOS_DAYS: days, KEEP_VIDEOS_GB: gigabytes } = config;
  // Nothing is deleted for its age by a clock that may be wrong before somebody can have seen it.
  const waitMs = unseenMs > LONG_UNSEEN_MS ? DAY_MS : 0;
  if (waitMs > 0) log.warn({ days: Math.round(unseenMs / DAY_MS) }, LONG_UNSEEN);
  const sweeper = createSweeper({
    ...{ db, library, waitMs, clock, log },
    keepInputsMs: config.KEEP_INPUTS_DAYS * DAY_MS,
    finish: () => resumeForgetting(forgetting, clock.now()),
    first: async () => {
      await endOldExports(forgetting, clock.now() - EXPORT_LIVES_MS);
      await letGoVideos(ports, { days, bytes: gigabytes && gigabytes * 1e9 });
    },
  });
  return { takeOut, sweeper };
}
