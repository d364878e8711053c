import Keyv from "keyv";
import { expect } from "vitest";
import { commands } from "../../commands/index.ts";
import { finderOf } from "../../src/app/finder.ts";
import type { JobPorts } from "../../src/app/job-ports.ts";
import { createLog } from "../../src/base/log.ts";
import type { Actor, Attachment, Place } from "../../src/chat/contract/invocation.ts";
import { units } from "../../src/credits/units.ts";
import { createEvoLink } from "../../src/evolink/client.ts";
import type { EvoLink } from "../../src/evolink/evolink.ts";
import { createIntake } from "../../src/generations/files/intake.ts";
import { request } from "../../src/generations/request/request.ts";
import { createDueLoop, recover } from "../../src/generations/run/engine.ts";
import { generationsFor } from "../../src/generations/service.ts";
import { createCrowd } from "../../src/generations/states/crowd.ts";
import { download } from "../../src/media/fetch/download.ts";
import { createMediaLibrary } from "../../src/media/keep/library.ts";
import { createStillsMemory } from "../../src/media/make/stills-memory.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { createRemoveShared } from "../../src/share/remove.ts";
import { createShares } from "../../src/share/shares.ts";
import { createKeyvStore } from "../../src/store/keyv.ts";
import type { GenerationRow, GenerationState } from "../../src/store/tables.ts";
import { checkLedger } from "../support/ledger.ts";
import { inLockOrder } from "../support/lock-order.ts";
import { png } from "../support/pictures.ts";
import { type StoreKind, testStore } from "../support/stores.ts";
import { recordingAnnouncer } from "./chat.ts";
import { readRow } from "./rows.ts";
import { inLine, stageTime, type View } from "./time.ts";

const PLACE: Place = { platform: "playground", workspace: "w", channel: "general" };

/** An address of this machine at which nobody listens. */
const NOBODY = "http://127.0.0.1:1";

/** Longer than any job of these tests is under way, by the stage's own clock. */
const LONGEST_MS = 3 * 3_600_000;

/** What 5 s of Kling 3.0 cost in Units: 5.4 credits a second (FACTS). */
export const PRICE = 270_000;

export interface StageOptions {
  maxRunning?: number;
  maxJobs?: number;
  /** None unless they are given: as without a public address. */
  callbacks?: JobPorts["callbacks"];
  /** Milliseconds, by the machine's clock, that the client waits for a create's answer. */
  createTimeout?: number;
}

export type Stage = Awaited<ReturnType<typeof stage>>;
export type Worker = ReturnType<Stage["worker"]>;

/** What the sandbox's own doors take; `src/sandbox/sandbox.ts` says what each does. */
type Fault = { on: "create" | "read" | "upload" | "result" | "credits"; kind: string; times?: number } & Record<
  string,
  unknown
>;

/** The part of a create's body by which the tests know it. */
interface Body {
  prompt?: string;
  model_params?: { element_name?: string };
}

const JSON_BODY = { "content-type": "application/json" };

/**
 * The engine on a real store and library, with the real client before a real sandbox whose tasks take about three
 * seconds. The chat is in memory. Time moves only in `until` and `leap`. Nothing runs before a worker is started.
 */
