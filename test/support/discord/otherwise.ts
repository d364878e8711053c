import { refusals } from "./errors.ts";
import type { Call, Handler, Route } from "./routes.ts";
import type { MessageBody } from "./rules.ts";
import type { Component, Json, Media } from "./types.ts";
import type { World } from "./world.ts";

/** What changes at the routes when a row of docs/platforms.md doesn't hold. */
interface Turn {
  method: string;
  path: RegExp;
  handle(next: Handler, world: World): Handler;
}

const FAR_OFF = (0xffffffff).toString(16);
const MESSAGES = /^\^\/channels\/.*\/messages/;

const OTHERWISE: Readonly<Record<string, Turn>> = {
  "discord-attachments-shown": showing((message) => {
    const media = mediaOf(message);
    const attachments = media.map(({ attachment_id: id, url, content_type }) => {
      const filename = decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "");
      return { id, filename, size: 1, url, proxy_url: url, content_type };
    });
    return { ...message, attachments };
  }),
  "discord-media-attachment-id": showing((message) => withMedia(message, ({ attachment_id: _, ...media }) => media)),
  "discord-video-gallery": showing((message) =>
    withMedia(message, (media) => ({ ...media, content_type: "application/octet-stream" })),
  ),
  "discord-filename": showing((message) =>
    withMedia(message, (media) => ({ ...media, url: media.url.replace(/[^/]+\.mp4/, "unknown.mp4") })),
  ),
  "discord-cdn-expiry": showing((message) =>
    withMedia(message, (media) => ({ ...media, url: media.url.replace(/\bex=[0-9a-f]+/, `ex=${FAR_OFF}`) })),
  ),
  "discord-component-ids-kept": showing((message) => ({
    ...message,
    components: componentsOf(message).map((component, index) => ({ ...component, id: index + 1 })),
  })),
  "discord-nonce": {
    method: "POST",
    path: MESSAGES,
    handle:
      (next) =>
      (call, ...ids) =>
        next(withoutNonce(call), ...ids),
  },
  "discord-keep-file": {
    method: "PATCH",
    path: MESSAGES,
    handle:
      (next) =>
      (call, ...ids) => {
        const { attachments } = call.body as MessageBody;
        const kept = attachments?.some(({ id }) => !call.uploads.has(Number(id)));
        if (kept) throw refusals.badForm(["attachments[0]: it can't be kept"]);
        return next(call, ...ids);
      },
  },
  "discord-cdn-gone": {
    method: "DELETE",
    path: MESSAGES,
    handle:
      (next, world) =>
      (call, ...ids) => {
        const there = new Map(world.attachments);
        const told = next(call, ...ids);
        for (const [id, attachment] of there) world.attachments.set(id, attachment);
        return told;
      },
  },
};

/** A message that is read is given in another way. */
function showing(change: (message: Json) => Json): Turn {
  return {
    method: "GET",
    path: MESSAGES,
    handle:
      (next) =>
      (call, ...ids) => {
        const told = next(call, ...ids);
        return Array.isArray(told) ? told.map((one) => change(one as Json)) : change(told as Json);
      },
  };
}

function componentsOf({ components }: Json): readonly Component[] {
  return (components ?? []) as readonly Component[];
}

function mediaOf(message: Json): Media[] {
  return componentsOf(message)
    .flatMap(inside)
    .flatMap(({ items = [] }) => items.map(({ media }) => media));
}

function inside(component: Component): Component[] {
  return [component, ...(component.components ?? []).flatMap(inside)];
}

function withMedia(message: Json, change: (media: Media) => Json): Json {
  const changed = (component: Component): Component => {
    const { components, items } = component;
    return {
      ...component,
      ...(components ? { components: components.map(changed) } : {}),
      ...(items ? { items: items.map((item) => ({ ...item, media: change(item.media) as Media })) } : {}),
    };
  };
  return { ...message, components: componentsOf(message).map(changed) };
}

function withoutNonce(call: Call): Call {
  const { nonce: _, enforce_nonce: __, ...body } = call.body as MessageBody;
  return { ...call, body };
}

/** The rows of docs/platforms.md that can be turned false here. */
export const TURNABLE: readonly string[] = Object.keys(OTHERWISE);

/** The routes of a Discord in which these rows of docs/platforms.md don't hold. */
export function turned(routes: readonly Route[], world: World, rows: readonly string[]): readonly Route[] {
  return rows.reduce((made, row) => {
    const turn = OTHERWISE[row];
    if (!turn) throw new RangeError(`Nobody knows how Discord would be without ${row}`);
    return made.map((route) => {
      const fits = route.method === turn.method && turn.path.test(route.pattern.source.replaceAll("\\/", "/"));
      return fits ? { ...route, handle: turn.handle(route.handle, world) } : route;
    });
  }, routes);
}
