import { words } from "./words.js";

/**
 * @typedef {{ id: string, name: string, bytes: number, src: string }} SaidFile
 * @typedef {{ label: string, does: "run" | "edit", line: string, tone?: "primary" | "danger" }} Button
 * @typedef {{ src: string, hash: string, name: string, bytes: number, width: number, height: number, seconds: number }} Video
 * @typedef {{ src: string, hash: string, name: string, type: string, bytes: number, alt: string }} CardFile
 * @typedef {{ fraction: number, label: string }} Progress
 * @typedef {{ tone: "info" | "busy" | "done" | "bad", title: string, text?: string,
 *   fields?: { name: string, value: string }[], progress?: Progress, video?: Video, files?: CardFile[], buttons?: Button[],
 *   footer?: string }} Card
 * @typedef {{ id: string, author: { id: string, name: string, bot: boolean }, private: boolean, createdAt: number,
 *   updatedAt: number, said?: { line: string, files: SaidFile[] }, card?: Card }} Message
 * @typedef {{ name: string, kind: string, description: string, bounds: string, values: string[],
 *   standard?: string, choices?: string[], aliases?: Record<string, string>, unit?: string,
 *   min?: number, max?: number, maxLength?: number, completes?: "element" | "job" | string[], rest?: boolean,
 *   also?: string[], atEnds?: string[], filesGo?: Record<string, string[]>, mark?: string }} Option
 * @typedef {{ name: string, description: string, adminOnly: boolean, options: Record<string, Option>,
 *   lacks: import("../../../chat/line/types.ts").Meanings }} Command
 * @typedef {{ commands: Command[], members: { id: string, name: string, admin: boolean }[], channel: string,
 *   fileLimitBytes: number, notice: string | null }} About
 */

/** A refusal in the server's own words, fit to be shown. */
export class Refused extends Error {}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 */
async function ask(path, init) {
  const response = await fetch(`/playground/${path}`, init).catch(() => {
    throw new Refused(words("away"));
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(typeof body.error === "string" ? body.error : odd(response.status));
  return body;
}

/** @param {number} status */
const odd = (status) => words("odd", { status: String(status) });

/** @returns {Promise<About>} */
export const about = () => ask("commands");

/**
 * The newest messages that the member may see, or those before one.
 * @param {string} as
 * @param {string} [before]
 * @returns {Promise<{ messages: Message[], more: boolean }>}
 */
export const history = (as, before) => ask(`messages?${new URLSearchParams({ as, ...(before ? { before } : {}) })}`);

/**
 * @param {{ as: string, line: string, files: string[], nonce: string }} said
 * @returns {Promise<{ messages: Message[] }>}
 */
export const say = (said) =>
  ask("messages", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(said) });

/**
 * What could be meant by the beginning of an option's value, likeliest first.
 * @param {{ as: string, command: string, option: string, begun: string }} what
 * @returns {Promise<{ value: string, label: string }[]>}
 */
export const suggestions = async (what) => (await ask(`suggestions?${new URLSearchParams(what)}`)).suggestions;

/**
 * Sends a file's bytes; XMLHttpRequest, because fetch doesn't tell how far an upload is.
 * @param {File} file
 * @param {{ onProgress(fraction: number): void, signal: AbortSignal }} watch
 * @returns {Promise<{ id: string, name: string, bytes: number }>}
 */
export function upload(file, { onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/playground/files?${new URLSearchParams({ name: file.name })}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (request.status === 200) resolve(request.response);
      else reject(new Refused(request.response?.error ?? odd(request.status)));
    });
    request.addEventListener("error", () => reject(new Refused(words("away"))));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

const AGAIN_MS = 2000;

/**
 * Live updates. `onOpen` is called at each (re)connection: what happened in between has to be read anew.
 * @param {string} as
 * @param {{ onOpen(): void, onLost(): void, onMessage(message: Message): void }} to
 * @returns {() => void} stops it
 */
export function watch(as, to) {
  /** @type {EventSource} */
  let source;
  let again = 0;
  const connect = () => {
    source = new EventSource(`/playground/events?${new URLSearchParams({ as })}`);
    source.addEventListener("open", to.onOpen);
    source.addEventListener("message", (event) => to.onMessage(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      to.onLost();
      // The browser comes back by itself unless it got an answer that it took for final.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(connect, AGAIN_MS);
    });
  };
  connect();
  return () => {
    clearTimeout(again);
    source.close();
  };
}