export async function stage(kind: StoreKind, options: StageOptions = {}) {
  const store = await testStore(kind);
  const db = inLockOrder(store.db);
  const time = stageTime();
  const logged: Record<string, unknown>[] = [];
  const log = createLog("debug", { write: (line) => logged.push(JSON.parse(line)) });
  const sandbox = await startSandbox({
    dataDir: store.dataDir,
    speed: 60,
    clock: time.view(),
    log: createLog("silent"),
    render: "clips",
  });
  const library = createMediaLibrary({ dir: `${store.dataDir}/media`, log, clock: time.view() });
  const retrying = time.view();
  const clientOf = (apiUrl: string) =>
    createEvoLink({
      apiUrl,
      filesUrl: sandbox.filesUrl,
      apiKey: "key",
      clock: retrying,
      random: () => 0.5,
      log,
      ...(options.createTimeout === undefined ? {} : { timeouts: { createHeaders: options.createTimeout } }),
    });
  const clients = { there: clientOf(sandbox.url), away: clientOf(NOBODY) };
  const gateway = { away: false, creates: [] as { prompt: string; at: number }[], reads: 0 };
  const evolink: EvoLink = {
    ...clients.there,
    createTask: (body) => {
      gateway.creates.push({ prompt: String(body.prompt), at: time.now() });
      return (gateway.away ? clients.away : clients.there).createTask(body);
    },
    readTask: (id, signal) => {
      gateway.reads += 1;
      return (gateway.away ? clients.away : clients.there).readTask(id, signal);
    },
  };
  const announcer = recordingAnnouncer();
  const intake = createIntake({ db, library, clock: time.view(), log });
  const elements: { generation: string; elementId: string | undefined }[] = [];
  let asked = 0;

  const fetchVideo = (url: string, signal: AbortSignal, limitBytes = 50_000_000) =>
    download(url, { library, limitBytes, clock: time.view(), signal, allowPrivate: true });

  const depsOf = (clock: View, changes: Partial<JobPorts>): JobPorts => ({
    db,
    evolink,
    ...finderOf(commands),
    library,
    fetchVideo,
    openLink: () => Promise.reject(new Error("Nobody gives a link here")),
    intake,
    serve: () => undefined,
    watchLink: () => undefined,
    lastFrame: undefined,
    onElement: async (_tx, generation, elementId) => void elements.push({ generation, elementId }),
    removeShared: createRemoveShared({
      shares: createShares({ db, clock }),
      memory: createStillsMemory(db),
      library,
    }),
    fit: { available: () => false, smaller: async () => undefined },
    joiner: { join: async () => undefined },
    cutter: undefined,
    stills: undefined,
    announcer,
    callbacks: options.callbacks ?? { addressOf: () => undefined, work: async () => false },
    uploads: new Keyv<string>({ store: createKeyvStore(db, clock), namespace: "upload" }),
    quota: { allowance: units(100_000_000), period: "month", maxJobs: options.maxJobs ?? 50, maxPrice: undefined },
    crowd: createCrowd({ db, clock }),
    oneByOne: inLine(time),
    maxRunning: options.maxRunning ?? 10,
    clock,
    random: () => 0.5,
    log,
    observeStep: () => undefined,
    ...changes,
  });
  const front = depsOf(time.view(), {});
  const workers = new Set<{ stop(): Promise<void>; wake(): void }>();
  const wake = () => {
    for (const worker of workers) worker.wake();
  };

  /** A process with an engine of its own on the same store. */
  const worker = (changes: Partial<JobPorts> = {}) => {
    const clock = time.view();
    const engine = createDueLoop(depsOf(clock, changes));
    const self = {
      clock,
      wake: engine.wake,
      start: () => {
        time.begin(clock);
        workers.add(self);
        engine.start();
        return self;
      },
      stop: async () => {
        workers.delete(self);
        time.end(clock);
        await engine.stop();
      },
    };
    return self;
  };

  const rowOf = (id: string) => readRow(db, id);
  const requestOf = (member: string, model: string, draft: Record<string, unknown>, sourceId = `s${++asked}`) =>
    request(front, { ...asker(member), model, draft, sourceId, line: "video" });

  const ofSandbox = (path: string, init?: RequestInit) => fetch(`${sandbox.url}/sandbox/${path}`, init);
  const tasks = async () =>
    (await (await ofSandbox("tasks")).json()) as { count: number; tasks: { id: string; body: Body }[] };

  const until = async (come: () => Promise<boolean> | boolean, limitMs = LONGEST_MS): Promise<void> => {
    const end = time.now() + limitMs;
    for (;;) {
      await time.quiet(retrying);
      if (await come()) return;
      if (time.now() >= end) {
        throw new Error(
          `It did not come to it:\n${logged
            .slice(-15)
            .map((line) => JSON.stringify(line))
            .join("\n")}`,
        );
      }
      await time.toNext(end - time.now());
    }
  };

  return {
    db,
    kind,
    time,
    gateway,
    announcer,
    elements,
    library,
    deps: front,
    evolink,
    fetchVideo,
    worker,
    wake,
    until,
    row: rowOf,
    /** Asks for 5 s from words; the words are how a create is told from others. Gives the job's id. */
    async ask(member: string, prompt: string, sourceId?: string): Promise<string> {
      const id = await requestOf(member, "kling-v3-text-to-video", { prompt }, sourceId);
      wake();
      return id;
    },
    /** Asks for 5 s from a picture, which has to be uploaded first. */
    async animate(member: string, prompt: string): Promise<string> {
      const id = await requestOf(member, "kling-v3-image-to-video", { prompt, image: picture() });
      wake();
      return id;
    },
    /** Asks for an element. */
    async make(member: string, name: string): Promise<string> {
      const draft = { name, description: "somebody", image: picture() };
      const id = await requestOf(member, "kling-custom-element", draft);
      wake();
      return id;
    },
    /** Asks for whatever a model takes; nothing is woken. */
    requestOf,
    /** What a member can do with jobs. */
    as: (member: string) =>
      generationsFor(
        {
          ...front,
          wake,
          complete: async (_model, draft) => draft,
          changeLine: (line) => line,
          drafts: new Keyv<unknown>(),
          token: () => "token",
          askAbove: async () => undefined,
        },
        { ...asker(member), sourceId: "c", line: "jobs" },
      ),
    /** Moves time on until the job is in that state. */
    reaches: (id: string, state: GenerationState) => until(async () => (await rowOf(id)).state === state),
    /** Moves time on until nothing is left to do for any of these jobs, all told. Gives their rows. */
    async ends(...ids: string[]): Promise<GenerationRow[]> {
      const rows = () => Promise.all(ids.map(rowOf));
      await until(async () => (await rows()).every(({ due_at }) => due_at === null));
      return rows();
    },
    /** Lets everybody come to rest; time stands still. */
    quiet: () => time.quiet(retrying),
    async fault(fault: Fault): Promise<void> {
      const body = JSON.stringify({ times: 1, ...fault });
      const { status } = await ofSandbox("faults", { method: "POST", headers: JSON_BODY, body });
      expect(status).toBe(201);
    },
    clearFaults: async (): Promise<void> => void (await ofSandbox("faults", { method: "DELETE" })),
    /** How often a create of these words was asked for of the client, which sends it once at most. */
    creates: (prompt: string) => gateway.creates.filter((one) => one.prompt === prompt).length,
    /** How many tasks the gateway has ever accepted. */
    accepted: async (): Promise<number> => (await tasks()).count,
    tasks: async () => (await tasks()).tasks,
    recover: () => recover({ db, log }),
    /** Log lines of a level (pino: 50 is error) about a job. */
    logged: (id: string, level: number) => logged.filter((line) => line.generation === id && line.level === level),
    ledger: (id: string) =>
      db.selectFrom("ledger").select(["kind", "amount"]).where("generation", "=", id).orderBy("id").execute(),
    /** The ledger's invariants hold for everybody, and nobody was announced or accepted twice. */
    async check(): Promise<void> {
      await checkLedger(db);
      const rows = await db.selectFrom("generations").select(["id", "input"]).execute();
      for (const { id } of rows) expect(announcer.posts(id), id).toBeLessThanOrEqual(1);
      const prompts = (await tasks()).tasks.map(({ body }) => body.prompt ?? body.model_params?.element_name);
      expect(new Set(prompts).size, "one task a job").toBe(prompts.length);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const one of [...workers]) await one.stop();
      await clients.there.close();
      await clients.away.close();
      await sandbox.close();
      await store[Symbol.asyncDispose]();
    },
  };
}

function asker(member: string): { actor: Actor; place: Place } {
  return { actor: { id: member, name: member, admin: false, roles: [] }, place: PLACE };
}

function picture(): Attachment {
  const bytes = png(320, 320);
  return {
    name: "boat.png",
    bytes: bytes.length,
    open: async () =>
      (async function* () {
        yield bytes;
      })(),
  };
}
