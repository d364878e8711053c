import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { readConfig } from "../../src/app/config/config.ts";
import { type Reelay, start } from "../../src/app/start.ts";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import type { Db } from "../../src/store/tables.ts";
import type { NamedFile } from "../contract/chat.ts";
import { slashOf } from "../contract/discord.ts";
import { startDiscord } from "../support/discord/discord.ts";
import type { Act, DiscordOptions, LocalDiscord } from "../support/discord/local-discord.ts";
import { readAsShown } from "../support/discord/reading.ts";
import { type Channel, type Message, texts, type User, walk } from "../support/discord/types.ts";
import { checkLedger } from "../support/ledger.ts";

/**
 * A Discord, a gateway that answers with clips, `speed` times as fast as the real one, and what Reelays on them are
 * started with.
 */
export interface Live {
  readonly discord: LocalDiscord;
  readonly sandbox: Sandbox;
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  /** Starts one more Reelay in this process; all are stopped at the end. */
  start(more?: Readonly<Record<string, string>>): Promise<Reelay>;
  /** Types a command, its options as Discord has them. */
  type(channel: Channel, user: User, line: string, files?: readonly NamedFile[]): Act;
  /** What the bot has posted in a channel. */
  posted(channel: Channel): readonly Message[];
  /** The channel's message with these words, once its video plays. */
  finished(channel: Channel, words: string): Promise<Message>;
  announced(channel: Channel, words: string): Promise<Message>;
  close(): Promise<void>;
}

export async function openLive(
  { speed = 2_000, ...discordOptions }: DiscordOptions & { speed?: number } = {},
  more: Readonly<Record<string, string>> = {},
): Promise<Live> {
  const dir = await mkdtemp(join(tmpdir(), "reelay-discord-"));
  const log = createLog("silent");
  const discord = await startDiscord({ patienceMs: 120_000, ...discordOptions });
  const sandbox = await startSandbox({
    dataDir: join(dir, "sandbox"),
    speed,
    clock: systemClock,
    log,
    render: "clips",
  });
  const env = {
    ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.api },
    ...{ EVOLINK_API_KEY: "a-key-for-tests", EVOLINK_API_URL: sandbox.url, EVOLINK_FILES_URL: sandbox.filesUrl },
    ...{ DATA_DIR: join(dir, "data"), PORT: "0", DEFAULT_ALLOWANCE: "1000", DEFAULT_MAX_JOBS: "20" },
    ...more,
  };
  const running: Reelay[] = [];
  const posted = (channel: Channel) => discord.messages(channel).filter(({ author }) => author === discord.bot);
  const message = (channel: Channel, words: string, fits: (found: Message) => boolean) =>
    discord.until(`message of ${words}`, () =>
      posted(channel).find((found) => shown(found).includes(words) && fits(found)),
    );
  return {
    discord,
    sandbox,
    dir,
    env,
    start: async (given = {}) => {
      const reelay = await start(readConfig({ ...env, ...given }), { log });
      running.push(reelay);
      return reelay;
    },
    type: (channel, user, line, files = []) => discord.slash({ channel, user, ...slashOf(line, files) }),
    posted,
    announced: (channel, words) => message(channel, words, () => true),
    finished: (channel, words) => message(channel, words, (found) => playsVideo(found)),
    close: async () => {
      for (const reelay of running) await reelay.stop();
      await sandbox.close();
      await discord.close();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A message's words as Discord shows them. */
export function shown(message: Message): string {
  return readAsShown(texts(message));
}

/** Whether a video that is attached to the message plays in it. */
export function playsVideo({ components, attachments }: Message): boolean {
  const played = walk(components).flatMap(({ items = [] }) => items.map(({ media }) => media.url));
  return attachments.length === 1 && attachments.every(({ name }) => played.includes(`attachment://${name}`));
}

/** Waits until nothing is left to do for any job, and checks the money. */
export async function settled(db: Db): Promise<void> {
  const due = db.selectFrom("generations").select("id").where("due_at", "is not", null);
  await expect.poll(() => due.execute(), { timeout: 120_000 }).toEqual([]);
  await checkLedger(db);
}
