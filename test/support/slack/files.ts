import {
  type Answer,
  type Api,
  channelOf,
  checkedBlocks,
  type MethodCode,
  needed,
  notePings,
  Refusal,
  text,
  writable,
} from "./call.ts";
import { isJson } from "./rules.ts";
import type { Channel, Json, SlackFile } from "./types.ts";
import { emptyFile, fileJson, shareFiles, type World } from "./world.ts";

/** What `channel_id` looks like: a member's id does not (slack-complete-member). */
const CONVERSATION = /^[CGDZ][A-Z0-9]{8,}$/;

function find(api: Api, id: string): SlackFile {
  const file = api.world.files.get(id);
  const seen = file?.access === "denied" ? file.team === api.team.id : file !== undefined;
  // slack-upload-unknown: an upload is no file before it was completed.
  if (!file || !seen || file.state === "waiting" || file.state === "uploaded") throw new Refusal("file_not_found");
  if (file.access === "full" && file.team !== api.team.id) throw new Refusal("file_not_found");
  if (file.state === "deleted") throw new Refusal("file_deleted");
  return file;
}

function getUploadURLExternal(api: Api, args: Json): Answer {
  const name = needed(args, "filename");
  const length = Number(needed(args, "length"));
  if (!Number.isSafeInteger(length) || length <= 0) throw new Refusal("invalid_arguments");
  // slack-storage-full
  if (api.team.storageFull) throw new Refusal("storage_limit_reached");
  const file = emptyFile(api.world, api.team.id, api.team.botUser, name);
  file.described = text(args, "alt_txt") !== "" || text(args, "alt_text") !== "";
  return { upload_url: `${api.world.url}/upload/v1/${file.id}/${length}`, file_id: file.id };
}

function completeUploadExternal(api: Api, args: Json): Answer {
  const named = args.files;
  if (!Array.isArray(named) || named.length === 0) throw new Refusal("invalid_arguments");
  const to = text(args, "channel_id");
  if (to !== "" && !CONVERSATION.test(to)) {
    const problem = `[ERROR] input must match regex pattern: ${CONVERSATION.source} [json-pointer:/channel_id]`;
    throw new Refusal("invalid_arguments", { response_metadata: { messages: [problem] } });
  }
  const files = (named as Json[]).map(({ id, title }) => {
    const file = api.world.files.get(String(id));
    const there = file?.state === "uploaded" || file?.state === "ready";
    if (!file || !there || file.user !== api.team.botUser) throw new Refusal("file_not_found");
    return { file, title: typeof title === "string" ? title : file.name };
  });
  const channel = to === "" ? undefined : channelOf(api, to);
  if (channel) writable(api, channel);
  const threadTs = text(args, "thread_ts") || undefined;
  if (threadTs !== undefined && !(channel && api.world.messages.has(`${channel.id}:${threadTs}`))) {
    throw new Refusal("invalid_arguments");
  }
  const comment = text(args, "initial_comment");
  const said = comment === "" ? args.blocks : undefined;
  // slack-complete-markdown
  if (Array.isArray(said) && said.some((block) => isJson(block) && block.type === "markdown")) {
    throw new Refusal("internal_error");
  }
  const blocks = said === undefined ? [] : checkedBlocks(api, said, "files.completeUploadExternal");
  for (const { file, title } of files) {
    file.title = title;
    file.state = "ready";
    file.scannedAt = api.world.now() + api.world.scanMs;
  }
  const shared = files.map(({ file }) => file);
  if (channel) share(api, channel, { text: comment, blocks, files: shared, threadTs }, args);
  // slack-share-late: as it is now, before it was looked through and shared.
  return { files: shared.map((file) => ({ ...fileJson(api.world, file), shares: {}, channels: [] })) };
}

/** Shares files some time after the answer, and each time anew that it is asked to. */
function share(
  api: Api,
  channel: Channel,
  about: { text: string; blocks: Json[]; files: SlackFile[]; threadTs: string | undefined },
  args: Json,
): void {
  const { world, team } = api;
  // slack-alt-text-unshared
  if (about.files.some(({ described }) => described)) return;
  if (world.sharesToDrop > 0) {
    // slack-share-never
    world.sharesToDrop -= 1;
    return;
  }
  world.at(world.now() + world.shareMs, () => {
    if (about.files.some(({ state }) => state !== "ready")) return;
    notePings(api, shareFiles(world, { channel: channel.id, user: team.botUser, ...about }), "post", args);
  });
}

/** Where a file was shared, as `files.info` tells it. */
function sharesOf(world: World, file: SlackFile): Json {
  const shares: Record<string, Record<string, Json[]>> = {};
  for (const share of file.shares) {
    const [id = "", ts = ""] = share.split(":");
    const message = world.messages.get(share);
    if (message?.deleted !== false) continue;
    const side = world.channels.get(id)?.kind === "public" ? "public" : "private";
    const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
    const channels = shares[side] ?? {};
    shares[side] = { ...channels, [id]: [...(channels[id] ?? []), { ts, ...thread }] };
  }
  return shares;
}

export const filesApi = {
  "files.info": (api, args) => {
    const file = find(api, needed(args, "file"));
    return { file: { ...fileJson(api.world, file), shares: sharesOf(api.world, file) }, comments: [] };
  },
  "files.getUploadURLExternal": getUploadURLExternal,
  "files.completeUploadExternal": completeUploadExternal,
  "files.delete": (api, args) => {
    const file = find(api, needed(args, "file"));
    if (file.user !== api.team.botUser) throw new Refusal("cant_delete_file");
    file.state = "deleted";
    // slack-file-deleted-words: its message stays with what was said in it; without a word it goes.
    for (const message of api.world.messages.values()) {
      const empty = message.text === "" && message.blocks.length === 0;
      if (message.files.includes(file) && empty && message.files.every(({ state }) => state === "deleted")) {
        message.deleted = true;
      }
    }
    return {};
  },
} as const satisfies Record<string, MethodCode>;

/** Takes the bytes of an upload. Gives what is wrong with them, if anything is. */
export function takeUpload(world: World, id: string, length: number, bytes: Buffer): string | undefined {
  const file = world.files.get(id);
  if (file?.state !== "waiting") return "no such upload";
  if (bytes.length !== length) {
    world.violations.push(`upload of ${file.name}: ${bytes.length} bytes came, ${length} were announced`);
    return "wrong length";
  }
  file.bytes = bytes;
  file.state = "uploaded";
  return undefined;
}
