import type { Channel, Ephemeral, Group, Json, Member, Message, NewFile, SlackFile, Team, View } from "./types.ts";

/** Everything that this Slack remembers, and the ways to make and find it. */
export interface World {
  readonly appId: string;
  url: string;
  readonly triggerMs: number;
  /** How long after a file was completed it is shared, and looked through, in milliseconds. */
  readonly shareMs: number;
  readonly scanMs: number;
  now(): number;
  later(ms: number): void;
  /** Does a thing once its time has come: at the next look at this Slack from then on. */
  at(time: number, act: () => void): void;
  /** Does all whose time has come. */
  settle(): void;
  /** So many shares more are answered with ok and never happen. */
  sharesToDrop: number;
  /** `U0000000A`: the kind's letter and a number of its own. */
  id(kind: string): string;
  /** A message's time as its id: seconds, a dot, six digits; never the same one twice. */
  ts(): string;
  readonly teams: Map<string, Team>;
  readonly members: Map<string, Member>;
  readonly channels: Map<string, Channel>;
  readonly groups: Map<string, Group>;
  /** By `channel:ts`, in the order of posting. */
  readonly messages: Map<string, Message>;
  readonly ephemerals: Ephemeral[];
  readonly files: Map<string, SlackFile>;
  readonly views: Map<string, View>;
  readonly triggers: Map<string, Trigger>;
  readonly responses: Map<string, ResponseAddress>;
  readonly violations: string[];
  /** Called after anything that a test may be waiting for. */
  changed(): void;
  readonly watchers: Set<() => void>;
}

export interface Trigger {
  team: string;
  user: string;
  until: number;
  used: boolean;
}

/** What a `response_url` stands for. */
export interface ResponseAddress {
  channel: string;
  user: string;
  until: number;
  left: number;
  /** The message or ephemeral whose button gave it. */
  on: Message | Ephemeral | undefined;
}

/** slack-response-url */
const RESPONSE_MS = 30 * 60_000;
const RESPONSE_USES = 5;

const TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  mp4: "video/mp4",
  mov: "video/quicktime",
  webm: "video/webm",
  txt: "text/plain",
  pdf: "application/pdf",
};

export function createWorld(
  now: () => number,
  { triggerMs, shareMs, scanMs }: Pick<World, "triggerMs" | "shareMs" | "scanMs">,
): World {
  let ahead = 0;
  let made = 0;
  let lastTs = 0;
  let due: { time: number; act: () => void }[] = [];
  const watchers = new Set<() => void>();
  const world: World = {
    appId: "A0LOCAL001",
    url: "",
    ...{ triggerMs, shareMs, scanMs },
    now: () => now() + ahead,
    later: (ms) => {
      ahead += ms;
      world.changed();
    },
    at: (time, act) => {
      due.push({ time, act });
    },
    settle: () => {
      const come = due.filter(({ time }) => time <= world.now());
      due = due.filter((one) => !come.includes(one));
      for (const { act } of come) act();
    },
    sharesToDrop: 0,
    id: (kind) => {
      made += 1;
      return `${kind}0${made.toString(36).toUpperCase().padStart(8, "0")}`;
    },
    ts: () => {
      lastTs = Math.max(lastTs + 1, world.now() * 1_000);
      const micros = String(Math.floor(lastTs));
      return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
    },
    teams: new Map(),
    members: new Map(),
    channels: new Map(),
    groups: new Map(),
    messages: new Map(),
    ephemerals: [],
    files: new Map(),
    views: new Map(),
    triggers: new Map(),
    responses: new Map(),
    violations: [],
    watchers,
    changed: () => {
      for (const watch of [...watchers]) watch();
    },
  };
  return world;
}

export function addTeam(world: World, domain: string, enterprise?: string): Team {
  const id = world.id("T");
  const team: Team = {
    id,
    domain,
    enterprise,
    botToken: `xoxb-${id.toLowerCase()}-bot`,
    botUser: world.id("U"),
    botId: world.id("B"),
    storageFull: false,
    messagesFull: false,
  };
  world.teams.set(id, team);
  addMember(world, { id: team.botUser, team: id, name: "reelay", bot: true });
  return team;
}

