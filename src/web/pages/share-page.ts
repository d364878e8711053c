import type { SharedVideo } from "../../share/shown.ts";
import { type Html, html } from "./html.ts";
import { bare, framed } from "./page-frame.ts";

interface Site {
  /** The address under which pages are reached, without a slash at its end. */
  base: string;
  /** Whether there are posters. */
  poster: boolean;
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** Where a video's page and files are: whole addresses for those who read the tags, paths for the page itself. */
export function placesOf(id: string, base: string) {
  const page = `${base}/v/${id}`;
  const { pathname } = new URL(page);
  const path = (name: string) => `${pathname}/${name}`;
  return { page, pathname, video: path("video.mp4"), poster: path("poster.jpg"), strip: path("strip.jpg") };
}

/** The page of one shared video. */
export function sharePage(shared: SharedVideo, site: Site): string {
  const { title, prompt, maker, model, details, madeAt, video } = shared;
  const { video: file } = placesOf(shared.id, site.base);
  return framed({
    title,
    tags: tagsOf(shared, site),
    main: html`<article>
<div class="${video.height > video.width ? "film tall" : "film"}">${player(shared, site, "film-player")}</div>
<div class="about">
<div class="words">
<h1>A video by <bdi>${maker}</bdi></h1>
${prompt !== undefined && html`<p class="prompt" dir="auto">${prompt}</p>`}
</div>
<dl class="facts">
<div><dt>Model</dt><dd>${model}</dd></div>
${details !== undefined && html`<div><dt>Video</dt><dd>${details}</dd></div>`}
<div><dt>Made on</dt><dd><time datetime="${new Date(madeAt).toISOString()}">${day.format(madeAt)}</time></dd></div>
</dl>
<p class="do"><a class="button" href="${file}" download="reelay-${shared.id}.mp4">Download</a></p>
</div>
</article>`,
  });
}

/** The video alone, as large as the frame that it stands in. */
export function playerPage(shared: SharedVideo, site: Site): string {
  return bare({
    title: shared.title,
    main: html`<main class="alone"><h1 class="unseen">${shared.title}</h1>${player(shared, site, "alone-player")}</main>`,
  });
}

function player({ id, title, video }: SharedVideo, { base, poster }: Site, look: string): Html {
  const at = placesOf(id, base);
  const still = poster ? html` poster="${at.poster}"` : undefined;
  const { width, height, type } = video;
  return html`<video class="${look}" controls playsinline preload="metadata" width="${width}" height="${height}"${still} aria-label="${title}">
<source src="${at.video}" type="${type}">
<a href="${at.video}">Watch the video</a>
</video>`;
}

/** What chats and other sites read of a page, so that its link plays there: Open Graph (ogp.me) and Twitter's player card. */
function tagsOf({ id, title, maker, model, details, prompt, video }: SharedVideo, { base, poster }: Site): Html {
  const { page } = placesOf(id, base);
  const file = `${page}/video.mp4`;
  const about = [model, details, prompt === undefined ? undefined : `by ${maker}`].filter(Boolean).join(" · ");
  const { width, height, type } = video;
  const named = (name: string, content: string | number) => html`<meta name="${name}" content="${content}">\n`;
  const graph = (property: string, content: string | number) =>
    html`<meta property="${property}" content="${content}">\n`;
  const sides = (of: string) => [graph(`${of}:width`, width), graph(`${of}:height`, height)];
  return html`<link rel="canonical" href="${page}">
${[
  named("description", about),
  graph("og:site_name", "Reelay"),
  graph("og:type", "video.other"),
  graph("og:url", page),
  graph("og:title", title),
  graph("og:description", about),
  ...(poster
    ? [
        graph("og:image", `${page}/poster.jpg`),
        graph("og:image:type", "image/jpeg"),
        graph("og:image:alt", `A frame of the video: ${title}`),
      ]
    : []),
  graph("og:video", file),
  ...(base.startsWith("https:") ? [graph("og:video:secure_url", file)] : []),
  graph("og:video:type", type),
  ...sides("og:video"),
  named("twitter:card", "player"),
  named("twitter:title", title),
  named("twitter:description", about),
  ...(poster ? [named("twitter:image", `${page}/poster.jpg`)] : []),
  named("twitter:player", `${page}/player`),
  named("twitter:player:width", width),
  named("twitter:player:height", height),
  named("twitter:player:stream", file),
  named("twitter:player:stream:content_type", type),
]}`;
}
