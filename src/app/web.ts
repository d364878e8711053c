import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import type { Dispatch } from "../chat/serve/dispatch.ts";
import type { Models } from "../generations/makers/finder.ts";
import type { Engine } from "../generations/run/engine.ts";
import type { Callbacks } from "../generations/states/callbacks.ts";
import { totals } from "../generations/states/totals.ts";
import type { GalleryLinks } from "../share/gallery-links.ts";
import type { Shares } from "../share/shares.ts";
import { createSharedVideos } from "../share/shown.ts";
import { isUsedBy } from "../store/file-uses.ts";
import type { Db } from "../store/tables.ts";
import type { Links } from "../web/files/links.ts";
import { mountShare } from "../web/pages/share.ts";
import { mountCallbacks } from "../web/serve/callbacks.ts";
import { type Listening, listen } from "../web/serve/listen.ts";
import type { Metrics } from "../web/serve/metrics.ts";
import { createWeb } from "../web/serve/server.ts";
import type { Archive } from "./archive.ts";
import type { Chats } from "./chats/chats.ts";
import type { Closers } from "./closers.ts";
import type { Config } from "./config/environment.ts";
import { playgroundIsOn, rolesOf } from "./config/roles.ts";
import type { OwnAddress } from "./own-address.ts";
import type { BindServices } from "./services.ts";
import type { Operations } from "./watch/operations.ts";
import { createReadiness } from "./watch/readiness.ts";

interface Parts {
  db: Db;
  /** Finds what made a job. */
  finder: Models;
  archive: Archive;
  links: Links;
  metrics: Metrics;
  operations: Operations;
  chats: Chats;
  callbacks: Callbacks;
  engine: Engine;
  shares: Shares;
  galleries: GalleryLinks;
  dispatch: Dispatch;
  services: BindServices;
  /** Where the sandbox takes faults on demand, when it is what answers. */
  sandbox: string | undefined;
  own: OwnAddress;
  closers: Closers;
  clock: Clock;
  log: Logger;
}

/** Puts all that is reached by HTTP on one server, by this process's roles, and listens. */
export async function openWeb(config: Config, parts: Parts): Promise<Listening> {
  const { db, archive, links, metrics, operations, chats, callbacks, engine, own, closers, clock, log } = parts;
  const { library, room, stills } = archive;
  const roles = rolesOf(config);
  const web = createWeb({
    ...{ library, links, clock, log },
    stands: async ({ hash, holder }) => holder === undefined || isUsedBy(db, hash, holder),
    health: {
      live: () => !roles.has("worker") || engine.alive(),
      ready: createReadiness({
        ...{ db, room, account: operations.account.closed, chats: chats.standings, clock, log },
        servesWithoutChats: roles.has("web") || roles.has("worker") || playgroundIsOn(config),
      }),
    },
    metrics: async () => metrics.read({ ...(await totals(db)), ...(await operations.totals()) }),
    mount: (app) => {
      if (roles.has("web")) {
        closers.add(mountCallbacks(app, { callbacks, wake: engine.wake, log }).close);
        const { shares, galleries } = parts;
        mountShare(app, {
          ...{ library, stills, clock },
          videos: createSharedVideos({ shares, links: galleries, library, model: parts.finder.model }),
          base: () => own.publicUrl ?? own.local() ?? "http://127.0.0.1",
        });
      }
      chats.mount(app);
    },
  });
  const server = await listen(web, { host: config.HOST, port: config.PORT, clock });
  own.is(server.address);
  return server;
}
