import type { Clock } from "../base/clock.ts";
import { UserError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import type { Actor, Place } from "../chat/contract/invocation.ts";
import { findJob, userOf } from "../generations/states/whose.ts";
import type { Db, GenerationRow } from "../store/tables.ts";
import { sentences } from "../text/sentences.ts";
import type { GalleryLinks } from "./gallery-links.ts";
import type { Shares } from "./shares.ts";

/** How a video is shared now. */
export interface Sharing {
  url: string;
  /** Whether the page shows the prompt. */
  prompt: boolean;
  /** Whether whoever asked may let it be shown: its maker alone. */
  mayShowPrompt: boolean;
}

/** What a member does with shared videos. All throw UserError where the outside can't reach Reelay. */
export interface MemberShares {
  /**
   * Shares a job's video by a page of its own; one that is shared keeps its page. `prompt` says whether the page shows
   * the prompt, which is its maker's to allow. Throws UserError for a job that is neither theirs nor an admin's to
   * share, and for one that has no video.
   */
  share(job: string, asked?: { prompt?: boolean | undefined }): Promise<Sharing>;
  /** Ends it; the page is gone for good. False when it was not shared. Throws UserError as `share`. */
  unshare(job: string): Promise<boolean>;
  /** Where what the workspace shares can be seen, until a time in milliseconds since 1970; and how many that are. */
  gallery(): Promise<{ url: string; until: number; count: number }>;
}

export interface ShareParts {
  db: Db;
  shares: Shares;
  links: GalleryLinks;
  /** The address under which the outside reaches us, without a slash at its end; undefined when it can't. */
  base: string | undefined;
  clock: Clock;
  log: Logger;
}

/** Long enough to look through it today; a next one is one command away. */
const GALLERY_LINK_LIVES_MS = 24 * 3_600_000;

const words = sentences("share", {
  unreachable: "Links don't work yet: this Reelay has no public address. Ask whoever runs it to set PUBLIC_URL.",
  deleted: "That video has been deleted, so there's nothing to share.",
  letGo: "That video is no longer kept, so there's nothing to share.",
  noVideo: "That job has no video yet. You can share it once it's in the channel.",
  notYourPrompt: "Only {maker} can show the prompt: the words are theirs.",
  noJob: "There's no such job. Type /jobs to see yours.",
  notYours: "That's {maker}'s video. Only they and admins can share it or stop sharing it.",
});

export function sharesFor(parts: ShareParts, { actor, place }: { actor: Actor; place: Place }): MemberShares {
  const { db, shares, links, clock, log } = parts;
  const base = (): string => {
    if (parts.base === undefined) throw new UserError(words.unreachable);
    return parts.base;
  };
  return {
    share: async (id, { prompt } = {}) => {
      const at = base();
      const job = await find(db, id, { actor, place });
      if (job.deleted_at !== null) throw new UserError(words.deleted);
      if (job.let_go_at !== null) throw new UserError(words.letGo);
      if (job.video === null) throw new UserError(words.noVideo);
      const mine = job.member === actor.id;
      if (prompt && !mine) throw new UserError(words.notYourPrompt({ maker: job.member_name }));
      const share = await shares.begin(job, { sharer: actor.id, prompt });
      log.info({ generation: id, by: actor.id, prompt: share.prompt === 1 }, "video shared");
      return { url: `${at}/v/${share.id}`, prompt: share.prompt === 1, mayShowPrompt: mine };
    },
    unshare: async (id) => {
      const job = await find(db, id, { actor, place });
      const ended = await shares.end(job.id);
      if (ended) log.info({ generation: id, by: actor.id }, "video unshared");
      return ended;
    },
    gallery: async () => {
      const at = base();
      const until = clock.now() + GALLERY_LINK_LIVES_MS;
      const { workspace } = place;
      const token = links.sign({ workspace, expiresAt: until });
      return { url: `${at}/gallery/${token}`, until, count: await shares.count(workspace) };
    },
  };
}

/** The job, where it is theirs to share. Throws UserError. */
async function find(db: Db, id: string, asker: { actor: Actor; place: Place }): Promise<GenerationRow> {
  const found = await findJob(db, userOf(asker), id);
  if (!found) throw new UserError(words.noJob);
  if ("row" in found) return found.row;
  throw new UserError(words.notYours({ maker: found.anothers }));
}
