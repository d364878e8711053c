import type { SharedVideo } from "../../share/shown.ts";
import { dateOf, dotted, type Text } from "../../text/text.ts";
import { type Html, html } from "./html.ts";
import { bare, framed } from "./page-frame.ts";
import { type Visitor, words } from "./words.ts";

interface Site {
  /** The address under which pages are reached, without a slash at its end. */
  base: string;
  /** Whether there are posters. */
  poster: boolean;
}

/** Where a video's page and files are: whole addresses for those who read the tags, paths for the page itself. */
export function placesOf(id: string, base: string) {
  const page = `${base}/v/${id}`;
  const { pathname } = new URL(page);
  const path = (name: string) => `${pathname}/${name}`;
  return { page, pathname, video: path("video.mp4"), poster: path("poster.jpg"), strip: path("strip.jpg") };
}

/** A name whose letters run the other way turns nothing around it: Unicode's isolates, where no element can stand. */
function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

/** What the video is called: its first words, where its maker lets them be seen. */
export function titleOf({ title, maker }: Pick<SharedVideo, "title" | "maker">): Text {
  return title ?? words.videoBy({ maker });
}

/** The page of one shared video. */
export function sharePage(shared: SharedVideo, site: Site, visitor: Visitor): string {
  const { say } = visitor;
  const { prompt, maker, model, details, madeAt, video } = shared;
  const title = say(titleOf(shared));
  const { video: file } = placesOf(shared.id, site.base);
  const page = {
    title,
    tags: tagsOf(shared, site, visitor),
    main: html`<article>
<div class="film${video.height > video.width && " tall"}">${player(shared, site, { look: "film-player", visitor })}</div>
<div class="about">
<div class="words">
<h1 dir="auto">${say(words.videoBy({ maker: isolated(maker) }))}</h1>
${prompt !== undefined && html`<p class="prompt" dir="auto">${prompt}</p>`}
</div>
<dl class="facts">
<div><dt>${say(words.model)}</dt><dd>${say(model)}</dd></div>
${details !== undefined && html`<div><dt>${say(words.video)}</dt><dd>${say(details)}</dd></div>`}
<div><dt>${say(words.madeOn)}</dt><dd><time datetime="${new Date(madeAt).toISOString()}">${say(dateOf(madeAt))}</time></dd></div>
</dl>
<p class="do"><a class="button" href="${file}" download="reelay-${shared.id}.mp4">${say(words.download)}</a></p>
</div>
</article>`,
  };
  return framed(page, visitor);
}

/** The video alone, as large as the frame that it stands in. */
export function playerPage(shared: SharedVideo, site: Site, visitor: Visitor): string {
  const title = visitor.say(titleOf(shared));
  const film = player(shared, site, { look: "alone-player", visitor });
  return bare({ title, main: html`<main class="alone"><h1 class="unseen">${title}</h1>${film}</main>` }, visitor);
}

function player(
  shared: SharedVideo,
  { base, poster }: Site,
  { look, visitor }: { look: string; visitor: Visitor },
): Html {
  const { id, video } = shared;
  const title = visitor.say(titleOf(shared));
  const at = placesOf(id, base);
  const still = poster ? html` poster="${at.poster}"` : undefined;
  const { width, height, type } = video;
  return html`<video class="${look}" controls playsinline preload="metadata" width="${width}" height="${height}"${still} aria-label="${title}">
<source src="${at.video}" type="${type}">
<a href="${at.video}">${visitor.say(words.watchTheVideo)}</a>
</video>`;
}

/** What chats and other sites read of a page, so that its link plays there: Open Graph (ogp.me) and Twitter's player card. */
function tagsOf(shared: SharedVideo, { base, poster }: Site, { say }: Visitor): Html {
  const { id, maker, model, details, prompt, video } = shared;
  const title = say(titleOf(shared));
  const { page } = placesOf(id, base);
  const file = `${page}/video.mp4`;
  const about = say(dotted(model, details, prompt !== undefined && words.by({ maker })));
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
        graph("og:image:alt", say(words.frameOf({ title }))),
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
