import { shorten } from "../base/words.ts";
import { isDeparted } from "../generations/makers/departed.ts";
import type { Models } from "../generations/makers/finder.ts";
import { promptOf } from "../generations/show/words.ts";
import type { MediaLibrary } from "../media/keep/library.ts";
import type { Media, Model } from "../models/parts/model.ts";
import type { Text } from "../text/text.ts";
import type { GalleryLinks } from "./gallery-links.ts";
import type { Shared, Shares } from "./shares.ts";

/** A shared video as a page shows it. All words are plain text, as people wrote them. */
export interface SharedVideo {
  /** The end of its page's address. */
  id: string;
  /** One line: the prompt's beginning where that is shown, else who made it. */
  title: string | undefined;
  /** Undefined unless its maker lets it be shown. */
  prompt: string | undefined;
  /** The model's name for people. */
  model: Text;
  /** `5 s · 720p · 16:9`. */
  details: Text | undefined;
  maker: string;
  /** Milliseconds since 1970. */
  madeAt: number;
  video: Media;
}

/** One page of what a workspace shares. */
export interface GalleryPage {
  videos: readonly SharedVideo[];
  /** From 1 on. */
  page: number;
  pages: number;
  /** Of all pages together. */
  total: number;
}

/** What the web shows of shared videos. */
export interface SharedVideos {
  /** The video of a page: `gone` once it was unshared or deleted, undefined when there never was such a page. */
  find(id: string): Promise<SharedVideo | "gone" | undefined>;
  /** What a gallery's token gives; undefined when it is none, or has expired. A page past the end is the last one. */
  gallery(token: string, page: number, now: number): Promise<GalleryPage | undefined>;
}

/** Three or four columns of them fill rows evenly. */
const A_PAGE = 24;
/** Discord shows 256 characters of a title, Slack about 100 before it breaks the line. */
const TITLE_CHARS = 100;

/** Marks that turn the direction of what follows, and characters that show nothing: a title stands among others' words. */
const UNSEEN = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

export function createSharedVideos(parts: {
  shares: Shares;
  links: GalleryLinks;
  library: Pick<MediaLibrary, "has">;
  /** The one finder of what made a job. */
  model: Models["model"];
}): SharedVideos {
  const { shares, links, library, model } = parts;
  const shown = async (shared: Shared): Promise<SharedVideo | undefined> => {
    const video = videoOf(shared, model(shared.job.model));
    return (await library.has(video.video.hash)) ? video : undefined;
  };
  return {
    find: async (id) => {
      const shared = await shares.find(id);
      return shared === undefined || shared === "gone" ? shared : ((await shown(shared)) ?? "gone");
    },
    gallery: async (token, wanted, now) => {
      const link = links.read(token, now);
      if (link === undefined) return undefined;
      const total = await shares.count(link.workspace);
      const pages = Math.max(1, Math.ceil(total / A_PAGE));
      const page = Math.min(pages, wanted);
      const shared = await shares.list(link.workspace, { limit: A_PAGE, offset: (page - 1) * A_PAGE });
      const videos = (await Promise.all(shared.map(shown))).filter((video) => video !== undefined);
      return { videos, page, pages, total };
    },
  };
}

function videoOf({ share, job }: Shared, model: Model): SharedVideo {
  const input: unknown = JSON.parse(job.input);
  const prompt = (share.prompt === 1 && promptOf(input).trim()) || undefined;
  const line = (prompt ?? "").replace(/\s+/g, " ").replace(UNSEEN, "");
  const maker = job.member_name.replace(UNSEEN, " ").trim();
  return {
    id: share.id,
    title: shorten(line, TITLE_CHARS) || undefined,
    prompt,
    model: model.label,
    details: isDeparted(model) ? undefined : model.describe(input),
    maker,
    madeAt: job.finished_at ?? job.created_at,
    video: JSON.parse(job.video ?? "") as Media,
  };
}
