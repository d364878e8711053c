import {
  type APIAttachment,
  type APIComponentInContainer,
  type APIMessage,
  type APIMessageTopLevelComponent,
  type APISectionAccessoryComponent,
  type APIUnfurledMediaItem,
  ComponentType,
} from "discord.js";

/** A picture, a video or another file that a message has: attached to it, or shown by one of its components. */
export interface ShownFile {
  /** Discord's id of it; undefined where a component shows what is at somebody else's address. */
  id: string | undefined;
  name: string;
  /** Discord says it of an attachment and in a file's own component, and not in a gallery. */
  bytes: number | undefined;
  url: string;
  /** What Discord takes it for: `video/mp4`. */
  contentType: string | undefined;
}

type Component = APIMessageTopLevelComponent | APIComponentInContainer | APISectionAccessoryComponent;

/**
 * The files of a message or of what it forwards, each once, in the order in which they are shown. Those that its
 * components show are not among its attachments: docs/platforms.md, discord-attachments-shown.
 */
export function filesIn({ attachments = [], components = [] }: Partial<APIMessage>): ShownFile[] {
  const files = [...attachments.map(attached), ...components.flatMap(shownBy)];
  const seen = new Set<string>();
  return files.filter(({ id, url }) => {
    const key = id ?? url;
    return !seen.has(key) && seen.add(key);
  });
}

function attached({ id, filename, size, url, content_type }: APIAttachment): ShownFile {
  return { id, name: filename, bytes: size, url, contentType: content_type };
}

function shownBy(component: Component): ShownFile[] {
  switch (component.type) {
    case ComponentType.Container:
      return component.components.flatMap(shownBy);
    case ComponentType.Section:
      return shownBy(component.accessory);
    case ComponentType.MediaGallery:
      return component.items.map(({ media }) => fileOf(media));
    case ComponentType.Thumbnail:
      return [fileOf(component.media)];
    case ComponentType.File:
      return [fileOf(component.file, component)];
    default:
      return [];
  }
}

function fileOf(
  { attachment_id: id, url, content_type }: APIUnfurledMediaItem,
  { name, size }: { name?: string | null; size?: number | null } = {},
): ShownFile {
  return { id, name: name ?? nameIn(url), bytes: size ?? undefined, url, contentType: content_type ?? undefined };
}

/** A gallery doesn't say its files' names, but Discord's addresses end in them. */
function nameIn(url: string): string {
  const last = URL.canParse(url) ? new URL(url).pathname.split("/").at(-1) : undefined;
  if (!last) return "file";
  try {
    return decodeURIComponent(last);
  } catch (error) {
    if (error instanceof URIError) return last;
    throw error;
  }
}
