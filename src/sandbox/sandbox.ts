import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import { UNITS_PER_CREDIT, type Units, units } from "../credits/units.ts";
import { createCallbacks, type SendCallback, sendByHttp } from "./doors/callbacks.ts";
import { createFaults } from "./doors/faults.ts";
import { createRoutes } from "./doors/routes.ts";
import { clipRenderer, EncoderRenderer, type Renderer } from "./render/renderer.ts";
import { machineRandom } from "./tasks/chance.ts";
import { createGateway } from "./tasks/gateway.ts";
import type { Prices4k } from "./tasks/prices.ts";
import { openRecords } from "./tasks/records.ts";
import { openUploads } from "./tasks/uploads.ts";

export interface SandboxOptions {
  /** The sandbox keeps its tasks, files and films in `sandbox.db` and `sandbox/` there. */
  dataDir: string;
  /** How many times faster than the real gateway a task goes: 10 makes 180 s into 18 s. */
  speed: number;
  clock: Clock;
  log: Logger;
  /** Default 0: one that is free. */
  port?: number;
  /**
   * `encoder` renders each film and needs the optional encoder; `clips` always answers with the bundled clips (the
   * asked length is then not possible); `auto`, the default, renders where the encoder is there.
   */
  render?: "encoder" | "clips" | "auto";
  /** What it charges for 4k, by model; without a price it takes none. */
  prices4k?: Prices4k | undefined;
  /** What is on the account before the first task; default a million credits. */
  balance?: Units;
  /** 0 up to 1; default the machine's chance. */
  random?: () => number;
  /** How the calls to a task's `callback_url` are made; by HTTP when not given. */
  sendCallback?: SendCallback | undefined;
  /** How long a reference video is, for the models whose film follows it; default: nobody knows, and it is 5 s. */
  videoSeconds?: (address: string) => Promise<number | undefined>;
}

export interface Sandbox {
  /** What `EVOLINK_API_URL` would be, without a slash at its end. */
  readonly url: string;
  /** What `EVOLINK_FILES_URL` would be: the same. */
  readonly filesUrl: string;
  /** Resolves when no film is being rendered. */
  rendered(): Promise<void>;
  /** Stops answering; what was created goes on when a sandbox is started in the same folder again. */
  close(): Promise<void>;
}

/**
 * Starts an EvoLink of our own on 127.0.0.1: the documented routes, checks and answers, with tasks that advance in time
 * and end in a real MP4. It throws when the port is taken, or when `render` is `encoder` and there is none.
 *
 * Every door wants a bearer token, any will do. The sandbox's own doors, for tests and for trying out, want none:
 *
 * - `GET /sandbox/tasks` lists all tasks that were ever accepted: `{count, tasks: [{id, model, created_at, status,
 *   progress, units, body}]}`.
 * - `POST /sandbox/faults` asks for a fault, `GET` lists those that wait, `DELETE` forgets them. A fault is
 *   `{on, kind, times?}`: the next `times` (default 1) requests at the door `on` (`create`, `read`, `upload` for all
 *   calls of the file service, `result` or `credits`) meet it.
 *
 *   | kind | more | what happens |
 *   |---|---|---|
 *   | `task_failed` | `code` | create only: the task is accepted and ends failed with this code, one of `tasks/task-errors.ts` |
 *   | `never_ends` | | create only: the task is accepted and stays processing |
 *   | `http` | `status`, `retryAfter?` | the documented error of this status; 429 and 503 carry Retry-After (1 s) |
 *   | `slow` | `delayMs` | the answer comes that much later |
 *   | `lost_answer` | | the request is carried out, then the connection breaks without an answer |
 *   | `malformed` | | the request is carried out, the answer is cut off JSON (of a result: bytes that are no film) |
 *   | `refuse` | | the connection breaks before anything is carried out |
 *
 * A prompt can ask for one as well: `[fail content_policy_violation]`, `[http 429]`, `[slow 30]`, `[lost answer]`,
 * `[malformed]`, `[never ends]`.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dataDir, speed, clock, log, random = machineRandom, prices4k: prices = {} } = options;
  const folder = join(dataDir, "sandbox");
  const films = join(folder, "films");
  mkdirSync(films, { recursive: true });
  const renderer = await createRenderer(options.render ?? "auto", films, log);
  const records = openRecords(join(dataDir, "sandbox.db"));
  const uploads = openUploads(join(folder, "files"), records);
  const gateway = createGateway({
    records,
    uploads,
    renderer,
    speed,
    balance: options.balance ?? units(1_000_000 * UNITS_PER_CREDIT),
    random,
    prices,
    videoSeconds: options.videoSeconds ?? (async () => undefined),
  });
  const closing = new AbortController();
  let url = "";
  const callbacks = createCallbacks({
    describe: (task) => gateway.describe(task, url, clock.now()),
    send: options.sendCallback ?? sendByHttp,
    clock,
    log,
    closing: closing.signal,
  });
  const app = createRoutes({
    gateway,
    records,
    uploads,
    faults: createFaults(),
    clock,
    random,
    prices,
    log,
    origin: () => url,
    accepted: callbacks.follow,
    closing: closing.signal,
  });
  const server = createServer(app);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      closing.abort();
      await closeServer(server);
      await callbacks.idle();
      await renderer.close();
      records.close();
    })();
    return stopped;
  };
  try {
    await gateway.resume(clock.now(), films);
    url = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  } catch (error) {
    await stop();
    throw error;
  }
  log.debug({ url }, "the sandbox is listening");
  return { url, filesUrl: url, rendered: () => renderer.idle(), close: stop };
}

async function createRenderer(mode: "encoder" | "clips" | "auto", films: string, log: Logger): Promise<Renderer> {
  if (mode === "clips") return clipRenderer();
  const renderer = new EncoderRenderer(films, log);
  if (mode === "encoder" && !(await renderer.available())) {
    throw new Error("The sandbox was asked to render, but @mediabunny/server cannot be loaded here");
  }
  return renderer;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
