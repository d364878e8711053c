import type Keyv from "keyv";
import type { Logger } from "../../base/log.ts";
import { EvoLinkError, type GatewayError } from "../../evolink/errors.ts";
import type { EvoLink } from "../../evolink/evolink.ts";
import type { MediaLibrary } from "../../media/keep/library.ts";
import type { Media } from "../../models/parts/model.ts";
import type { GenerationRow } from "../../store/tables.ts";
import type { Models } from "../makers/finder.ts";
import { type Reach, videoAddress } from "./reach.ts";

/** A picture at the gateway's file service: where it is read, and by which id it is deleted. */
export interface Uploaded {
  url: string;
  fileId: string;
}

/** What it takes to give the gateway a job's files. */
export interface Addressing extends Reach, Models {
  library: Pick<MediaLibrary, "has" | "local">;
  evolink: Pick<EvoLink, "uploadFile">;
  /** Uploaded pictures by content hash; what is lost here is uploaded again. */
  uploads: Keyv<Uploaded>;
}

/** An uploaded address that would die before the gateway may have read it is not used again. */
const ADDRESS_MARGIN_MS = 3_600_000;

/** The gateway's refusals that the next try may not meet; all other definite ones end the job. */
const PASSING = new Set([408, 425, 429]);

/** Whether the same request may be taken the next time. */
export function mayPass(error: GatewayError): boolean {
  return error.accepted !== "no" || PASSING.has(error.status);
}

/**
 * Addresses at which the gateway can read a job's media, by content hash. Pictures are uploaded, each once in 72 hours
 * whatever the number of jobs; videos are served by us or already public. Safe to repeat. Throws InputGone, and what an
 * upload throws.
 */
export async function addressesOf(
  addressing: Addressing,
  row: GenerationRow,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const addresses = new Map<string, string>();
  for (const media of addressing.model(row.model).media(JSON.parse(row.input))) {
    addresses.set(media.hash, await addressOf(addressing, media, row.id, signal));
  }
  return addresses;
}

/** A file that a job was to be made from is not kept any more. */
export class InputGone extends Error {
  override readonly name = "InputGone";

  constructor({ hash, name }: Media) {
    super(`${name} (${hash || "forgotten"}) is no longer kept`);
  }
}

/**
 * Deletes the picture at the gateway's file service, where it is still there. Gives false when the gateway can't be told
 * now: it deletes the file by itself 72 hours after it was uploaded.
 */
export async function deleteUploaded(
  { uploads, evolink, log }: Pick<Addressing, "uploads"> & { evolink: Pick<EvoLink, "deleteFile">; log: Logger },
  hash: string,
): Promise<boolean> {
  const known = await uploads.get(hash);
  if (known === undefined) return true;
  try {
    await evolink.deleteFile(known.fileId);
    await uploads.delete(hash);
    return true;
  } catch (error) {
    if (!(error instanceof EvoLinkError)) throw error;
    log.warn({ file: known.fileId, err: error }, "an uploaded picture could not be deleted at the gateway");
    return false;
  }
}

async function addressOf(addressing: Addressing, media: Media, holder: string, signal: AbortSignal): Promise<string> {
  const { library, uploads, evolink, clock } = addressing;
  if (media.kind === "video") {
    if (!(await library.has(media.hash))) throw new InputGone(media);
    const address = videoAddress(addressing, media, holder);
    if (address === undefined) throw new Error(`The gateway has no way to read the video ${media.hash}`);
    return address;
  }
  const known = await uploads.get(media.hash);
  if (known !== undefined) return known.url;
  const { hash, name, type, bytes } = media;
  if (!(await library.has(hash))) throw new InputGone(media);
  const path = await library.local(hash);
  const file = await evolink.uploadFile({ path, name, type, bytes }, signal);
  const lives = file.expiresAt - clock.now() - ADDRESS_MARGIN_MS;
  if (lives > 0) await uploads.set(hash, { url: file.url, fileId: file.fileId }, lives);
  return file.url;
}
