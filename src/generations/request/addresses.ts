import { EvoLinkError, type GatewayError } from "../../evolink/errors.ts";
import type { Media } from "../../models/parts/model.ts";
import type { GenerationRow } from "../../store/tables.ts";
import type { Deps } from "../deps.ts";
import { videoAddress } from "./reach.ts";

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
  deps: Deps,
  row: GenerationRow,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const addresses = new Map<string, string>();
  for (const media of deps.model(row.model).media(JSON.parse(row.input))) {
    addresses.set(media.hash, await addressOf(deps, media, row.id, signal));
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
  { uploads, evolink, log }: Pick<Deps, "uploads" | "evolink" | "log">,
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

async function addressOf(deps: Deps, media: Media, holder: string, signal: AbortSignal): Promise<string> {
  if (media.kind === "video") {
    if (!(await deps.library.has(media.hash))) throw new InputGone(media);
    const address = videoAddress(deps, media, holder);
    if (address === undefined) throw new Error(`The gateway has no way to read the video ${media.hash}`);
    return address;
  }
  const known = await deps.uploads.get(media.hash);
  if (known !== undefined) return known.url;
  const { hash, name, type, bytes } = media;
  if (!(await deps.library.has(hash))) throw new InputGone(media);
  const path = await deps.library.local(hash);
  const file = await deps.evolink.uploadFile({ path, name, type, bytes }, signal);
  const lives = file.expiresAt - deps.clock.now() - ADDRESS_MARGIN_MS;
  if (lives > 0) await deps.uploads.set(hash, { url: file.url, fileId: file.fileId }, lives);
  return file.url;
}
