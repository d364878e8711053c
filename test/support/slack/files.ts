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
import type { Json, SlackFile } from "./types.ts";
import { addMessage, emptyFile, fileJson, type World } from "./world.ts";

function find(api: Api, id: string): SlackFile {
  const file = api.world.files.get(id);
  const seen = file?.access === "denied" ? file.team === api.team.id : file !== undefined;
  if (!file || !seen || file.state === "waiting") throw new Refusal("file_not_found");
  if (file.access === "full" && file.team !== api.team.id) throw new Refusal("file_not_found");
  if (file.state === "deleted") throw new Refusal("file_deleted");
  return file;
}

function getUploadURLExternal(api: Api, args: Json): Answer {
  const name = needed(args, "filename");
  const length = Number(needed(args, "length"));
  if (!Number.isSafeInteger(length) || length <= 0) throw new Refusal("invalid_arguments");
  const file = emptyFile(api.world, api.team.id, api.team.botUser, name);
  return { upload_url: `${api.world.url}/upload/v1/${file.id}/${length}`, file_id: file.id };
}

function completeUploadExternal(api: Api, args: Json): Answer {
  const named = args.files;
  if (!Array.isArray(named) || named.length === 0) throw new Refusal("invalid_arguments");
  const files = (named as Json[]).map(({ id, title }) => {
    const file = api.world.files.get(String(id));
    const there = file?.state === "uploaded" || file?.state === "ready";
    if (!file || !there || file.user !== api.team.botUser) throw new Refusal("file_not_found");
    return { file, title: typeof title === "string" ? title : file.name };
  });
  const to = text(args, "channel_id");
  const channel = to === "" ? undefined : channelOf(api, to);
  if (channel) writable(api, channel);
  const threadTs = text(args, "thread_ts") || undefined;
  if (threadTs !== undefined && !(channel && api.world.messages.has(`${channel.id}:${threadTs}`))) {
    throw new Refusal("invalid_arguments");
  }
  const comment = text(args, "initial_comment");
  const blocks =
    args.blocks === undefined || comment !== "" ? [] : checkedBlocks(api, args.blocks, "files.completeUploadExternal");
  for (const { file, title } of files) {
    file.title = title;
    file.state = "ready";
  }
  if (channel) {
    const shared = files.map(({ file }) => file);
    const about = { channel: channel.id, user: api.team.botUser, text: comment, blocks, files: shared, threadTs };
    notePings(api, addMessage(api.world, about), "post", args);
  }
  return { files: files.map(({ file, title }) => ({ id: file.id, title })) };
}

/** Where a file was shared, as `files.info` tells it. */
function sharesOf(world: World, file: SlackFile): Json {
  const shares: Record<string, Record<string, Json[]>> = {};
  for (const share of file.shares) {
    const [id = "", ts = ""] = share.split(":");
    const message = world.messages.get(share);
    const side = world.channels.get(id)?.kind === "public" ? "public" : "private";
    const thread = message?.threadTs === undefined ? {} : { thread_ts: message.threadTs };
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