export function addMember(world: World, about: Partial<Member> & { team: string; name: string }): Member {
  const member: Member = {
    id: world.id("U"),
    admin: false,
    owner: false,
    deactivated: false,
    bot: false,
    guest: false,
    locale: "en-US",
    ...about,
  };
  world.members.set(member.id, member);
  return member;
}

export function addChannel(world: World, about: Partial<Channel> & { team: string; kind: Channel["kind"] }): Channel {
  const id = world.id(about.kind === "im" ? "D" : "C");
  const channel: Channel = {
    id,
    name: about.kind === "im" ? "directmessage" : `room-${id.toLowerCase()}`,
    members: new Set(),
    archived: false,
    restricted: false,
    ...about,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

/** Several people's conversation; of two alone the bot can't be a part (slack-closed-conversations). */
export function addConversation(world: World, team: Team, users: readonly string[], bot: boolean): Channel {
  const names = users.map((id) => world.members.get(id)?.name ?? id);
  const members = new Set([...users, ...(bot ? [team.botUser] : [])]);
  if (members.size < 3) return addChannel(world, { team: team.id, kind: "im", members });
  return addChannel(world, { team: team.id, kind: "mpim", name: `mpdm-${names.join("--")}-1`, members });
}

/** How Slack's payloads name a conversation: slack-slash-payload, slack-mpim-name. */
export function nameFor(channel: Channel | undefined): string {
  return channel?.kind === "private" ? "privategroup" : (channel?.name ?? "");
}

/** The bot's conversation with one member, made when there is none. */
export function directMessage(world: World, team: Team, user: string): Channel {
  const members = new Set([team.botUser, user]);
  const there = [...world.channels.values()].find(
    ({ kind, members: them }) => kind === "im" && [...members].every((one) => them.has(one)),
  );
  return there ?? addChannel(world, { team: team.id, kind: "im", members });
}

export function addMessage(
  world: World,
  about: Pick<Message, "channel" | "user"> &
    Partial<Pick<Message, "text" | "blocks" | "files" | "metadata" | "threadTs">>,
): Message {
  const message: Message = {
    ts: world.ts(),
    threadTs: undefined,
    text: "",
    blocks: [],
    files: [],
    metadata: undefined,
    posted: world.now(),
    edits: [],
    deleted: false,
    ...about,
  };
  world.messages.set(`${message.channel}:${message.ts}`, message);
  world.changed();
  return message;
}

/** A file whose bytes are there. One that the workspace may not see belongs to another one. */
export function addFile(
  world: World,
  team: string,
  user: string,
  { name, bytes, mimetype, access, fresh = false }: NewFile,
): SlackFile {
  const file = emptyFile(world, access === "denied" ? world.id("T") : team, user, name, access, mimetype);
  file.bytes = Buffer.from(bytes);
  file.state = "ready";
  file.scannedAt = fresh ? world.now() + world.scanMs : 0;
  return file;
}

/** A message with files in it that whoever is in the conversation sees. */
export function shareFiles(
  world: World,
  about: Pick<Message, "channel" | "user" | "files"> & Partial<Pick<Message, "text" | "blocks" | "threadTs">>,
): Message {
  const message = addMessage(world, about);
  for (const file of about.files) file.shares.add(`${message.channel}:${message.ts}`);
  return message;
}

/** Whether somebody can open the file: its owner, or who is in a conversation that it was shared in. */
export function opens(world: World, user: string, file: SlackFile): boolean {
  if (file.state !== "ready") return false;
  if (file.user === user) return true;
  return [...file.shares].some((share) => {
    const message = world.messages.get(share);
    const channel = world.channels.get(message?.channel ?? "");
    return message?.deleted === false && channel?.members.has(user) === true;
  });
}

/** The files that a message names: those in it, and those of its picture blocks. */
export function filesNamed(world: World, { files, blocks }: Pick<Message, "files" | "blocks">): SlackFile[] {
  const ids = [...JSON.stringify(blocks).matchAll(/"slack_file":\{"id":"(\w+)"\}/g)].map(([, id = ""]) => id);
  return [...files, ...ids.flatMap((id) => world.files.get(id) ?? [])];
}

export function emptyFile(
  world: World,
  team: string,
  user: string,
  name: string,
  access: SlackFile["access"] = "full",
  mimetype?: string,
): SlackFile {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const file: SlackFile = {
    id: world.id("F"),
    team,
    user,
    name,
    title: name,
    mimetype: mimetype ?? TYPES[ending] ?? "application/octet-stream",
    filetype: ending === "jpeg" ? "jpg" : ending || "binary",
    bytes: Buffer.alloc(0),
    access,
    state: "waiting",
    scannedAt: Number.POSITIVE_INFINITY,
    described: false,
    shares: new Set(),
  };
  world.files.set(file.id, file);
  return file;
}

export function newTrigger(world: World, team: string, user: string): string {
  const id = `${Math.floor(world.now())}.${world.id("").slice(1)}.${user.toLowerCase()}`;
  world.triggers.set(id, { team, user, until: world.now() + world.triggerMs, used: false });
  return id;
}

export function newResponseUrl(world: World, channel: string, user: string, on?: Message | Ephemeral): string {
  const id = world.id("R");
  const until = world.now() + RESPONSE_MS;
  world.responses.set(id, { channel, user, until, left: RESPONSE_USES, on });
  return `${world.url}/response/${id}`;
}

/** The messages of a channel with those of its threads, oldest first. */
export function standing(world: World, channel: string): Message[] {
  return [...world.messages.values()].filter((one) => one.channel === channel && !one.deleted);
}

export function fileJson(world: World, file: SlackFile, inMessage = false): Json {
  if (file.state === "deleted") return { id: file.id, mode: "tombstone" };
  const short = {
    id: file.id,
    created: 0,
    timestamp: 0,
    user: "",
    mode: "file_access",
    file_access: "check_file_info",
  };
  if (inMessage && file.access !== "full") return short;
  const address = `${world.url}/files-pri/${file.team}-${file.id}`;
  const created = Math.floor(world.now() / 1_000);
  // slack-file-kind-late: what a file is, and pictures of it, are there once it has been looked through.
  const scanned = world.now() >= file.scannedAt;
  const { mimetype, filetype } = scanned ? file : { mimetype: "", filetype: "" };
  const thumb = /^(?:video|image)\//.exec(mimetype)?.[0] === "video/" ? "thumb_video" : "thumb_360";
  return {
    ...{ id: file.id, created, timestamp: created, name: file.name, title: file.title, mimetype },
    ...{ filetype, pretty_type: filetype.toUpperCase(), user: file.user, user_team: file.team },
    ...(/^(?:video|image)\//.test(mimetype) ? { [thumb]: `${address}/thumb.png` } : {}),
    ...{ editable: false, size: file.bytes.length, mode: "hosted", is_external: false, external_type: "" },
    ...{ is_public: file.shares.size > 0, public_url_shared: false, display_as_bot: false, username: "" },
    url_private: `${address}/${encodeURIComponent(file.name)}`,
    url_private_download: `${address}/download/${encodeURIComponent(file.name)}`,
    permalink: `${world.url}/files/${file.user}/${file.id}`,
    has_rich_preview: false,
    file_access: "visible",
  };
}

/** A message as Slack's answers and events carry it. */
export function messageJson(world: World, message: Message, withMetadata = false): Json {
  const team = world.teams.get(world.channels.get(message.channel)?.team ?? "");
  const byBot = team?.botUser === message.user;
  const replies = standing(world, message.channel).filter(({ threadTs }) => threadTs === message.ts);
  const last = replies.at(-1);
  return {
    ...{ type: "message", user: message.user, ts: message.ts, text: message.text, team: team?.id },
    ...(byBot ? { bot_id: team.botId, app_id: world.appId, bot_profile: { id: team.botId, name: "reelay" } } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.files.length > 0
      ? { files: message.files.map((file) => fileJson(world, file, true)), upload: false }
      : {}),
    ...(message.edits.length > 0 ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(last === undefined
      ? {}
      : { thread_ts: message.ts, reply_count: replies.length, latest_reply: last.ts, subscribed: false }),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}
