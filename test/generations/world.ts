import type { KyselyPlugin } from "kysely";
import type { JobPorts } from "../../src/app/job-ports.ts";
import type { Clock } from "../../src/base/clock.ts";
import type { MessageRef } from "../../src/chat/contract/chat.ts";
import {
  ConnectionLost,
  GatewayError,
  RefusedBeforeSending,
  TimedOut,
  UnreadableAnswer,
} from "../../src/evolink/errors.ts";
import type { Task } from "../../src/evolink/evolink.ts";
import { createCrowd } from "../../src/generations/states/crowd.ts";
import { BadVideo, DiskFull, DownloadFailed, LinkExpired } from "../../src/media/keep/errors.ts";
import type { Media } from "../../src/models/parts/model.ts";
import type { Stage } from "./stage.ts";

/** How everything around the engine behaves for a while. */
export interface Mood {
  create: (typeof CREATES)[number];
  read: (typeof READS)[number];
  upload: (typeof UPLOADS)[number];
  chat: (typeof CHATS)[number];
  fetch: (typeof FETCHES)[number];
  files: "there" | "gone";
  /** Of how many statements of a step the process dies; nothing where it doesn't. */
  dies: number | undefined;
}

export const CREATES = ["accepted", "lost", "refused", "busy", "down", "error", "unreadable"] as const;
export const READS = ["processing", "completed", "empty", "failed", 404, 400, 403, 500, "unreadable", "slow"] as const;
export const UPLOADS = ["taken", 400, 500, "down"] as const;
export const CHATS = ["well", "fails", "gone"] as const;
export const FETCHES = ["comes", "expired", "failed", "bad", "full"] as const;

/** The only task that the gateway ever begins. */
export const TASK = "task-of-the-gateway";
/** A process that dies at each of its steps for ever would never come to any end. */
const MOST_DEATHS = 10;

const WELL: Mood = {
  create: "accepted",
  read: "completed",
  upload: "taken",
  chat: "well",
  fetch: "comes",
  files: "there",
  dies: undefined,
};

const VIDEO: Media = {
  kind: "video",
  hash: "a".repeat(64),
  name: "video.mp4",
  type: "video/mp4",
  bytes: 1_000,
  width: 1280,
  height: 720,
  seconds: 5,
};

const answered = (status: number) => new GatewayError("call", { status, code: `code_${status}`, detail: "" });

/** Everything around the engine, in the moods of a test. Its clock moves in `pass`, and while somebody sleeps. */
export function createWorld(s: Stage) {
  let now = s.time.now();
  let mood: Mood = WELL;
  let left = Number.POSITIVE_INFINITY;
  let deaths = 0;
  let creates: Mood["create"][] = [];

  const live = () => {
    if (left < 0) throw new Error("the process is dead");
  };
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      live();
      now += ms;
    },
  };
  const mortal: KyselyPlugin = {
    transformQuery: ({ node }) => {
      left -= 1;
      live();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const db = s.db.withPlugin(mortal);
  const task = (change: Partial<Task>): Task => ({
    id: TASK,
    status: "processing",
    progress: 10,
    results: [],
    ...change,
  });
  const chat = async <T>(well: T): Promise<T | "gone"> => {
    if (mood.chat === "fails") throw new Error("the chat fails");
    return mood.chat === "gone" ? "gone" : well;
  };

  const evolink: JobPorts["evolink"] = {
    ...s.evolink,
    createTask: async () => {
      creates.push(mood.create);
      switch (mood.create) {
        case "accepted":
          return task({});
        case "lost":
          throw new ConnectionLost("lost");
        case "refused":
          throw answered(400);
        case "busy":
          throw answered(429);
        case "down":
          throw new RefusedBeforeSending("down");
        case "error":
          throw answered(500);
        case "unreadable":
          throw new UnreadableAnswer("unreadable");
      }
    },
    readTask: async () => {
      switch (mood.read) {
        case "processing":
          return task({});
        case "completed":
          return task({ status: "completed", results: ["https://gateway.example/video.mp4"] });
        case "empty":
          return task({ status: "completed" });
        case "failed":
          return task({ status: "failed", error: { code: "service_error", message: "" } });
        case "unreadable":
          throw new UnreadableAnswer("unreadable");
        case "slow":
          throw new TimedOut("slow");
        default:
          throw answered(mood.read);
      }
    },
    uploadFile: async () => {
      if (mood.upload === "down") throw new RefusedBeforeSending("down");
      if (mood.upload !== "taken") throw answered(mood.upload);
      return { fileId: "f", url: "https://gateway.example/boat.png", expiresAt: now };
    },
  };
  const fetchVideo: JobPorts["fetchVideo"] = async () => {
    if (mood.fetch === "expired") throw new LinkExpired(410);
    if (mood.fetch === "failed") throw new DownloadFailed("failed");
    if (mood.fetch === "bad") throw new BadVideo("bad");
    if (mood.fetch === "full") throw new DiskFull("full");
    return VIDEO;
  };
  const deps: JobPorts = {
    ...s.deps,
    ...{ db, clock, evolink, fetchVideo },
    crowd: createCrowd({ db, clock }),
    library: {
      ...s.library,
      has: async () => mood.files === "there",
      local: async (hash) => {
        if (mood.files === "there") return hash;
        throw Object.assign(new Error("ENOENT"), { code: "ENOENT" });
      },
    },
    announcer: {
      showsOurs: () => true,
      editEveryMs: () => 60_000,
      post: () => chat("message" as MessageRef),
      edit: () => chat("shown"),
      notify: () => chat("told"),
    },
    oneByOne: (work) => work(),
  };
  return {
    deps,
    /** What the gateway made of each create there was, in their order. */
    creates: () => creates,
    begin: (at: number) => {
      now = at;
      creates = [];
    },
    turns: (next: Mood) => {
      mood = next;
    },
    pass: (ms: number) => {
      now += ms;
    },
    /** Does a step of a process, which may die in it. Gives whether it lives. */
    async live(step: () => Promise<void>): Promise<boolean> {
      if (deaths < MOST_DEATHS) left = mood.dies ?? Number.POSITIVE_INFINITY;
      try {
        await step();
        return true;
      } catch (error) {
        if (left >= 0) throw error;
        deaths += 1;
        return false;
      } finally {
        left = Number.POSITIVE_INFINITY;
      }
    },
  };
}
