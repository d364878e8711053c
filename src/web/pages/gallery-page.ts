import { plural } from "../../base/words.ts";
import type { GalleryPage, SharedVideo } from "../../share/shown.ts";
import { type Html, html } from "./html.ts";
import { framed } from "./page-frame.ts";
import { placesOf } from "./share-page.ts";

interface Site {
  base: string;
  token: string;
  stills: boolean;
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** A page of a workspace's shared videos. */
export function galleryPage({ videos, page, pages, total }: GalleryPage, site: Site): string {
  const number = pages > 1 ? `, page ${page} of ${pages}` : "";
  return framed({
    title: "Shared videos",
    main:
      total === 0
        ? html`<div class="note"><h1>Nothing is shared yet</h1>
<p>Press Share under a finished video in the chat, and it is here.</p></div>`
        : html`<div class="gallery">
<div class="gallery-head"><h1>Shared videos</h1><p>${plural(total, "video")}${number}</p></div>
<ul class="grid">
${videos.map((video) => tile(video, site))}
</ul>
${pages > 1 && turn(page, pages, site)}
</div>`,
  });
}

function tile({ id, title, maker, madeAt, video }: SharedVideo, { base, stills }: Site): Html {
  const at = placesOf(id, base);
  const seconds = Math.round(video.seconds ?? 0);
  // The words beside them say it all: to somebody who listens, the pictures would be noise.
  return html`<li><a class="tile" href="${at.pathname}">
<span class="still">${stills && html`<img src="${at.poster}" alt="" loading="lazy" width="${video.width}" height="${video.height}">`}
${seconds > 0 && html`<span class="length">${seconds} s</span>`}</span>
${stills && html`<img class="strip" src="${at.strip}" alt="" loading="lazy">`}
<span class="tile-title" dir="auto">${title}</span>
<span class="tile-about"><bdi>${maker}</bdi> · <time datetime="${new Date(madeAt).toISOString()}">${day.format(madeAt)}</time></span>
</a></li>
`;
}

function turn(page: number, pages: number, { base, token }: Site): Html {
  const { pathname } = new URL(`${base}/gallery/${token}`);
  const to = (number: number, words: string, rel: string) =>
    html`<a class="button" rel="${rel}" href="${pathname}?page=${number}">${words}</a>`;
  return html`<nav class="turn" aria-label="Pages">
${page > 1 ? to(page - 1, "Newer", "prev") : html`<span></span>`}
${page < pages && to(page + 1, "Older", "next")}
</nav>`;
}
