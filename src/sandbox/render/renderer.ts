import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { keyOf, type MovieSpec } from "./spec.ts";

export interface RenderOrder {
  spec: MovieSpec;
  path: string;
}

export type RenderReport =
  | { kind: "ready" }
  | { kind: "missing"; problem: string }
  /** `problem` is what went wrong and was got around, for example a picture that could not be decoded. */
  | { kind: "done"; problem: string | undefined }
  | { kind: "failed"; problem: string | undefined };

export interface Renderer {
  /** Sees to it that the film will be there; at once when the same one has been made before. */
  begin(spec: MovieSpec): void;
  /** The MP4's path as soon as it can be read. */
  fileOf(spec: MovieSpec): string | undefined;
  /** Resolves when no film is being made and none waits. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** The bundled clips, by shape: five seconds each, for a machine without the encoder. */
export function clipRenderer(): Renderer {
  const nothing = async () => undefined;
  return { begin: () => undefined, fileOf: clipFor, idle: nothing, close: nothing };
}

/** The bundled clip that is nearest in shape. */
export function clipFor({ width, height }: { width: number; height: number }): string {
  const ratio = width / height;
  const shape = ratio > 1.25 ? "landscape" : ratio < 0.8 ? "portrait" : "square";
  return fileURLToPath(new URL(`../clips/${shape}.mp4`, import.meta.url));
}

/**
 * Renders in a process of its own, one film at a time, into `folder`: a thread that is ended in the middle of libav
 * ends its whole process. A film that could not be rendered, and every film when the optional encoder is missing, is a
 * bundled clip instead, so that no task waits for ever.
 */
export class EncoderRenderer implements Renderer {
  readonly #folder: string;
  readonly #log: Logger;
  readonly #script: string;
  readonly #done = new Set<string>();
  readonly #clips = new Set<string>();
  readonly #waiting = new Map<string, MovieSpec>();
  readonly #idlers: (() => void)[] = [];
  #current: string | undefined;
  #child: ChildProcess | undefined;
  #started: Promise<boolean> | undefined;
  #missing = false;
  #closed = false;

  /** `script` is the process' program, a path; it speaks in `RenderReport`s. */
  constructor(folder: string, log: Logger, script = fileURLToPath(new URL("./worker.ts", import.meta.url))) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#script = script;
    this.#log = log;
  }

  begin(spec: MovieSpec): void {
    const key = keyOf(spec);
    if (this.#closed || this.#missing || key === this.#current || this.fileOf(spec)) return;
    this.#waiting.set(key, spec);
    this.#next();
  }

  fileOf(spec: MovieSpec): string | undefined {
    const key = keyOf(spec);
    const path = this.#pathOf(key);
    if (this.#done.has(key)) return path;
    if (this.#missing || this.#clips.has(key)) return clipFor(spec);
    if (key === this.#current || this.#waiting.has(key) || !existsSync(path)) return undefined;
    this.#done.add(key);
    return path;
  }

  /** Whether the encoder is here; starts the process to find out. */
  available(): Promise<boolean> {
    this.#started ??= new Promise((resolve) => this.#start(resolve));
    return this.#started;
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idlers.push(resolve);
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    const child = this.#child;
    if (child) {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
    for (const resolve of this.#idlers.splice(0)) resolve();
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${key}.mp4`);
  }

  #start(resolve: (available: boolean) => void): void {
    const child = fork(this.#script, {
      ...{ execArgv: [], env: {}, serialization: "advanced" },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    let problem = "The rendering process ended";
    this.#child = child;
    child.on("message", (report: RenderReport) => {
      if (report.kind === "ready") resolve(true);
      else if (report.kind === "missing") {
        this.#log.info({ reason: report.problem }, "no encoder here: the sandbox answers with its bundled clips");
        this.#missing = true;
        this.#waiting.clear();
        resolve(false);
      } else if (this.#current !== undefined) this.#finish(this.#current, report);
    });
    child.on("error", (error) => {
      problem = error.message;
    });
    child.on("exit", () => {
      this.#child = undefined;
      this.#started = undefined;
      resolve(false);
      if (this.#current !== undefined) this.#finish(this.#current, { kind: "failed", problem });
    });
  }

  #next(): void {
    if (this.#closed || this.#current !== undefined) return;
    const [entry] = this.#waiting;
    if (!entry) {
      for (const resolve of this.#idlers.splice(0)) resolve();
      return;
    }
    const [key, spec] = entry;
    this.#waiting.delete(key);
    this.#current = key;
    const order: RenderOrder = { spec, path: this.#pathOf(key) };
    this.available().then(
      (available) => {
        if (available) this.#child?.send(order);
        else this.#finish(key, { kind: "failed", problem: undefined });
      },
      (error: unknown) => this.#finish(key, { kind: "failed", problem: messageOf(error) }),
    );
  }

  /** Goes on with the next film; one that failed is a bundled clip from now on. */
  #finish(key: string, report: Extract<RenderReport, { kind: "done" | "failed" }>): void {
    if (key !== this.#current || this.#closed) return;
    this.#current = undefined;
    if (report.problem !== undefined)
      this.#log.warn({ key, problem: report.problem }, "a sandbox film is not as asked");
    (report.kind === "done" ? this.#done : this.#clips).add(key);
    this.#next();
  }
}
