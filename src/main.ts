import { existsSync } from "node:fs";
import type { LookupFunction } from "node:net";
import Keyv from "keyv";
import { commands } from "../commands/index.ts";
import { messageCommands } from "../commands/messages.ts";
import { allChats } from "./app/all-chats.ts";
import { openArchive } from "./app/archive.ts";
import { openChats, present } from "./app/chats.ts";
import { type Config, playgroundIsOn, readConfig, rolesOf } from "./app/config.ts";
import { openDataDir } from "./app/data-dir.ts";
import { buildDeps } from "./app/deps.ts";
import { openGateway } from "./app/gateway.ts";
import { createKeeping } from "./app/keeping.ts";
import { createOperations } from "./app/operations.ts";
import { createReadiness } from "./app/readiness.ts";
import { bindServices } from "./app/services.ts";
import { type Clock, thisMachine } from "./base/clock.ts";
import { ConfigError } from "./base/errors.ts";
import { createLog, type Logger } from "./base/log.ts";
import { readSecret } from "./base/secret.ts";
import { expiredCard } from "./chat/cards/asked.ts";
import { lateCard } from "./chat/cards/messages.ts";
import type { Place, Platform } from "./chat/contract/invocation.ts";
import { createAnnouncer } from "./chat/serve/announcer.ts";
import { createDispatch } from "./chat/serve/dispatch.ts";
import type { OwedCard } from "./chat/serve/owed.ts";
import { createCast } from "./elements/cast.ts";
import type { Uploaded } from "./generations/deps.ts";
import { readExpired, settleExpired } from "./generations/request/waiting.ts";
import { createDueLoop, recover } from "./generations/run/engine.ts";
import { readOwed, settleOwed } from "./generations/show/tell.ts";
import { createCallbacks } from "./generations/states/callbacks.ts";
import { totals } from "./generations/states/totals.ts";
import { videoReader } from "./media/probe/video-reader.ts";
import { findModel } from "./models/index.ts";
import { createPlaygroundChat } from "./playground/chat.ts";
import { mountPlayground, type PlaygroundParts } from "./playground/routes.ts";
import { isAdmin } from "./policy/policy.ts";
import { readPolicy } from "./policy/store.ts";
import { createPreferences } from "./preferences/preferences.ts";
import { preferencesFor } from "./preferences/service.ts";
import type { SendCallback } from "./sandbox/doors/callbacks.ts";
import { createGalleryLinks } from "./share/gallery-links.ts";
import { createRemoveShared } from "./share/remove.ts";
import { createShares } from "./share/shares.ts";
import { createSharedVideos } from "./share/shown.ts";
import { openClock } from "./store/clock.ts";
import { isUsedBy } from "./store/file-uses.ts";
import { createKeyvStore } from "./store/keyv.ts";
import { openStore } from "./store/open.ts";
import type { Db } from "./store/tables.ts";
import { createLinks } from "./web/files/links.ts";
import { mountShare } from "./web/pages/share.ts";
import { mountCallbacks } from "./web/serve/callbacks.ts";
import { listen } from "./web/serve/listen.ts";
import { createMetrics } from "./web/serve/metrics.ts";
import { createWeb } from "./web/serve/server.ts";

/** BSD's EX_CONFIG: the operator has to change a setting, and a restart alone won't help. */
const EX_CONFIG = 78;

export interface Reelay {
  /** Where a browser on this machine finds it. */
  address: string;
  /** The store, for looking at: the demo prints the ledger from it. */
  db: Db;
  /** Where the sandbox takes faults on demand (`src/sandbox/sandbox.ts` says how), when it is what answers. */
  sandbox: string | undefined;
  /** What the operator is to know of the chats as they are at the start, one line each; the log says what comes later. */
  notices: readonly string[];
  /** Takes no new work, finishes or hands back the running steps, and closes what is open, in that order. */
  stop(): Promise<void>;
}

/**
 * Builds the parts and starts them. `lookup` resolves the names in members' links, the system's own by default;
 * `sendCallback` is how the sandbox calls back, by HTTP by default. Throws ConfigError for what the operator has to mend;
 * settings of one chat are no reason while there is another.
 */
