import type { WebClient } from "@slack/web-api";
import type { Clock } from "../../base/clock.ts";
import { UserError } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { clip } from "../../base/words.ts";
import { sayFileGone, sayFileLate } from "../../chat/cards/notices.ts";
import { MessageGone } from "../../chat/contract/chat.ts";
import type { Attachment } from "../../chat/contract/invocation.ts";
import { createReadFile, type FileAnswer } from "../../chat/serve/read-file.ts";
import { quoted } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import { type Call, createCall } from "./calls.ts";
import { SlackFailed } from "./trouble.ts";

/** A member's file that Slack doesn't give us. */
const words = sentences("slack-files", {
  foreign: "{name} was shared from another workspace, which doesn't let me read it. Download it and attach it here.",
  elsewhere: "{name} is only a link to a file that's kept outside Slack. Attach the file itself.",
});

/** What Slack says of a file: docs.slack.dev/reference/objects/file-object. Of some only the id is known. */
export interface SlackFile {
  id?: string | undefined;
  name?: string | undefined;
  /** In bytes. */
  size?: number | undefined;
  mimetype?: string | undefined;
  mode?: string | undefined;
  file_access?: string | undefined;
  is_external?: boolean | undefined;
  external_type?: string | undefined;
  url_private?: string | undefined;
  url_private_download?: string | undefined;
}

/** A file as a command takes it. Its `open` reads it from Slack, and throws UserError where Slack doesn't give it. */
export type AttachmentOf = (file: SlackFile) => Attachment;

interface Ports {
  client: WebClient;
  token: string;
  /** The operator's Web API: files may come from its host too. */
  apiUrl: string;
  clock: Clock;
  log: Logger;
}

const SLACKS_OWN = ["slack.com", "slack-files.com"];

/** Codes of files.info for a file that was deleted, or hidden because the workspace keeps no more. */
const GONE = new Set<string | undefined>(["file_not_found", "file_deleted", "file_hidden_by_limit", "not_visible"]);
const GONE_MODES = new Set<string | undefined>(["tombstone", "hidden_by_limit"]);

export function createFiles({ client, token, apiUrl, clock, log }: Ports): AttachmentOf {
  const call = createCall({ clock, log });
  const readFile = createReadFile({ chat: "Slack", log });

  const open = async (given: SlackFile): Promise<AsyncIterable<Uint8Array>> => {
    const file = await whole(client, call, given);
    const name = nameOf({ ...given, ...file });
    const url = file.url_private_download ?? file.url_private;
    if (url === undefined) throw new UserError(sayFileGone(name));
    if (!isSlacks(url, apiUrl)) {
      log.warn({ file: file.id, host: hostOf(url) }, "a file is at a host that isn't Slack's: it was not asked for");
      throw new UserError(words.elsewhere({ name: quoted(clip(name)) }));
    }
    const headers = { authorization: `Bearer ${token}` };
    return readFile({ name, url, headers, bytes: file.size }, (answer) => refusalOf(name, file, answer));
  };

  const refusalOf = (name: string, file: SlackFile, { status, headers }: FileAnswer): UserError | undefined => {
    const type = String(headers["content-type"] ?? "");
    const page = status === 200 && type.startsWith("text/html") && !file.mimetype?.startsWith("text/html");
    if (status === 404 || status === 410) return new UserError(sayFileGone(name));
    if (page || status === 401 || status === 403 || (status >= 300 && status < 400)) {
      log.warn({ file: file.id, status, page }, "Slack asked for a login in the place of a file");
      return new UserError(words.foreign({ name: quoted(clip(name)) }));
    }
    const length = headers["content-length"];
    if (status !== 200 || file.size === undefined || length === undefined || Number(length) === file.size)
      return undefined;
    log.warn({ file: file.id, length, size: file.size }, "a file at Slack has another length than was said");
    return new UserError(sayFileLate(name));
  };

  return (file) => ({ name: nameOf(file), bytes: file.size ?? 0, open: () => open(file) });
}

/** The file as far as it must be known to be read. Throws UserError for one that can't be. */
async function whole(client: WebClient, call: Call, given: SlackFile): Promise<SlackFile> {
  judge(given);
  const shared = given.file_access === "check_file_info";
  if (!shared && (given.url_private_download ?? given.url_private) !== undefined) return given;
  const name = nameOf(given);
  if (given.id === undefined) throw new UserError(sayFileGone(name));
  const about = { file: given.id };
  try {
    const { file = {} } = await call("files.info", "repeat", () => client.files.info(about));
    judge(file);
    return file;
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (!(error instanceof SlackFailed || error instanceof MessageGone)) throw error;
    const code = error instanceof SlackFailed ? error.code : undefined;
    if (GONE.has(code) && !shared) throw new UserError(sayFileGone(name));
    if (shared || code === "access_denied") throw new UserError(words.foreign({ name: quoted(clip(name)) }));
    throw new UserError(sayFileLate(name));
  }
}

function judge(file: SlackFile): void {
  const name = nameOf(file);
  if (GONE_MODES.has(file.mode) || file.file_access === "file_not_found") throw new UserError(sayFileGone(name));
  if (file.file_access === "access_denied") throw new UserError(words.foreign({ name: quoted(clip(name)) }));
  if (file.is_external || file.external_type) throw new UserError(words.elsewhere({ name: quoted(clip(name)) }));
}

/** What a deleted file was called, Slack doesn't say. */
function nameOf({ name, id }: SlackFile): string {
  return name || id || "file";
}

/** Whether the address is Slack's own, or the operator's Slack's, by a scheme as safe as that one's. */
function isSlacks(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  const api = new URL(apiUrl);
  const within = (own: string) => host === own || host.endsWith(`.${own}`);
  return (protocol === "https:" && SLACKS_OWN.some(within)) || (protocol === api.protocol && within(api.host));
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
