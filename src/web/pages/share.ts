import type { Express, NextFunction, Request, RequestHandler, Response } from "express";
import type { Clock } from "../../base/clock.ts";
import type { MediaLibrary } from "../../media/keep/library.ts";
import type { StillsMaker } from "../../media/make/stills.ts";
import type { Media } from "../../models/parts/model.ts";
import type { SharedVideo, SharedVideos } from "../../share/shown.ts";
import type { Text } from "../../text/text.ts";
import { disposition } from "../files/media.ts";
import { sendFile } from "../files/send-file.ts";
import { serveGallery } from "./gallery.ts";
import { askerOf, createGuesses } from "./guesses.ts";
import { notePage, PAGE_HEADERS, PLAYER_HEADERS } from "./page-frame.ts";
import { playerPage, sharePage } from "./share-page.ts";
import { visitorOf, words } from "./words.ts";

export interface ShareSite {
  videos: SharedVideos;
  library: Pick<MediaLibrary, "local">;
  /** Makes posters and strips; undefined where no encoder is installed, and pages go without. */
  stills: Pick<StillsMaker, "of"> | undefined;
  /** The address under which the outside reaches us, or this machine does; without a slash at its end. */
  base(): string;
  clock: Clock;
}

/** A file of a shared video may be kept by whoever has seen it, but by no cache on its way: unshared is unshared. */
const FILE_CACHE = "private, max-age=3600";
/** Shows itself and nothing else, wherever it is opened by itself. */
const FILE_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

/** When somebody who guesses too often may try again, in seconds. */
const RETRY_AFTER = 60;

type Show = (video: SharedVideo, req: Request, res: Response, next: NextFunction) => void | Promise<void>;

/**
 * The pages of shared videos: `GET|HEAD /v/:id` with its `/player`, `/video.mp4`, `/poster.jpg` and `/strip.jpg`, and
 * `/gallery/:token`. What never was a page is answered alike, whatever was asked for, and not too often.
 */
export function mountShare(app: Express, site: ShareSite): void {
  const { videos, stills, base, clock } = site;
  const guesses = createGuesses({ clock });

  const of =
    (show: Show): RequestHandler<{ id: string }> =>
    async (req, res, next) => {
      const found = await videos.find(req.params.id);
      if (found === undefined) {
        // Only who misses is counted: behind one proxy or CDN there are many, and one who guesses shuts nobody else out.
        if (guesses.take(askerOf(req))) return tell(req, res, 404, words.notFound, words.noVideo);
        res.set("Retry-After", String(RETRY_AFTER));
        return tell(req, res, 429, words.tooOften, words.tooManyGuesses);
      }
      if (found === "gone") return tell(req, res, 410, words.gone, words.unshared);
      await show(found, req, res, next);
    };

  const still = (which: "poster" | "strip") =>
    of(async ({ video }, req, res, next) => {
      const leaving = new AbortController();
      res.once("close", () => leaving.abort());
      const made = await makeStills(stills, video, leaving.signal);
      if (made === undefined) return tell(req, res, 404, words.notFound, words.noPicture);
      await give(site, made[which], { name: made[which].name, res, next });
    });

  app.use(["/v", "/gallery"], (_req, res, next) => {
    res.set("X-Robots-Tag", "noindex, nofollow");
    next();
  });
  app.get(
    "/v/:id",
    of((video, req, res) => {
      const site = { base: base(), poster: stills !== undefined };
      res.set(PAGE_HEADERS).send(sharePage(video, site, visitorOf(req, res)));
    }),
  );
  app.get(
    "/v/:id/player",
    of((video, req, res) => {
      const site = { base: base(), poster: stills !== undefined };
      res.set(PLAYER_HEADERS).send(playerPage(video, site, visitorOf(req, res)));
    }),
  );
  app.get(
    "/v/:id/video.mp4",
    of(({ id, video }, _req, res, next) => give(site, video, { name: `reelay-${id}.mp4`, res, next })),
  );
  app.get("/v/:id/poster.jpg", still("poster"));
  app.get("/v/:id/strip.jpg", still("strip"));
  app.get("/gallery/:token", serveGallery({ videos, clock, base, stills: stills !== undefined }));
}

/** Nothing where there is no encoder, where it can't, or when nobody waits for it any more. */
async function makeStills(stills: ShareSite["stills"], video: Media, signal: AbortSignal) {
  try {
    return await stills?.of(video, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

async function give(
  { library }: Pick<ShareSite, "library">,
  { hash, type }: Media,
  { name, res, next }: { name: string; res: Response; next: NextFunction },
): Promise<void> {
  res.set({
    "Content-Type": type,
    "Content-Disposition": disposition("inline", name),
    "Content-Security-Policy": FILE_POLICY,
    "Cache-Control": FILE_CACHE,
    ETag: `"${hash}"`,
  });
  sendFile(await library.local(hash), res, next);
}

function tell(req: Request, res: Response, status: number, title: Text, text: Text): void {
  const note = notePage(title, text, visitorOf(req, res));
  res.status(status).set(PAGE_HEADERS).set("Cache-Control", "no-store").send(note);
}
