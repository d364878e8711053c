import type { LookupFunction } from "node:net";
import { commands, messageCommands } from "../../commands/index.ts";
import type { Clock } from "../base/clock.ts";
import { ConfigError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { createAnnouncer } from "../chat/serve/announcer.ts";
import { createCast } from "../elements/cast.ts";
import type { Uploaded } from "../generations/files/addresses.ts";
import { createDueLoop } from "../generations/run/engine.ts";
import { createCallbacks } from "../generations/states/callbacks.ts";
import { videoReader } from "../media/probe/video-reader.ts";
import { createPreferences } from "../preferences/preferences.ts";
import { preferencesFor } from "../preferences/service.ts";
import type { SendCallback } from "../sandbox/doors/callbacks.ts";
import { createGalleryLinks } from "../share/gallery-links.ts";
import { createRemoveShared } from "../share/remove.ts";
import { createShares } from "../share/shares.ts";
import type { Db } from "../store/tables.ts";
import { createLinks } from "../web/files/links.ts";
import { createMetrics } from "../web/serve/metrics.ts";
import { openArchive } from "./archive.ts";
import { openChats } from "./chats/chats.ts";
import { type Closers, createClosers } from "./closers.ts";
import type { Config } from "./config/environment.ts";
import { rolesOf } from "./config/roles.ts";
import { openDispatch } from "./dispatch.ts";
import { finderOf } from "./finder.ts";
import { openGateway } from "./gateway.ts";
import { openGround } from "./ground.ts";
import { buildJobPorts } from "./job-ports.ts";
import { createKeeping } from "./keeping.ts";
import { createOwnAddress } from "./own-address.ts";
import { bindServices } from "./services.ts";
import { createOperations } from "./watch/operations.ts";
import { openWeb } from "./web.ts";

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

export interface StartParts {
  log: Logger;
  clock?: Clock;
  /** Resolves the names in members' links; the system's own by default. */
  lookup?: LookupFunction;
  /** How the sandbox calls back; by HTTP by default. */
  sendCallback?: SendCallback;
}

/**
 * Builds the parts and starts them, in phases: each needs only those before it. Throws ConfigError for what the operator
 * has to mend; settings of one chat are no reason while there is another.
 */
export async function start(config: Config, parts: StartParts): Promise<Reelay> {
  const closers = createClosers();
  try {
    return await open(config, parts, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function open(config: Config, parts: StartParts, closers: Closers): Promise<Reelay> {
  const { log, lookup, sendCallback } = parts;
  const { CREDIT_PRICE: unitPrice } = config;
  const roles = rolesOf(config);
  const own = createOwnAddress(config);

  // What everything stands on, and what keeps the videos.
  const ground = await openGround(config, { log, clock: parts.clock, closers });
  const { db, clock, secret, keyv } = ground;
  closers.add(() => videoReader.close());
  const archive = await openArchive(config, ground);
  closers.add(() => archive.close());
  const { library, memory } = archive;
  const links = createLinks(secret);
  const metrics = createMetrics();

  // What makes the videos, and the chats that they are asked for in.
  const gateway = await openGateway(config, { library, links, metrics, clock, log, sendCallback });
  closers.add(() => gateway.close());
  const { sandbox } = gateway;
  const preferences = createPreferences({ db });
  const chats = await openChats(config, {
    ...{ db, commands, messageCommands, library, links, keyv, clock, log },
    sandbox: sandbox !== undefined,
    usual: (owner) => preferencesFor(preferences, owner).chosen(),
  });

  // What watches over the money, and what does the work.
  const finder = finderOf(commands, config.PRICE_4K);
  const operations = createOperations(config, {
    ...ground,
    finder,
    gateway,
    speaks: chats.speaks,
    chats: chats.standings,
  });
  closers.add(() => operations.stop());
  const cast = createCast({ db, clock });
  const shares = createShares({ db, clock });
  const callbacks = createCallbacks({ db, clock, log, secret, publicUrl: own.publicUrl });
  const ports = buildJobPorts(config, {
    ...{ db, finder, library, links, archive, metrics, callbacks, cast, clock, log, lookup, own, sandbox },
    evolink: operations.evolink,
    accountClosed: operations.account.closed,
    removeShared: createRemoveShared({ shares, memory, library }),
    announcer: createAnnouncer(chats.all, { sandbox: sandbox !== undefined, commands, unitPrice }),
    uploads: keyv<Uploaded>("upload"),
  });
  const engine = createDueLoop(ports);
  const { takeOut, sweeper } = createKeeping(config, { ports, speaks: chats.speaks, unseenMs: ground.unseenMs });

  // What members' commands come to.
  const galleries = createGalleryLinks(secret);
  const services = bindServices(ports, {
    ...{ cast, engine, commands, operations, takeOut },
    drafts: keyv<unknown>("draft"),
    sharing: { shares, links: galleries, base: own.publicUrl },
    findPerson: async (place, id) => chats.speaks(place.platform)?.person?.(place, id),
  });
  const dispatch = openDispatch(ports, { commands, services, sandbox: sandbox !== undefined, unitPrice });
  closers.add(() => sweeper.stop());
  closers.add(() => engine.stop());
  closers.add(() => chats.stop());

  // What browsers, chats and EvoLink reach us by; then everything begins.
  const server = await openWeb(config, {
    ...{ archive, operations, chats, callbacks, engine, shares, galleries, dispatch, services },
    ...{ db, finder, links, metrics, sandbox, own, closers, clock, log },
  });
  closers.add(() => server.close());
  if (roles.has("worker")) {
    sweeper.start();
    operations.start();
    engine.start();
  }
  const { notices, refused } = await chats.start(dispatch);
  if (refused) throw new ConfigError(refused);
  return { address: server.address, db, sandbox, notices, stop: closers.close };
}
