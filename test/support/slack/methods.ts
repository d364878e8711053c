import {
  type Answer,
  type Api,
  addEphemeral,
  channelOf,
  channelOrMember,
  checkedBlocks,
  checkedText,
  GOOD_TEXT,
  type MethodCode,
  needed,
  notePings,
  Refusal,
  text,
  writable,
  yes,
} from "./call.ts";
import { filesApi } from "./files.ts";
import type { Method } from "./limits.ts";
import { pingsIn } from "./looks.ts";
import type { Channel, Json, Message, SlackFile } from "./types.ts";
import { viewsApi } from "./views.ts";
import { addMessage, directMessage, messageJson, standing } from "./world.ts";

const MOST_METADATA = 16_000;

/** Empty metadata takes a message's own away. */
function checkedMetadata(api: Api, metadata: unknown): Json | undefined {
  if (metadata === undefined) return undefined;
  const bad = (code: string): never => {
    api.world.violations.push(`${code}: ${JSON.stringify(metadata)}`);
    throw new Refusal(code);
  };
  if (typeof metadata !== "object" || metadata === null) return bad("invalid_metadata_format");
  if (Object.keys(metadata).length === 0) return {};
  const { event_type: type, event_payload: payload, ...rest } = metadata as Json;
  if (typeof type !== "string" || !/^[\w.-]{1,255}$/.test(type)) return bad("invalid_metadata_format");
  if (type.includes(".")) {
    // slack-metadata-period: the message is posted without it.
    api.world.violations.push(`metadata with a period in its event_type is dropped: ${type}`);
    return undefined;
  }
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return bad("invalid_metadata_format");
  if (Object.keys(rest).length > 0) return bad("invalid_metadata_format");
  const wrong = Object.values(payload).some((one) => one === null || one === undefined);
  if (wrong) return bad("invalid_metadata_schema");
  if (JSON.stringify(metadata).length > MOST_METADATA) return bad("metadata_too_large");
  return { event_type: type, event_payload: payload };
}

function contents(api: Api, args: Json, where: string, most?: number): { text: string; blocks: Json[] } {
  const said = checkedText(api, text(args, "text"), where, most);
  const blocks = args.blocks === undefined ? [] : checkedBlocks(api, args.blocks, where);
  return { text: said, blocks };
}

function find(api: Api, channel: Channel, ts: string): Message {
  const message = api.world.messages.get(`${channel.id}:${ts}`);
  if (!message || message.deleted) throw new Refusal("message_not_found");
  return message;
}

function parentOf(api: Api, channel: Channel, args: Json): string | undefined {
  const ts = text(args, "thread_ts");
  if (ts === "") return undefined;
  const parent = api.world.messages.get(`${channel.id}:${ts}`);
  if (!parent) throw new Refusal("thread_not_found");
  return parent.threadTs ?? ts;
}

function post(api: Api, args: Json): Answer {
  const channel = channelOrMember(api, needed(args, "channel"));
  writable(api, channel);
  if (api.team.messagesFull) throw new Refusal("message_limit_exceeded");
  const { text: said, blocks } = contents(api, args, "chat.postMessage");
  if (said === "" && blocks.length === 0) throw new Refusal("no_text");
  const threadTs = parentOf(api, channel, args);
  const metadata = checkedMetadata(api, args.metadata);
  const message = addMessage(api.world, {
    ...{ channel: channel.id, user: api.team.botUser, text: said, blocks, threadTs },
    metadata: metadata && Object.keys(metadata).length > 0 ? metadata : undefined,
  });
  notePings(api, message, "post", args);
  return { channel: channel.id, ts: message.ts, message: messageJson(api.world, message, true) };
}

function update(api: Api, args: Json): Answer {
  const channel = channelOf(api, needed(args, "channel"));
  const message = find(api, channel, needed(args, "ts"));
  if (message.user !== api.team.botUser) throw new Refusal("cant_update_message");
  if (channel.archived) throw new Refusal("is_archived");
  const before = { text: message.text, blocks: message.blocks };
  const said = args.text !== undefined;
  const next = contents(api, args, "chat.update", GOOD_TEXT);
  // slack-file-named: they are shared with nobody by that.
  const files = args.file_ids === undefined ? message.files : filesOf(api, args.file_ids);
  const metadata = checkedMetadata(api, args.metadata);
  // A text without blocks takes the blocks away; neither keeps both.
  if (said || args.blocks !== undefined) Object.assign(message, said ? next : { ...next, text: before.text });
  if (message.text === "" && message.blocks.length === 0 && files.length === 0) {
    Object.assign(message, before);
    throw new Refusal("no_text");
  }
  if (metadata) message.metadata = Object.keys(metadata).length > 0 ? metadata : undefined;
  message.files = files;
  message.edits.push(api.world.now());
  const already = pingsIn(before.text, before.blocks, false);
  const fresh = pingsIn(message.text, message.blocks, false).filter((who) => !already.includes(who));
  for (const who of fresh) api.pinged.push({ channel: channel.id, ts: message.ts, who, by: "edit" });
  return { channel: channel.id, ts: message.ts, text: message.text, message: messageJson(api.world, message, true) };
}

