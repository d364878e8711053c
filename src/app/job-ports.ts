import type { LookupFunction } from "node:net";
import type Keyv from "keyv";
import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import { createOneByOne } from "../base/one-by-one.ts";
import type { Quota } from "../credits/quota.ts";
import type { Cast } from "../elements/cast.ts";
import type { EvoLink } from "../evolink/evolink.ts";
import type { LettingGo } from "../generations/after/let-go.ts";
import type { Removing } from "../generations/after/remove.ts";
import type { Uploaded } from "../generations/files/addresses.ts";
import type { FileReading } from "../generations/files/inputs.ts";
import { createIntake } from "../generations/files/intake.ts";
import type { Makers, Models } from "../generations/makers/finder.ts";
import type { Requesting } from "../generations/request/request.ts";
import type { Delivering } from "../generations/run/deliver.ts";
import type { Driving } from "../generations/run/engine.ts";
import type { MemberPorts } from "../generations/service.ts";
import type { Announcer } from "../generations/show/view.ts";
import type { Account } from "../generations/states/account.ts";
import type { Callbacks } from "../generations/states/callbacks.ts";
import { createCrowd } from "../generations/states/crowd.ts";
import { createFrames } from "../media/encode/frames.ts";
import { download } from "../media/fetch/download.ts";
import { safeFetch } from "../media/fetch/fetch.ts";
import { createLookup } from "../media/fetch/lookup.ts";
import { DownloadFailed } from "../media/keep/errors.ts";
import type { MediaLibrary } from "../media/keep/library.ts";
import type { Media } from "../models/parts/model.ts";
import type { Db } from "../store/tables.ts";
import type { Links } from "../web/files/links.ts";
import type { Metrics } from "../web/serve/metrics.ts";
import type { Archive } from "./archive.ts";
import { type Config, PUBLIC_GATEWAY } from "./config/environment.ts";
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
  /** Finds what made a job: one for all. */
  finder: Models & Makers;
  /** Whether the sandbox is what answers. */
  sandbox: string | undefined;
  metrics: Metrics;
  accountClosed: NonNullable<Account["accountClosed"]>;
  announcer: Announcer;
  callbacks: Callbacks;
  cast: Cast;
  uploads: Keyv<Uploaded>;
  own: Pick<OwnAddress, "local">;
  removeShared: Removing["removeShared"];
  archive: Archive;
  clock: Clock;
  log: Logger;
  /** Resolves the names in members' links; by the system's name servers when not given. */
  lookup?: LookupFunction | undefined;
}

/** What the steps of all jobs take, and what it takes to ask for one: each step names its own few of it. */
export type JobPorts = Driving &
  Requesting &
  LettingGo &
  Removing &
  Pick<MemberPorts, "stills"> & { evolink: EvoLink; library: MediaLibrary };

/** Puts it together from all rooms. */
export function buildJobPorts(config: Config, parts: Parts): JobPorts {
  const { db, library, evolink, finder, metrics, accountClosed, announcer, callbacks } = parts;
  const { cast, uploads, removeShared, archive, clock, log } = parts;
  const { fit, joiner, cutter, stills, room } = archive;
  return {
    ...{ db, clock, log, library, evolink, uploads, announcer, callbacks, accountClosed, removeShared },
    ...{ fit, joiner, cutter, stills, room },
    ...finder,
    ...fileReading(parts),
    ...reach(config, parts),
    fetchVideo: videoFetcher(config, parts),
    intake: createIntake({ db, library, clock, log }),
    crowd: createCrowd({ db, clock }),
    quota: quotaOf(config),
    maxRunning: config.EVOLINK_MAX_RUNNING,
    oneByOne: createOneByOne(),
    random: Math.random,
    onElement: cast.finish,
    observeStep: metrics.step,
  };
}

/** How the files that members give are read. */
function fileReading({ clock, log, lookup }: Parts): Pick<FileReading, "openLink" | "lastFrame"> {
  const frames = createFrames({ log });
  const publicNames = createLookup();
  return {
    openLink: (link, totalMs, read) =>
      safeFetch(
        link,
        { clock, allowPrivate: false, lookup: lookup ?? publicNames, totalMs, leastRate: LEAST_LINK_RATE },
        async ({ status, body }) => {
          if (status !== 200) throw new DownloadFailed(`The link answered ${status}`, { status });
          return read(body);
        },
      ),
    lastFrame: frames.available() ? frames.last : undefined,
  };
}

/** Where the gateway reads members' videos, and where anybody watches ours. */
function reach(
  { PUBLIC_URL, ALLOW_FOREIGN_LINKS }: Config,
  { links, sandbox, own, clock }: Parts,
): Pick<JobPorts, "serve" | "allowForeignLinks" | "watchLink"> {
  const signed = ({ hash, name }: Media, holder: string, expiresAt: number) =>
    links.sign({ hash, name, holder, expiresAt });
  return {
    allowForeignLinks: ALLOW_FOREIGN_LINKS,
    serve: (media, holder) => {
      // The sandbox is the only gateway that can read from this machine's own address.
      const base = PUBLIC_URL ?? (sandbox ? own.local() : undefined);
      return base && `${base}/media/${signed(media, holder, clock.now() + INPUT_LINK_LIVES_MS)}`;
    },
    watchLink: (media, holder) => {
      if (PUBLIC_URL === undefined) return undefined;
      const until = clock.now() + WATCH_LINK_LIVES_MS;
      return { url: `${PUBLIC_URL}/watch/${signed(media, holder, until)}`, until };
    },
  };
}

function videoFetcher({ EVOLINK_API_URL }: Config, { library, sandbox, clock }: Parts): Delivering["fetchVideo"] {
  // The operator's own gateway may stand in a private network, and its links with it.
  const allowPrivate = sandbox !== undefined || EVOLINK_API_URL !== PUBLIC_GATEWAY;
  return (url, signal) => download(url, { library, limitBytes: LARGEST_VIDEO_BYTES, clock, signal, allowPrivate });
}

/** What members may do where admins have not said otherwise. */
function quotaOf(config: Config): Quota {
  return {
    allowance: config.DEFAULT_ALLOWANCE,
    period: config.DEFAULT_PERIOD,
    timeZone: config.DEFAULT_TIME_ZONE,
    maxJobs: config.DEFAULT_MAX_JOBS,
    workspaceJobs: config.DEFAULT_WORKSPACE_JOBS,
    maxPrice: config.DEFAULT_MAX_PRICE,
    budget: config.DEFAULT_BUDGET,
    approveAbove: config.DEFAULT_APPROVE_ABOVE,
    askAbove: config.DEFAULT_ASK_ABOVE,
  };
}
