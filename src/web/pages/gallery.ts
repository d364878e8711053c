import type { RequestHandler } from "express";
import type { Clock } from "../../base/clock.ts";
import type { SharedVideos } from "../../share/shown.ts";
import { galleryPage } from "./gallery-page.ts";
import { notePage, PAGE_HEADERS } from "./page-frame.ts";
import { visitorOf, words } from "./words.ts";

/** `GET|HEAD /gallery/:token`: what a workspace shares, a page of it at a time. */
export function serveGallery(parts: {
  videos: Pick<SharedVideos, "gallery">;
  clock: Clock;
  base(): string;
  /** Whether there are posters and strips. */
  stills: boolean;
}): RequestHandler<{ token: string }> {
  const { videos, clock, base, stills } = parts;
  return async (req, res) => {
    const { token } = req.params;
    const found = await videos.gallery(token, pageIn(req.query.page), clock.now());
    const visitor = visitorOf(req, res);
    res.set(PAGE_HEADERS);
    if (found === undefined) {
      res
        .status(404)
        .set("Cache-Control", "no-store")
        .send(notePage(words.notFound, words.galleryExpired, visitor));
      return;
    }
    res.send(galleryPage(found, { base: base(), token, stills }, visitor));
  };
}

/** A page's number; the first for what is none. */
function pageIn(asked: unknown): number {
  return typeof asked === "string" && /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
}