function filesOf(api: Api, ids: unknown): SlackFile[] {
  if (!Array.isArray(ids)) throw new Refusal("invalid_arguments");
  return ids.map((id) => {
    const file = api.world.files.get(String(id));
    if (file?.team !== api.team.id || file.state !== "ready") throw new Refusal("file_not_found");
    return file;
  });
}

function postEphemeral(api: Api, args: Json): Answer {
  const channel = channelOf(api, needed(args, "channel"));
  const user = needed(args, "user");
  if (channel.archived) throw new Refusal("is_archived");
  if (!channel.members.has(api.team.botUser)) throw new Refusal("not_in_channel");
  if (!channel.members.has(user)) throw new Refusal("user_not_in_channel");
  const { text: said, blocks } = contents(api, args, "chat.postEphemeral");
  if (said === "" && blocks.length === 0) throw new Refusal("no_text");
  const shown = addEphemeral(api.world, channel.id, user, said, blocks, parentOf(api, channel, args));
  notePings(api, shown, "ephemeral", args);
  return { message_ts: shown.ts };
}

function remove(api: Api, args: Json): Answer {
  const channel = channelOf(api, needed(args, "channel"));
  const message = find(api, channel, needed(args, "ts"));
  if (message.user !== api.team.botUser) throw new Refusal("cant_delete_message");
  message.deleted = true;
  return { channel: channel.id, ts: message.ts };
}

function readable(api: Api, args: Json): Channel {
  const channel = channelOf(api, needed(args, "channel"));
  if (!channel.members.has(api.team.botUser)) throw new Refusal("not_in_channel");
  return channel;
}

function history(api: Api, args: Json): Answer {
  const channel = readable(api, args);
  const all = standing(api.world, channel.id).filter(({ threadTs }) => threadTs === undefined);
  return page(api, args, all.toReversed());
}

function replies(api: Api, args: Json): Answer {
  const channel = readable(api, args);
  const first = api.world.messages.get(`${channel.id}:${needed(args, "ts")}`);
  if (!first) throw new Refusal("thread_not_found");
  const root = first.threadTs ?? first.ts;
  const all = standing(api.world, channel.id).filter(({ ts, threadTs }) => ts === root || threadTs === root);
  if (all.length === 0) throw new Refusal("thread_not_found");
  return page(api, args, all);
}