export async function start(
  config: Config,
  parts: { log: Logger; clock?: Clock; lookup?: LookupFunction; sendCallback?: SendCallback },
): Promise<Reelay> {
  const { log, lookup, sendCallback } = parts;
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    const dataDir = config.DATA_DIR;
    openDataDir(dataDir, log);
    const roles = rolesOf(config);
    const store = await openStore({ databaseUrl: config.DATABASE_URL, dataDir });
    closers.push(() => store.close());
    const { db } = store;
    const time = await openClock(store, { machine: thisMachine, log });
    closers.push(() => time.close());
    const clock = parts.clock ?? time;
    if (store.kind === "sqlite") await recover({ db, log });

    closers.push(() => videoReader.close());
    const archive = await openArchive(config, { db, clock, log });
    closers.push(() => archive.close());
    const { library, stills, memory, room } = archive;
    const secret = readSecret(config.SECRET, dataDir);
    const links = createLinks(secret);
    const metrics = createMetrics(async () => ({ ...(await totals(db)), ...(await operations.totals()) }));

    const gateway = await openGateway(config, { library, links, metrics, clock, log, sendCallback });
    closers.push(() => gateway.close());
    const { sandbox } = gateway;
    const operations = createOperations(config, {
      ...{ db, gateway, clock, log },
      speaks: (platform) => speaks(platform),
      chats: () => chats.standings(),
    });
    closers.push(() => operations.stop());

    const keyv = <Value>(namespace: string): Keyv<Value> => {
      const values = new Keyv<Value>({ store: createKeyvStore(db, clock), namespace });
      // A value that can't be read or kept is as good as lost, which whoever uses it can bear.
      values.on("error", (error: unknown) => log.warn({ err: error, namespace }, "the key-value store failed"));
      return values;
    };

    const shares = createShares({ db, clock });
    const galleries = createGalleryLinks(secret);
    const chat = createPlaygroundChat({ db, clock });
    const cast = createCast({ db, clock });
    const callbacks = createCallbacks({ db, clock, log, secret, publicUrl: config.PUBLIC_URL });
    const cards = { sandbox: sandbox !== undefined };
    const preferences = createPreferences({ db });
    const usual = (owner: { workspace: string; member: string }) => preferencesFor(preferences, owner).chosen();
    const adapters = await openChats(config, { db, commands, messageCommands, library, keyv, usual, clock, log });
    let own: string | undefined;
    const deps = buildDeps(config, {
      ...{
        db,
        library,
        links,
        evolink: operations.evolink,
        accountClosed: operations.account.closed,
        sandbox,
        metrics,
        callbacks,
        cast,
        clock,
        log,
        lookup,
      },
      archive,
      removeShared: createRemoveShared({ shares, memory, library }),
      announcer: createAnnouncer([chat, ...adapters.map((adapter) => adapter.chat)], cards),
      uploads: keyv<Uploaded>("upload"),
      ownAddress: () => own,
    });
    const engine = createDueLoop(deps);
    const speaks = (platform: Platform) =>
      [chat, ...adapters.map((adapter) => adapter.chat)].find((one) => one.platform === platform);
    const findPerson = async (place: Place, id: string) => speaks(place.platform)?.person?.(place, id);
    const { takeOut, sweeper } = createKeeping(config, { deps, speaks, unseenMs: time.unseenMs });
    const services = bindServices(deps, {
      cast,
      drafts: keyv<unknown>("draft"),
      engine,
      commands,
      operations,
      sharing: { shares, links: galleries, base: config.PUBLIC_URL },
      takeOut,
      findPerson,
    });
    const dispatch = createDispatch({
      commands,
      services,
      namedAdmin: async ({ actor, place }) => isAdmin(await readPolicy(db, deps.quota, place.workspace), actor),
      owed: async ({ actor, place: { workspace } }) => {
        const owner = { workspace, member: actor.id };
        const ends = (await readOwed(deps, owner)).map((view): OwedCard => {
          return { key: view.id, card: lateCard(view, cards), told: () => settleOwed(deps, view.id) };
        });
        const expired = (await readExpired(deps, owner)).map((approval): OwedCard => {
          return { key: approval.id, card: expiredCard(approval), told: () => settleExpired(db, approval.id) };
        });
        return [...ends, ...expired];
      },
      clock,
      log,
    });

    closers.push(() => sweeper.stop());
    closers.push(() => engine.stop());
    const presences = adapters.map((adapter) => present(adapter, { dispatch, clock, random: Math.random, log }));
    const chats = allChats(presences, clock);
    closers.push(() => chats.stop());

    const web = createWeb({
      library,
      links,
      stands: async ({ hash, holder }) => holder === undefined || isUsedBy(db, hash, holder),
      clock,
      log,
      health: {
        live: () => !roles.has("worker") || engine.alive(),
        ready: createReadiness({
          ...{ db, room, account: operations.account.closed, chats: chats.standings, clock, log },
          servesWithoutChats: roles.has("web") || roles.has("worker") || playgroundIsOn(config),
        }),
      },
      metrics: metrics.read,
      mount: (app) => {
        if (roles.has("web")) closers.push(mountCallbacks(app, { callbacks, wake: engine.wake, log }).close);
        if (roles.has("web")) {
          const videos = createSharedVideos({ shares, links: galleries, library, model: findModel });
          mountShare(app, {
            videos,
            library,
            stills,
            base: () => config.PUBLIC_URL ?? own ?? "http://127.0.0.1",
            clock,
          });
        }
        for (const adapter of adapters) adapter.mount?.(app);
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
    closers.push(() => server.close());
    if (roles.has("worker")) {
      sweeper.start();
      operations.start();
      engine.start();
    }
    const { notices, refused } = await chats.start();
    if (refused && !playgroundIsOn(config)) throw new ConfigError(refused);
    return { address: server.address, db, sandbox, notices, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const SANDBOX_NOTICE = "The sandbox answers: trial pictures, no real generations. Set EVOLINK_API_KEY for real ones.";

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
    // Whatever is written from now on is for this user alone.
    process.umask(0o077);
    const stopped = signalled("SIGTERM", "SIGINT");
    const reelay = await start(config, { log });
    process.stdout.write(`Reelay is ready: ${reelay.address}\n`);
    if (reelay.sandbox) process.stdout.write(`The sandbox answers; faults on demand at ${reelay.sandbox}\n`);
    for (const notice of reelay.notices) process.stdout.write(`${notice}\n`);
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
