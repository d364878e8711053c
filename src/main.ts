import { existsSync } from "node:fs";
import type { LookupFunction } from "node:net";
import { join } from "node:path";
import Keyv from "keyv";
import { commands } from "../commands/index.ts";
import { createAnnouncer } from "./chat/announcer.ts";
import { createDispatch } from "./chat/dispatch.ts";
import { lateCard } from "./chat/messages.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Config, PUBLIC_GATEWAY, playgroundIsOn, readConfig } from "./config.ts";
import { createCast } from "./elements/cast.ts";
import { ConfigError } from "./errors.ts";
import { openGateway } from "./gateway.ts";
import { createCrowd } from "./generations/crowd.ts";
import type { Deps } from "./generations/deps.ts";
import { createDueLoop, recover } from "./generations/engine.ts";
import { createSweeper } from "./generations/sweep.ts";
import { takeOwed } from "./generations/tell.ts";
import { totals } from "./generations/totals.ts";
import { createLog, type Logger } from "./log.ts";
import { download } from "./media/download.ts";
import { DownloadFailed } from "./media/errors.ts";
import { safeFetch } from "./media/fetch.ts";
import { createFrames } from "./media/frames.ts";
import { createMediaLibrary } from "./media/library.ts";
import { videoReader } from "./media/video-reader.ts";
import { findModel } from "./models/index.ts";
import { createOneByOne } from "./one-by-one.ts";
import { createPlaygroundChat } from "./playground/chat.ts";
import { mountPlayground, type PlaygroundParts } from "./playground/routes.ts";
import { readSecret } from "./secret.ts";
import { bindServices } from "./services.ts";
import { createKeyvStore } from "./store/keyv.ts";
import { openStore } from "./store/open.ts";
import type { Db } from "./store/tables.ts";
import { createLinks } from "./web/links.ts";
import { listen } from "./web/listen.ts";
import { createMetrics } from "./web/metrics.ts";
import { createWeb } from "./web/server.ts";

/** BSD's EX_CONFIG: the operator has to change a setting, and a restart alone won't help. */
const EX_CONFIG = 78;

/** The largest finished video that is fetched: four times what 15 s of 1080p come to at 50 Mbit/s. */
const LARGEST_VIDEO_BYTES = 400_000_000;

const DAY_MS = 24 * 3_600_000;

/** A video that a member gave is read by the gateway when its task begins, which a full queue there may put off. */
const INPUT_LINK_LIVES_MS = DAY_MS;

/** A video too large for its chat is watched at a link: as long as a month's gallery is looked at. */
const WATCH_LINK_LIVES_MS = 30 * DAY_MS;

export interface Reelay {
  /** Where a browser on this machine finds it. */
  address: string;
  /** The store, for looking at: the demo prints the ledger from it. */
  db: Db;
  /** Where the sandbox takes faults on demand (`src/sandbox/sandbox.ts` says how), when it is what answers. */
  sandbox: string | undefined;
  /** Takes no new work, finishes or hands back the running steps, and closes what is open, in that order. */
  stop(): Promise<void>;
}

/**
 * Builds the parts and starts them. `lookup` resolves the names in members' links, the system's own by default. Throws
 * ConfigError for what the operator has to mend.
 */
