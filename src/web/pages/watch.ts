import type { RequestHandler } from "express";
import type { Clock } from "../../base/clock.ts";
import type { MediaLibrary } from "../../media/keep/library.ts";
import type { Links, Stands } from "../files/links.ts";
import { html } from "./html.ts";
import { framed, PAGE_HEADERS } from "./page-frame.ts";
import { visitorOf, words } from "./words.ts";

/**
 * `GET|HEAD /watch/:token`: a page that plays the video which `/media/:token` gives, for as long as that does. For who
 * is in the channel where the video was too large to be posted; nobody has shared it further.
 */
export function serveWatch(parts: {
  library: Pick<MediaLibrary, "has">;
  links: Pick<Links, "read">;
  stands: Stands;
  clock: Clock;
}): RequestHandler<{ token: string }> {
  const { library, links, stands, clock } = parts;
  return async (req, res, next) => {
    const { token } = req.params;
    const link = links.read(token, clock.now());
    if (!link || !(await stands(link)) || !(await library.has(link.hash))) return next();
    res.set({ ...PAGE_HEADERS, "X-Robots-Tag": "noindex, nofollow" });
    const visitor = visitorOf(req, res);
    const { say } = visitor;
    // Relative, so that it is right below whatever path the public address has.
    const file = `../../media/${token}`;
    const main = html`<article>
<div class="film"><video class="film-player" controls playsinline preload="metadata" aria-label="${say(words.theVideo)}" src="${file}"></video></div>
<div class="about">
<div class="words"><h1>${say(words.fromYourChannel)}</h1></div>
<p class="do"><a class="button" href="${file}" download="${link.name}">${say(words.download)}</a></p>
</div>
</article>`;
    res.send(framed({ title: say(words.watch), main }, visitor));
  };
}
