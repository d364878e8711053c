import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Clock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";

/** A clock that stands still until the test moves it; a sleep ends when its time has come. */
export interface OwnedClock extends Clock {
  advance(ms: number): void;
  /** Resolves as soon as somebody sleeps. */
  asleep(): Promise<void>;
}

export function ownedClock(start = Date.UTC(2026, 7, 1)): OwnedClock {
  let now = start;
  let sleepers: { until: number; wake: () => void }[] = [];
  const watchers: (() => void)[] = [];
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((wake) => {
        if (signal?.aborted) return wake();
        sleepers.push({ until: now + ms, wake });
        signal?.addEventListener("abort", () => wake(), { once: true });
        for (const watch of watchers.splice(0)) watch();
      }),
    asleep: () => (sleepers.length > 0 ? Promise.resolve() : new Promise((resolve) => watchers.push(resolve))),
    advance: (ms) => {
      now += ms;
      for (const { until, wake } of sleepers) if (until <= now) wake();
      sleepers = sleepers.filter(({ until }) => until > now);
    },
  };
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "reelay-sandbox-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export const silent = createLog("silent");

/** A sandbox with an owned clock, no jitter and bundled clips, unless the test says otherwise. */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    dataDir: options.dataDir ?? (await temporaryFolder()),
    speed: 1,
    clock: ownedClock(),
    log: silent,
    render: "clips",
    ...options,
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** `random` for a task that takes exactly as long as estimated: the middle of the normal distribution. */
export function middling(): () => number {
  let calls = 0;
  return () => [0.25, 0.25][calls++] ?? (calls * 0.137) % 1;
}

export const KEY = { authorization: "Bearer any" };

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
export type Json = any;

export async function ask(
  url: string,
  init: RequestInit = {},
): Promise<{ status: number; headers: Headers; body: Json }> {
  const response = await fetch(url, { ...init, headers: { ...KEY, ...init.headers } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}

export function post(url: string, body: unknown): Promise<{ status: number; headers: Headers; body: Json }> {
  return ask(url, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
}

export const create = (sandbox: Sandbox, body: unknown) => post(`${sandbox.url}/v1/videos/generations`, body);
export const read = (sandbox: Sandbox, id: string) => ask(`${sandbox.url}/v1/tasks/${id}`);
export const fault = (sandbox: Sandbox, body: unknown) => post(`${sandbox.url}/sandbox/faults`, body);

export const TEXT = { model: "kling-v3-text-to-video", prompt: "A cat in the rain", duration: 5, aspect_ratio: "16:9" };

export function upload(sandbox: Sandbox, bytes: Uint8Array<ArrayBuffer>, name = "photo.png") {
  const form = new FormData();
  form.set("file", new Blob([bytes]), name);
  return ask(`${sandbox.filesUrl}/api/v1/files/upload/stream`, { method: "POST", body: form });
}