export async function start(
  config: Config,
  parts: { log: Logger; clock?: Clock; lookup?: LookupFunction },
): Promise<Reelay> {
  const { log, clock = systemClock, lookup } = parts;
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    const dataDir = config.DATA_DIR;
    const store = await openStore({ databaseUrl: config.DATABASE_URL, dataDir });
    closers.push(() => store.close());
    const { db } = store;
    if (store.kind === "sqlite") await recover({ db, log });

    closers.push(() => videoReader.close());
    const library = createMediaLibrary({ dir: join(dataDir, "media"), log, clock });
    const links = createLinks(readSecret(config.SECRET, dataDir));
    const metrics = createMetrics(() => totals(db));

    const gateway = await openGateway(config, { library, links, metrics, clock, log });
    closers.push(() => gateway.close());
    const { evolink, sandbox } = gateway;

    const keyv = <Value>(namespace: string): Keyv<Value> => {
      const values = new Keyv<Value>({ store: createKeyvStore(db, clock), namespace });
      // A value that can't be read or kept is as good as lost, which whoever uses it can bear.
      values.on("error", (error: unknown) => log.warn({ err: error, namespace }, "the key-value store failed"));
      return values;
    };

    const chat = createPlaygroundChat({ db, clock });
    const frames = createFrames({ log });
    const cast = createCast({ db, clock });
    let own: string | undefined;
    const deps: Deps = {
      db,
      evolink,
      model: (id) => {
        const model = findModel(id);
        if (!model) throw new RangeError(`There is no model called ${id}`);
        return model;
      },
      library,
      // The operator's own gateway may stand in a private network, and its links with it.
      fetchVideo: (url, signal) =>
        download(url, {
          library,
          limitBytes: LARGEST_VIDEO_BYTES,
          clock,
          signal,
          allowPrivate: sandbox !== undefined || config.EVOLINK_API_URL !== PUBLIC_GATEWAY,
        }),
      openLink: (link, limitBytes) =>
        safeFetch(link, { clock, allowPrivate: false, ...(lookup ? { lookup } : {}) }, async ({ status, body }) => {
          if (status !== 200) throw new DownloadFailed(`The link answered ${status}`, { status });
          return (await library.put(body, { limitBytes })).path;
        }),
      serve: ({ hash, name }) => {
        // The sandbox is the only gateway that can read from this machine's own address.
        const base = config.PUBLIC_URL ?? (sandbox ? own : undefined);
        if (base === undefined) return undefined;
        return `${base}/media/${links.sign({ hash, name, expiresAt: clock.now() + INPUT_LINK_LIVES_MS })}`;
      },
      watchLink: ({ hash, name }) => {
        if (config.PUBLIC_URL === undefined) return undefined;
        const until = clock.now() + WATCH_LINK_LIVES_MS;
        return { url: `${config.PUBLIC_URL}/media/${links.sign({ hash, name, expiresAt: until })}`, until };
      },
      lastFrame: frames.available() ? frames.last : undefined,
      onElement: cast.finish,
      announcer: createAnnouncer([chat], { sandbox: sandbox !== undefined }),
      uploads: keyv<string>("upload"),
      quota: {
        allowance: config.DEFAULT_ALLOWANCE,
        period: config.DEFAULT_PERIOD,
        maxJobs: config.DEFAULT_MAX_JOBS,
        maxPrice: config.DEFAULT_MAX_PRICE,
      },
      crowd: createCrowd({ db, clock }),
      oneByOne: createOneByOne(),
      maxRunning: config.EVOLINK_MAX_RUNNING,
      clock,
      random: Math.random,
      log,
      observeStep: metrics.step,
    };
    const engine = createDueLoop(deps);
    const services = bindServices(deps, { cast, drafts: keyv<unknown>("draft"), engine, commands });
    const cards = { sandbox: sandbox !== undefined };
    const dispatch = createDispatch({
      commands,
      services,
      owed: async ({ actor, place: { workspace } }) =>
        (await takeOwed(deps, { workspace, member: actor.id })).map((view) => lateCard(view, cards)),
      log,
    });

    const web = createWeb({
      library,
      links,
      clock,
      log,
      health: { live: engine.alive, ready: () => ready(db) },
      metrics: metrics.read,
      mount: (app) => {
        if (!playgroundIsOn(config)) return;
        const notice = sandbox ? SANDBOX_NOTICE : undefined;
        const castNames: PlaygroundParts["castNames"] = (by, prefix) =>
          services({ ...by, sourceId: "" }, "").cast.names(prefix);
        const playground = mountPlayground(app, { chat, dispatch, castNames, library, links, clock, log, notice });
        closers.push(async () => playground.close());
      },
    });
    const server = await listen(web, { host: config.HOST, port: config.PORT, clock });
    own = server.address;
    const keepInputsMs = config.KEEP_INPUTS_DAYS * DAY_MS;
    const sweeper = createSweeper({ db, library, keepInputsMs, clock, log });
    sweeper.start();
    closers.push(() => sweeper.stop());
    engine.start();
    closers.push(() => engine.stop());
    closers.push(() => server.close());
    return { address: server.address, db, sandbox, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const SANDBOX_NOTICE = "The sandbox answers: trial pictures, no real generations. Set EVOLINK_API_KEY for real ones.";

async function ready(db: Db): Promise<string[]> {
  await db.selectFrom("locks").select("name").limit(1).execute();
  return [];
}

/** Resolves at the first of the signals. A second one ends the process the system's way. */
function signalled(...signals: NodeJS.Signals[]): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve());
  });
}

async function main(): Promise<void> {
  let log = createLog("info");
  try {
    if (existsSync(".env")) process.loadEnvFile();
    const config = readConfig(process.env);
    log = createLog(config.LOG_LEVEL);
    const stopped = signalled("SIGTERM", "SIGINT");
    const reelay = await start(config, { log });
    process.stdout.write(`Reelay is ready: ${reelay.address}\n`);
    if (reelay.sandbox) process.stdout.write(`The sandbox answers; faults on demand at ${reelay.sandbox}\n`);
    await stopped;
    log.info("stopping");
    await reelay.stop();
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      log.fatal({ err: error }, "Reelay could not start");
      process.exitCode = 1;
      return;
    }
    process.stderr.write(`Reelay can't start:\n${error.problems.map((problem) => `  ${problem}\n`).join("")}`);
    process.exitCode = EX_CONFIG;
  }
}

if (import.meta.main) await main();
