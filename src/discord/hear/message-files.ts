import type { APIEmbed, APIMessage } from "discord.js";
import { jobOfFile } from "../../chat/cards/result-file.ts";
import type { FilePlace, MessageCommand } from "../../chat/command/message-command.ts";
import type { RawValue } from "../../chat/contract/invocation.ts";
import type { AttachmentOf } from "../api/attachments.ts";
import { filesIn, type ShownFile } from "../speak/shown-files.ts";

type Kind = "image" | "video";

/** A picture or a video of a message: attached to it, shown by its components, or by a link in it. */
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

/** A message or what it forwards. */
type Part = Partial<Pick<APIMessage, "attachments" | "components" | "embeds">>;

const ENDINGS: Readonly<Record<Kind, RegExp>> = {
  image: /\.(png|jpe?g|webp|gif)$/i,
  video: /\.(mp4|mov|m4v|webm)$/i,
};

/** The first file of the message, or of one that it forwards, that the command takes. */
export function chooseFile(
  command: MessageCommand,
  message: APIMessage,
  attachmentOf: AttachmentOf,
): Chosen | undefined {
  const files = partsOf(message).flatMap((part) => filesOf(part, attachmentOf));
  const fitting = files.flatMap((file) => {
    const place = command[file.kind];
    return place ? [{ ...file, place }] : [];
  });
  const [first] = fitting;
  return first && { ...first, of: fitting.length };
}

/**
 * What a command that takes pictures alone takes of a finished video of Reelay's: the frame that it ends with. A file's
 * name says which job made it, and `mayUse` whether that job is theirs to use.
 */
export async function chooseLastFrame(
  { image: place, video }: MessageCommand,
  message: APIMessage,
  mayUse: (job: string) => Promise<boolean>,
): Promise<Chosen | undefined> {
  if (!place || video) return undefined;
  const [job] = partsOf(message).flatMap((part) => filesIn(part).flatMap(({ name }) => jobOfFile(name) ?? []));
  if (job === undefined || !(await mayUse(job))) return undefined;
  return { kind: "image", value: `${job}.last`, place, of: 1 };
}

/** What it could have worked with. */
export function takenBy(command: MessageCommand): Kind[] {
  return (["image", "video"] as const).filter((kind) => command[kind] !== undefined);
}

function partsOf(message: APIMessage): Part[] {
  return [message, ...(message.message_snapshots ?? []).map((snapshot) => snapshot.message)];
}

function filesOf(part: Part, attachmentOf: AttachmentOf): MessageFile[] {
  const files = filesIn(part).flatMap((file): MessageFile[] => {
    const kind = kindOf(file.name, file.contentType);
    return kind ? [{ kind, value: given(file, attachmentOf) }] : [];
  });
  return [...files, ...(part.embeds ?? []).flatMap(shownBy)];
}

/** What is at somebody else's address is a link: nothing is known of it, and it is fetched with a link's care. */
function given({ id, name, bytes, url }: ShownFile, attachmentOf: AttachmentOf): RawValue {
  return id === undefined ? url : attachmentOf({ name, url, ...(bytes === undefined ? {} : { bytes }) });
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
