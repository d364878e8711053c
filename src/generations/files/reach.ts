import type { Clock } from "../../base/clock.ts";
import { UserError } from "../../base/errors.ts";
import { clip } from "../../base/words.ts";
import type { Media, Model } from "../../models/parts/model.ts";
import { sentences } from "../../text/sentences.ts";
import { spaced, type Text } from "../../text/text.ts";

const words = sentences("reach", {
  leftTheChat: "“{name}” is no longer in the chat for the model to read. Attach it again.",
  unreachable: "The model can't read “{name}” from here until whoever runs Reelay sets PUBLIC_URL.",
  ownCopy: "It only gets my own copy of a linked video, because a link can lead to another video later.",
  linkInstead: "A link to a public video works already: video:https://…",
});

/** How the gateway can reach the videos that members give. */
export interface Reach {
  /** An address of ours at which the gateway can read a file of the library; undefined when it can't reach us. */
  serve(media: Media, holder: string): string | undefined;
  /** Whether it may be given the very link that a member gave, where our own copy can't be reached. */
  allowForeignLinks?: boolean;
  clock: Pick<Clock, "now">;
}

/**
 * Where the gateway can read a video: Reelay's own public address, else the chat's, of one that was attached there. The
 * price is that of the bytes that were measured, and a member's link may give the gateway others: it is used only where
 * the operator allows that. Our own address is good for as long as `holder`, a job, needs the file.
 */
export function videoAddress(
  { serve, allowForeignLinks = false, clock }: Reach,
  media: Media,
  holder: string,
): string | undefined {
  const { publicUrl, foreignUrl } = media;
  const chats = publicUrl !== undefined && stillWorks(publicUrl, clock.now()) ? publicUrl : undefined;
  return serve(media, holder) ?? chats ?? (allowForeignLinks ? foreignUrl : undefined);
}

/** A queue at the gateway may put off by so much that it reads a video. */
const READ_WITHIN_MS = 2 * 3_600_000;

/**
 * Whether an address of a chat's file server is good for long enough. Discord's say in `ex` when they end, in seconds
 * since 1970, in hex: discord.com/developers/docs/reference#signed-attachment-cdn-urls.
 */
function stillWorks(address: string, now: number): boolean {
  const ends = Number.parseInt(URL.parse(address)?.searchParams.get("ex") ?? "", 16);
  return Number.isNaN(ends) || ends * 1000 > now + READ_WITHIN_MS;
}

/** Whether there is an address at all is the same for every job. */
const NO_JOB_YET = "";

/** The gateway's file service takes pictures only, so a video needs an address that the gateway can reach. Throws UserError. */
export function judgeAddresses(reach: Reach, model: Model, input: unknown): void {
  const lost = model
    .media(input)
    .find((media) => media.kind === "video" && videoAddress(reach, media, NO_JOB_YET) === undefined);
  if (!lost) return;
  throw new UserError(sayUnreachable(reach, lost), { option: "video" });
}

function sayUnreachable({ allowForeignLinks }: Pick<Reach, "allowForeignLinks">, media: Media): Text {
  const name = clip(media.name);
  if (media.publicUrl !== undefined) return words.leftTheChat({ name });
  const first = words.unreachable({ name });
  if (media.foreignUrl !== undefined) return spaced(first, words.ownCopy);
  return spaced(first, allowForeignLinks && words.linkInstead);
}
