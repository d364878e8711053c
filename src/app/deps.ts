import type { LookupFunction } from "node:net";
import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import { createOneByOne } from "../base/one-by-one.ts";
import type { Cast } from "../elements/cast.ts";
import type { EvoLink } from "../evolink/evolink.ts";
import type { Deps } from "../generations/deps.ts";
import { createIntake } from "../generations/request/intake.ts";
import { joined } from "../generations/show/joined.ts";
import type { Announcer } from "../generations/show/view.ts";
import type { Callbacks } from "../generations/states/callbacks.ts";
import { createCrowd } from "../generations/states/crowd.ts";
import { departed } from "../generations/states/departed.ts";
import { createFrames } from "../media/encode/frames.ts";
import { download } from "../media/fetch/download.ts";
import { safeFetch } from "../media/fetch/fetch.ts";
import { createLookup } from "../media/fetch/lookup.ts";
import { DownloadFailed } from "../media/keep/errors.ts";
import type { MediaLibrary } from "../media/keep/library.ts";
import { findModel } from "../models/index.ts";
import type { Model } from "../models/parts/model.ts";
import type { Db } from "../store/tables.ts";
import type { Links } from "../web/files/links.ts";
import type { Metrics } from "../web/serve/metrics.ts";
import type { Archive } from "./archive.ts";
import { type Config, PUBLIC_GATEWAY } from "./config.ts";
import type { OwnAddress } from "./own-address.ts";

/** The largest finished video that is fetched: four times what 15 s of 1080p come to at 50 Mbit/s. */
const LARGEST_VIDEO_BYTES = 400_000_000;

const DAY_MS = 24 * 3_600_000;

/** Bytes a second: slower than the slowest phone network, and a member's link that gives less only holds a place. */
const LEAST_LINK_RATE = 10_000;

/** A video that a member gave is read by the gateway when its task begins, which a full queue there may put off. */
const INPUT_LINK_LIVES_MS = DAY_MS;

/** A video too large for its chat is watched on a page by its link: a month is longer than anybody looks back in a channel. */
const WATCH_LINK_LIVES_MS = 30 * DAY_MS;

interface Parts {
  db: Db;
  library: MediaLibrary;
  links: Links;
  evolink: EvoLink;
  /** Whether the sandbox is what answers. */
  sandbox: string | undefined;
  metrics: Metrics;
  accountClosed: NonNullable<Deps["accountClosed"]>;
  announcer: Announcer;
  callbacks: Callbacks;
  cast: Cast;
  uploads: Deps["uploads"];
  own: Pick<OwnAddress, "local">;
  removeShared: Deps["removeShared"];
  archive: Archive;
  clock: Clock;
  log: Logger;
  /** Resolves the names in members' links; by the system's name servers when not given. */
  lookup?: LookupFunction | undefined;
}

/** What the steps of a generation work with, put together from all rooms. */
export function buildDeps(config: Config, parts: Parts): Deps {
  const {
    db,
    library,
    links,
    evolink,
    sandbox,
    metrics,
    accountClosed,
    announcer,
    callbacks,
    cast,
    uploads,
    own,
    removeShared,
    archive: { fit, joiner, stills, room },
    clock,
    log,
    lookup,
  } = parts;
  const frames = createFrames({ log });
  const publicNames = createLookup();
  const linkTo = (base: string, { hash, name }: { hash: string; name: string }, holder: string, expiresAt: number) =>
    `${base}/media/${links.sign({ hash, name, holder, expiresAt })}`;
  return {
    db,
    evolink,
    model: modelOf,
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
    openLink: (link, totalMs, read) =>
      safeFetch(
        link,
        { clock, allowPrivate: false, lookup: lookup ?? publicNames, totalMs, leastRate: LEAST_LINK_RATE },
        async ({ status, body }) => {
          if (status !== 200) throw new DownloadFailed(`The link answered ${status}`, { status });
          return read(body);
        },
      ),
    allowForeignLinks: config.ALLOW_FOREIGN_LINKS,
    intake: createIntake({ db, library, clock, log }),
    serve: (media, holder) => {
      // The sandbox is the only gateway that can read from this machine's own address.
      const base = config.PUBLIC_URL ?? (sandbox ? own.local() : undefined);
      return base && linkTo(base, media, holder, clock.now() + INPUT_LINK_LIVES_MS);
    },
    watchLink: (media, holder) => {
      if (config.PUBLIC_URL === undefined) return undefined;
      const until = clock.now() + WATCH_LINK_LIVES_MS;
      const { hash, name } = media;
      return { url: `${config.PUBLIC_URL}/watch/${links.sign({ hash, name, holder, expiresAt: until })}`, until };
    },
    lastFrame: frames.available() ? frames.last : undefined,
    onElement: cast.finish,
    accountClosed,
    announcer,
    callbacks,
    removeShared,
    ...{ fit, joiner, stills, room },
    uploads,
    quota: {
      allowance: config.DEFAULT_ALLOWANCE,
      period: config.DEFAULT_PERIOD,
      timeZone: config.DEFAULT_TIME_ZONE,
      maxJobs: config.DEFAULT_MAX_JOBS,
      workspaceJobs: config.DEFAULT_WORKSPACE_JOBS,
      maxPrice: config.DEFAULT_MAX_PRICE,
      budget: config.DEFAULT_BUDGET,
      approveAbove: config.DEFAULT_APPROVE_ABOVE,
      askAbove: config.DEFAULT_ASK_ABOVE,
    },
    crowd: createCrowd({ db, clock }),
    oneByOne: createOneByOne(),
    maxRunning: config.EVOLINK_MAX_RUNNING,
    clock,
    random: Math.random,
    log,
    observeStep: metrics.step,
  };
}

/** The model of a job: of the catalogue, what joins clips here, or what stands for one that has left the catalogue. */
export function modelOf(id: string): Model {
  return id === joined.id ? joined : (findModel(id) ?? departed(id));
}
