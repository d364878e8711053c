import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Keyv from "keyv";
import type { Clock } from "../../base/clock.ts";
import { newId } from "../../base/ids.ts";
import type { Logger } from "../../base/log.ts";
import type { CardVideo } from "../../chat/contract/card.ts";
import { CLIP } from "../../doctor/encoder.ts";
import type { Finding } from "../../doctor/finding.ts";
import { tryChannel, type Witness } from "../../doctor/trial.ts";
import { createMediaLibrary, type MediaLibrary } from "../../media/keep/library.ts";
import { probe } from "../../media/probe/probe.ts";
import { openStore } from "../../store/open.ts";
import type { Db } from "../../store/tables.ts";
import { createLinks } from "../../web/files/links.ts";
import type { Config } from "../config/environment.ts";
import { PLATFORMS } from "../config/platforms.ts";
import { isConfigured } from "../config/roles.ts";
import { openChat } from "./chats.ts";

/** The file's name in the chat. */
const NAME = "reelay-trial.mp4";

/** A channel that a trial is made in, by the chat's own id of it. */
export interface TrialChannel {
  platform: "discord" | "slack";
  id: string;
}

interface Parts {
  clock: Clock;
  log: Logger;
  /** Whoever waits has enough. */
  stop: AbortSignal;
}

/**
 * Goes once through the real thing with the adapter that Reelay itself uses, in a folder and a store of their own that
 * are deleted again: the operator's are not touched.
 */
export async function* runTrial(
  config: Config,
  to: TrialChannel,
  { clock, log, stop }: Parts,
): AsyncGenerator<Finding> {
  const dir = await mkdtemp(join(tmpdir(), "reelay-trial-"));
  const store = await openStore({ dataDir: dir });
  try {
    const library = createMediaLibrary({ dir: join(dir, "media"), log, clock });
    const video = await bundledClip(library);
    const keyv = <Value>(namespace: string) => new Keyv<Value>({ namespace });
    const usual = async () => ({});
    const platform = PLATFORMS.find(({ id }) => id === to.platform);
    if (!platform || !isConfigured(platform, config)) {
      yield { about: "trial", is: "wrong", says: `It can't be made: ${platform?.token} is missing, or wrong.` };
      return;
    }
    const links = createLinks(randomUUID());
    const parts = { db: store.db, commands: [], messageCommands: [], library, links, keyv, usual, clock, log };
    const { chat } = await openChat(platform, config, { ...parts, sandbox: false });
    const witness = await witnessOf(config, to, { db: store.db, clock, log });
    const key = newId("g", clock.now());
    yield* tryChannel({ chat, witness, channel: to.id, video, key, stop });
  } finally {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function witnessOf(
  { DISCORD_TOKEN, DISCORD_API_URL, SLACK_BOT_TOKEN, SLACK_API_URL }: Config,
  { platform }: TrialChannel,
  { db, clock, log }: { db: Db; clock: Clock; log: Logger },
): Promise<Witness> {
  if (platform === "discord") {
    const { createDiscordWitness } = await import("../../discord/witness.ts");
    return createDiscordWitness({ token: DISCORD_TOKEN ?? "", apiUrl: DISCORD_API_URL, clock });
  }
  const { createSlackWitness } = await import("../../slack/witness.ts");
  return createSlackWitness({ botToken: SLACK_BOT_TOKEN ?? "", apiUrl: `${SLACK_API_URL}/`, db, clock, log });
}

async function bundledClip(library: MediaLibrary): Promise<CardVideo> {
  const { size } = await stat(CLIP);
  const { hash, path, bytes } = await library.put(createReadStream(CLIP), { limitBytes: size });
  const { width = 0, height = 0, seconds = 0 } = await probe(path, NAME, "video");
  return { hash, name: NAME, bytes, width, height, seconds };
}
