import type { APIEmbed, APIMessage } from "discord.js";
import type { RawValue } from "../chat/invocation.ts";
import type { FilePlace, MessageCommand } from "../chat/message-command.ts";
import { attachmentOf, type FetchFile, fileData } from "./attachments.ts";

type Kind = "image" | "video";

/** A picture or a video of a message, attached to it or shown by a link in it. */
export interface MessageFile {
  kind: Kind;
  /** What fills the option: the attachment, or the link's address. */
  value: RawValue;
}

/** What a message command is to work with, and of how many files it was chosen. */
export interface Chosen extends MessageFile {
  place: FilePlace;
  of: number;
}

type Shown = Pick<APIMessage, "attachments" | "embeds">;

const ENDINGS: Readonly<Record<Kind, RegExp>> = {
  image: /\.(png|jpe?g|webp|gif)$/i,
  video: /\.(mp4|mov|m4v|webm)$/i,
};

/** The first file of the message, or of one that it forwards, that the command takes. */
export function chooseFile(command: MessageCommand, message: APIMessage, fetchFile: FetchFile): Chosen | undefined {
  const forwarded = (message.message_snapshots ?? []).map((snapshot) => snapshot.message);
  const files = [message, ...forwarded].flatMap((one) => filesOf(one, fetchFile));
  const fitting = files.flatMap((file) => {
    const place = command[file.kind];
    return place ? [{ ...file, place }] : [];
  });
  const [first] = fitting;
  return first && { ...first, of: fitting.length };
}

/** What it could have worked with. */
export function takenBy(command: MessageCommand): Kind[] {
  return (["image", "video"] as const).filter((kind) => command[kind] !== undefined);
}

function filesOf({ attachments = [], embeds = [] }: Partial<Shown>, fetchFile: FetchFile): MessageFile[] {
  const attached = attachments.flatMap((attachment): MessageFile[] => {
    const kind = kindOf(attachment.filename, attachment.content_type);
    return kind ? [{ kind, value: attachmentOf(fileData(attachment), fetchFile) }] : [];
  });
  return [...attached, ...embeds.flatMap(shownBy)];
}

/** A link's own file first. A player's page, such as YouTube's, is no file, and its thumbnail is what there is. */
function shownBy({ image, video, thumbnail, type }: APIEmbed): MessageFile[] {
  const url = video?.url;
  if (url !== undefined && (type === "gifv" || kindOf(pathOf(url)) === "video")) return [{ kind: "video", value: url }];
  const picture = image?.url ?? thumbnail?.url;
  return picture === undefined ? [] : [{ kind: "image", value: picture }];
}

function kindOf(name: string, contentType = ""): Kind | undefined {
  const [said] = contentType.split("/");
  if (said === "image" || said === "video") return said;
  if (ENDINGS.image.test(name)) return "image";
  return ENDINGS.video.test(name) ? "video" : undefined;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : "";
}
