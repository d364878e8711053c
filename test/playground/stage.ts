import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { type Command, defineCommand } from "../../src/chat/command/command.ts";
import { attachment, choice, flag, seconds, text } from "../../src/chat/command/options.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import type { Invocation } from "../../src/chat/contract/invocation.ts";
import type { Dispatch } from "../../src/chat/serve/dispatch.ts";
import { createMediaLibrary } from "../../src/media/keep/library.ts";
import { createPlaygroundChat } from "../../src/playground/chat.ts";
import { mountPlayground } from "../../src/playground/routes.ts";
import { openStore } from "../../src/store/open.ts";
import { createLinks } from "../../src/web/files/links.ts";
import { listen } from "../../src/web/serve/listen.ts";
import { createWeb } from "../../src/web/serve/server.ts";

/** Commands of the right shape; what they do, the test says. */
const COMMANDS: readonly Command[] = [
  command("video", "Make a video from words", {
    prompt: text("What the video shows", { rest: true, maxLength: 2500 }),
    duration: seconds("Seconds of video", { min: 3, max: 15 }),
    quality: choice("How sharp", ["720p", "1080p"], { standard: "720p" }),
    aspect: choice("The shape", ["16:9", "9:16", "1:1"], { standard: "16:9" }),
    sound: flag("With sound"),
  }),
  command("animate", "Bring a picture to life", {
    image: attachment("The first frame", { accept: "image", mark: "start" }),
    end_image: attachment("The last frame", { accept: "image", mark: "end" }),
    prompt: text("What happens", { rest: true, maxLength: 2500 }),
    duration: seconds("Seconds of video", { min: 3, max: 15 }),
    quality: choice("How sharp", ["720p", "1080p"], { standard: "720p" }),
    model: choice("Which model", ["kling-3", "kling-turbo"], { aliases: { turbo: "kling-turbo" } }),
    element1: text("A character from the cast", { completes: "element" }),
    like: text("A job to take after", { completes: "job" }),
    voice: text("Whose voice", { completes: ["gentle woman", "male announcer"] }),
  }),
  command("motion", "Move like the person in a video", {
    image: attachment("The character", { accept: "image" }),
    video: attachment("The performance", { accept: "video" }),
    element1: text("A character from the cast", { completes: "element" }),
    element2: text("A character from the cast", { completes: "element" }),
  }),
  command("element show", "See one character", { name: text("Whom", { rest: true, completes: "element" }) }),
  command("credits", "What you have left", {}),
  command("admin grant", "Give a member credits", { member: text("To whom", { rest: true }) }),
  { ...command("admin quota", "What a member may spend", {}), adminOnly: true },
];

/** Who is in the cast, those that can be used first. */
const CAST = ["Ada", "Cy", "Adam"];
/** The member's jobs. */
const JOBS = [{ value: "g_0abcdefghjkmnpqrstv", label: "a paper boat, 5 s" }];

function command(name: string, description: string, options: Command["options"]): Command {
  return defineCommand({ name, description, options, run: async () => undefined });
}

/** What a command does on this stage; a card is its answer. */
export type Act = (invocation: Invocation, stage: Stage) => Promise<Card | undefined>;

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** The playground on real parts — store, library, links, web server — around commands that the test acts out. */
export async function openStage(settings: { act?: Act; notice?: string; dataDir?: string; port?: number } = {}) {
  const dataDir = settings.dataDir ?? (await mkdtemp(join(tmpdir(), "reelay-playground-")));
  const store = await openStore({ dataDir });
  const log = createLog("silent");
  const library = createMediaLibrary({ dir: join(dataDir, "media"), log });
  const links = createLinks("a secret for the tests");
  const clock = systemClock;
  const chat = createPlaygroundChat({ db: store.db, clock });
  const invocations: Invocation[] = [];
  const run = async (invocation: Invocation) => {
    invocations.push(invocation);
    const card = await settings.act?.(invocation, stage);
    return card ? [card] : [];
  };
  const complete: Dispatch["complete"] = async ({ option, begun }) =>
    option === "like"
      ? JOBS.filter(({ value }) => value.startsWith(begun))
      : CAST.filter((name) => name.toLowerCase().startsWith(begun.toLowerCase())).map((name) => ({
          value: name,
          label: name,
        }));
  const dispatch = () => ({ commands: COMMANDS, run, shown: async () => undefined, complete });
  const web = createWeb({
    library,
    links,
    stands: async () => true,
    clock,
    log,
    health: { live: () => true, ready: async () => ({ ready: true, degraded: [] }) },
    metrics: async () => ({ type: "text/plain", body: "" }),
    mount: (app) => {
      mountPlayground(app, { chat, dispatch, library, links, clock, log, notice: settings.notice });
    },
  });
  const listening = await listen(web, { host: "127.0.0.1", port: settings.port ?? 0, graceMs: 500 });
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await listening.close();
    await store.close();
  };
  const stage = {
    chat,
    library,
    store,
    invocations,
    dataDir,
    address: listening.address,
    port: listening.port,
    /** Stops it; the folder stays. Again is fine. */
    stop() {
      stopped ??= stop();
      return stopped;
    },
    /** Stops it and takes its folder away. */
    async close() {
      await stage.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return stage;
}