function page(api: Api, args: Json, all: readonly Message[]): Answer {
  const oldest = Number(text(args, "oldest") || 0);
  const latest = Number(text(args, "latest") || Number.POSITIVE_INFINITY);
  const ends = yes(args, "inclusive");
  const within = all.filter(({ ts }) => {
    const at = Number(ts);
    return ends ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
  const limit = Math.min(Number(text(args, "limit") || 100), 999);
  const start = Number(text(args, "cursor") || 0);
  const more = start + limit < within.length;
  const shown = within.slice(start, start + limit);
  return {
    messages: shown.map((message) => messageJson(api.world, message, yes(args, "include_all_metadata"))),
    has_more: more,
    response_metadata: { next_cursor: more ? String(start + limit) : "" },
  };
}

function channelJson({ team }: Api, channel: Channel): Json {
  return {
    ...{ id: channel.id, is_im: channel.kind === "im", is_mpim: channel.kind === "mpim" },
    is_private: channel.kind !== "public",
    ...{ is_channel: channel.kind === "public", is_group: channel.kind === "private", is_archived: channel.archived },
    ...{ is_member: channel.members.has(team.botUser), context_team_id: team.id, is_ext_shared: false },
    ...(channel.kind === "im"
      ? { user: [...channel.members].find((one) => one !== team.botUser) }
      : { name: channel.name, name_normalized: channel.name }),
  };
}

/** Somebody of the workspace, or of another one with whom the bot shares a channel (slack-strangers). */
function userInfo({ world, team }: Api, args: Json): Answer {
  const user = world.members.get(needed(args, "user"));
  const home = world.teams.get(user?.team ?? "");
  if (!user || !home) throw new Refusal("user_not_found");
  const shared = [...world.channels.values()].some(({ members }) => members.has(user.id) && members.has(team.botUser));
  const ours = home === team || (home.enterprise !== undefined && home.enterprise === team.enterprise);
  if (!ours && !shared) throw new Refusal("user_not_found");
  const { id, name, admin, owner, deactivated, bot, guest, locale } = user;
  const roles = { is_admin: admin || owner, is_owner: owner, is_primary_owner: false, is_restricted: guest };
  const profile = { real_name: name, display_name: name, team: home.id };
  return {
    user: {
      ...{ id, team_id: home.id, name, deleted: deactivated, real_name: name, tz: "Europe/Berlin", profile },
      // Of what somebody may do elsewhere nothing is told.
      ...(deactivated || !ours ? {} : roles),
      ...{ is_bot: bot, is_app_user: false, is_ultra_restricted: false },
      // Also of a stranger's organisation, which is another one.
      ...(home.enterprise === undefined
        ? {}
        : { enterprise_user: { id, enterprise_id: home.enterprise, enterprise_name: home.domain, teams: [home.id] } }),
      ...(ours ? {} : { is_stranger: !shared }),
      ...(yes(args, "include_locale") ? { locale } : {}),
    },
  };
}

export const METHODS: Readonly<Record<Method, MethodCode>> = {
  "auth.test": ({ team, world }) => ({
    ...{ url: `${world.url}/`, team: team.domain, user: "reelay", team_id: team.id, user_id: team.botUser },
    ...{ bot_id: team.botId, is_enterprise_install: false },
    ...(team.enterprise === undefined ? {} : { enterprise_id: team.enterprise }),
  }),
  // slack-bot-app-id
  "bots.info": ({ team, world }, args) => {
    if (needed(args, "bot") !== team.botId) throw new Refusal("bot_not_found");
    return { bot: { id: team.botId, app_id: world.appId, user_id: team.botUser, name: "reelay", deleted: false } };
  },
  "apps.connections.open": (api) => ({ url: api.ticket() }),
  "chat.postMessage": post,
  "chat.update": update,
  "chat.postEphemeral": postEphemeral,
  "chat.delete": remove,
  "chat.getPermalink": (api, args) => {
    const channel = channelOf(api, needed(args, "channel"));
    const { ts, threadTs } = find(api, channel, needed(args, "message_ts"));
    const thread = threadTs === undefined ? "" : `?thread_ts=${threadTs}&cid=${channel.id}`;
    return {
      channel: channel.id,
      permalink: `${api.world.url}/archives/${channel.id}/p${ts.replace(".", "")}${thread}`,
    };
  },
  "conversations.info": (api, args) => ({ channel: channelJson(api, channelOf(api, needed(args, "channel"))) }),
  "conversations.history": history,
  "conversations.replies": replies,
  // slack-join
  "conversations.join": (api, args) => {
    const channel = channelOf(api, needed(args, "channel"));
    if (channel.kind !== "public") throw new Refusal("method_not_supported_for_channel_type");
    if (channel.archived) throw new Refusal("is_archived");
    if (channel.restricted) throw new Refusal("restricted_action");
    const already = channel.members.has(api.team.botUser);
    channel.members.add(api.team.botUser);
    return { channel: channelJson(api, channel), ...(already ? { warning: "already_in_channel" } : {}) };
  },
  "conversations.open": (api, args) => {
    const user = needed(args, "users");
    if (api.world.members.get(user)?.team !== api.team.id) throw new Refusal("user_not_found");
    return { channel: { id: directMessage(api.world, api.team, user).id } };
  },
  "conversations.members": (api, args) => ({
    members: [...channelOf(api, needed(args, "channel")).members],
    response_metadata: { next_cursor: "" },
  }),
  "users.info": userInfo,
  "usergroups.list": (api, args) => ({
    usergroups: [...api.world.groups.values()]
      .filter(({ team }) => team === api.team.id)
      .map(({ id, handle, users, team }) => ({
        ...{ id, team_id: team, is_usergroup: true, name: handle, handle, date_delete: 0, user_count: users.length },
        ...(yes(args, "include_users") ? { users } : {}),
      })),
  }),
  "usergroups.users.list": (api, args) => {
    const group = api.world.groups.get(needed(args, "usergroup"));
    if (group?.team !== api.team.id) throw new Refusal("no_such_subteam");
    return { users: group.users };
  },
  ...viewsApi,
  ...filesApi,
};
