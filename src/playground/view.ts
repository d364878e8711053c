import { jobOfFile } from "../chat/cards/result-file.ts";
import type { Card, CardFile, CardVideo } from "../chat/contract/card.ts";
import type { Message } from "./chat.ts";
import { BOT } from "./members.ts";

/** Signs the addresses under which the web server gives a file of the media library: `GET /media/<token>`. */
export interface MediaLinks {
  /** `expiresAt` in milliseconds since 1970. */
  sign(file: { hash: string; name: string; expiresAt: number; holder?: string | undefined }): string;
}

/** A message as the page gets it. */
export interface MessageView {
  id: string;
  author: { id: string; name: string; bot: boolean };
  /** Only the viewer sees it. */
  private: boolean;
  createdAt: number;
  updatedAt: number;
  said?: { line: string; files: readonly { id: string; name: string; bytes: number; src: string }[] };
  card?: Omit<Card, "video" | "files"> & {
    video?: CardVideo & { src: string };
    files?: readonly (CardFile & { src: string })[];
  };
}

const PERIOD_MS = 30 * 24 * 3_600_000;

/**
 * The message as the page gets it, with an address for each file. An address stays the same for 30 days, so that a
 * video goes on playing while its message changes, and lives at least 30 days more.
 */
export function view(message: Message, { links, now }: { links: MediaLinks; now: number }): MessageView {
  const expiresAt = (Math.floor(now / PERIOD_MS) + 2) * PERIOD_MS;
  const src = ({ hash, name }: { hash: string; name: string }) =>
    `/media/${links.sign({ hash, name, expiresAt, holder: jobOfFile(name) })}`;
  const { body } = message;
  const base = {
    id: message.id,
    author: { ...message.author, bot: message.author.id === BOT.id },
    private: message.audience !== undefined,
    createdAt: message.createdAt,
    updatedAt: message.updatedAt,
  };
  if (body.kind === "said") {
    const files = body.files.map(({ id, name, bytes, hash }) => ({ id, name, bytes, src: src({ hash, name }) }));
    return { ...base, said: { line: body.line, files } };
  }
  const { video, files, ...card } = body.card;
  const shown = {
    ...(video ? { video: { ...video, src: src(video) } } : {}),
    ...(files ? { files: files.map((file) => ({ ...file, src: src(file) })) } : {}),
  };
  return { ...base, card: { ...card, ...shown } };
}
