import type { GalleryPage, SharedVideo } from "../../share/shown.ts";
import { dateOf, type Text } from "../../text/text.ts";
import { type Html, html } from "./html.ts";
import { framed } from "./page-frame.ts";
import { placesOf, titleOf } from "./share-page.ts";
import { type Visitor, words } from "./words.ts";

interface Site {
  base: string;
  token: string;
  stills: boolean;
}

/** A page of a workspace's shared videos. */
export function galleryPage({ videos, page, pages, total }: GalleryPage, site: Site, visitor: Visitor): string {
  const { say } = visitor;
  const count = words.videos({ count: total });
  const shown = {
    title: say(words.shared),
    main:
      total === 0
        ? html`<div class="note"><h1>${say(words.nothingShared)}</h1>
<p>${say(words.howToShare)}</p></div>`
        : html`<div class="gallery">
<div class="gallery-head"><h1>${say(words.shared)}</h1><p>${say(pages > 1 ? words.page({ videos: count, page, pages }) : count)}</p></div>
<ul class="grid">
${videos.map((video) => tile(video, site, visitor))}
</ul>
${pages > 1 && turn(page, pages, site, visitor)}
</div>`,
  };
  return framed(shown, visitor);
}

function tile(shared: SharedVideo, { base, stills }: Site, { say }: Visitor): Html {
  const { id, maker, madeAt, video } = shared;
  const at = placesOf(id, base);
  const seconds = Math.round(video.seconds ?? 0);
  // The words beside them say it all: to somebody who listens, the pictures would be noise.
  return html`<li><a class="tile" href="${at.pathname}">
<span class="still">${stills && html`<img src="${at.poster}" alt="" loading="lazy" width="${video.width}" height="${video.height}">`}
${seconds > 0 && html`<span class="length">${say(words.length({ seconds }))}</span>`}</span>
${stills && html`<img class="strip" src="${at.strip}" alt="" loading="lazy">`}
<span class="tile-title" dir="auto">${say(titleOf(shared))}</span>
<span class="tile-about"><bdi>${maker}</bdi> · <time datetime="${new Date(madeAt).toISOString()}">${say(dateOf(madeAt))}</time></span>
</a></li>
`;
}

function turn(page: number, pages: number, { base, token }: Site, { say }: Visitor): Html {
  const { pathname } = new URL(`${base}/gallery/${token}`);
  const to = (number: number, label: Text, rel: string) =>
    html`<a class="button" rel="${rel}" href="${pathname}?page=${number}">${say(label)}</a>`;
  return html`<nav class="turn" aria-label="${say(words.pages)}">
${page > 1 ? to(page - 1, words.newer, "prev") : html`<span></span>`}
${page < pages && to(page + 1, words.older, "next")}
</nav>`;
}
