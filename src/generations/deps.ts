import type Keyv from "keyv";
import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import type { VideoLink } from "../chat/contract/card.ts";
import type { Aside } from "../chat/contract/invocation.ts";
import type { Quota } from "../credits/quota.ts";
import type { EvoLink } from "../evolink/evolink.ts";
import type { MediaLibrary } from "../media/keep/library.ts";
import type { Room } from "../media/keep/room.ts";
import type { Fit } from "../media/make/fit.ts";
import type { Joiner } from "../media/make/join.ts";
import type { StillsMaker } from "../media/make/stills.ts";
import type { Media, Model } from "../models/parts/model.ts";
import type { Db, Tx } from "../store/tables.ts";
import type { Intake } from "./request/intake.ts";
import type { Announcer } from "./show/view.ts";
import type { Callbacks } from "./states/callbacks.ts";
import type { Crowd } from "./states/crowd.ts";

/** Why the gateway takes no jobs from here, and since when, in milliseconds since 1970. */
export interface Closed {
  since: number;
  why: "empty" | "key";
}

/** A picture at the gateway's file service: where it is read, and by which id it is deleted. */
export interface Uploaded {
  url: string;
  fileId: string;
}

/** What the steps of a generation work with. */
export interface Deps {
  db: Db;
  evolink: EvoLink;
  /** The models by the gateway's name; for one that has left the catalogue what stands in its place (`states/departed.ts`). */
  model(id: string): Model;
  library: MediaLibrary;
  /** Streams a finished video from the gateway's link into the library, and measures it. */
  fetchVideo(url: string, signal: AbortSignal): Promise<Media>;
  /** Reads what is at a member's link, public addresses only and within so many milliseconds, by `read`. */
  openLink<T>(link: string, totalMs: number, read: (body: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T>;
  intake: Intake;
  /** Whether the gateway may be given the very link that a member gave, where our own copy can't be reached. */
  allowForeignLinks?: boolean;
  /** An address of ours at which the gateway can read a file of the library; undefined when it can't reach us. */
  serve(media: Media, holder: string): string | undefined;
  /** Where a finished video can be watched without the chat; undefined when the outside can't reach us. */
  watchLink(media: Media, holder: string): VideoLink | undefined;
  /** The last frame of a video as PNG; undefined when no decoder is installed. */
  lastFrame: ((path: string) => Promise<Uint8Array>) | undefined;
  /** An element's task has ended: with its id at the gateway, or without one. In the transaction that settles its credits. */
  onElement(tx: Tx, generation: string, elementId: string | undefined, at: number): Promise<void>;
  /** Ends what is shared of a job, and deletes what stands for its video. */
  removeShared(job: { generation: string; video: string }): Promise<void>;
  /** Makes what is too large for its chat fit into it. */
  fit: Fit;
  joiner: Joiner;
  /** Makes the pictures that stand for a video; undefined when no encoder is installed. */
  stills: StillsMaker | undefined;
  /** Whether there is room for the video of another job. */
  room?: Room;
  /** How a member's files are waited for; of the command that asks for them, where commands take turns. */
  aside?: Aside | undefined;
  announcer: Announcer;
  /** How the gateway tells us of an end. */
  callbacks: Pick<Callbacks, "addressOf" | "work">;
  /** Uploaded pictures by content hash; what is lost here is uploaded again. */
  uploads: Keyv<Uploaded>;
  /** What members may do where admins have not said otherwise. */
  quota: Quota;
  /** Why the gateway takes no jobs from here; undefined while it does. Throws when nobody knows. */
  accountClosed?: () => Promise<Closed | undefined>;
  /** What a job sees of all the others. */
  crowd: Crowd;
  /** Jobs at the gateway at once, over all members. */
  maxRunning: number;
  /** Runs what it is given when all that it was given before is done. */
  oneByOne<T>(work: () => Promise<T>): Promise<T>;
  clock: Clock;
  /** 0 to 1, as Math.random. */
  random(): number;
  log: Logger;
  /** Told how long each step took, in seconds, by the state it began in. */
  observeStep(state: string, outcome: "ok" | "error", seconds: number): void;
}
