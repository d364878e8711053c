import { problemsOfBlocks, withIds } from "./blocks.ts";
import { pingsIn } from "./looks.ts";
import type { Channel, Ephemeral, Json, Message, Ping, Team } from "./types.ts";
import { directMessage, type World } from "./world.ts";

/** Slack's code for what went wrong, with what its answer says besides. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: string;
  readonly more: Json;
  constructor(code: string, more: Json = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }
}

/** What a method is given besides its arguments. */
export interface Api {
  world: World;
  team: Team;
  pinged: Ping[];
  /** Whether the bot has the scope; notes that it was needed. */
  may(scope: string): boolean;
  /** A new address for a socket. */
  ticket(): string;
}

export type Answer = Json;
export type MethodCode = (api: Api, args: Json) => Answer;

const MOST_TEXT = 40_000;
/** Longer messages are cut in pieces, and an edit of more is refused. */
export const GOOD_TEXT = 4_000;
export function text(args: Json, name: string): string {
  const value = args[name];
  return value === undefined || value === null ? "" : String(value);
}

export function needed(args: Json, name: string): string {
  const value = text(args, name);
  if (value === "") {
    throw new Refusal("invalid_arguments", {
      response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
    });
  }
  return value;
}

export function yes(args: Json, name: string): boolean {
  return args[name] === true || args[name] === "true" || args[name] === "1" || args[name] === 1;
}

/** A conversation for `chat.postMessage`, which also takes a member for the bot's own conversation with them. */
export function channelOrMember(api: Api, id: string): Channel {
  const { world, team } = api;
  const member = world.members.get(id);
  if (member?.team === team.id && !member.deactivated) return directMessage(world, team, id);
  return channelOf(api, id);
}

/** The conversation as the bot may know of it: slack-hidden-channels. A member's id is none: slack-member-no-channel. */
export function channelOf({ world, team }: Api, id: string): Channel {
  const channel = world.channels.get(id);
  const unseen = channel?.kind !== "public" && !channel?.members.has(team.botUser);
  if (!channel || channel.team !== team.id || unseen) throw new Refusal("channel_not_found");
  return channel;
}

/** Throws where the bot may not write. */
export function writable(api: Api, channel: Channel): void {
  if (channel.archived) throw new Refusal("is_archived");
  if (channel.restricted) throw new Refusal("restricted_action");
  if (!channel.members.has(api.team.botUser) && !api.may("chat:write.public")) throw new Refusal("not_in_channel");
}

export function checkedBlocks(api: Api, blocks: unknown, where: string): Json[] {
  const problems = problemsOfBlocks(blocks, "message");
  if (problems.length > 0) {
    api.world.violations.push(...problems.map((problem) => `${where}: ${problem}`));
    throw new Refusal("invalid_blocks", {
      errors: problems,
      response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
    });
  }
  return withIds(blocks as Json[], () => api.world.id("b"));
}

export function checkedText(api: Api, said: string, where: string, most: number = MOST_TEXT): string {
  if (said.length > GOOD_TEXT) api.world.violations.push(`${where}: a text of ${said.length} characters`);
  if (said.length > most) throw new Refusal("msg_too_long");
  return said;
}

export function notePings(api: Api, message: Message | Ephemeral, by: Ping["by"], args: Json): void {
  const full = text(args, "parse") === "full" || yes(args, "link_names");
  for (const who of pingsIn(message.text, message.blocks, full)) {
    api.pinged.push({ channel: message.channel, ts: message.ts, who, by });
  }
}

export function addEphemeral(
  world: World,
  channel: string,
  user: string,
  said: string,
  blocks: Json[],
  threadTs?: string,
): Ephemeral {
  const answered = [...world.messages.values()].some((one) => one.channel === channel && one.threadTs === threadTs);
  const unseen = threadTs !== undefined && !answered;
  const shown: Ephemeral = { channel, user, ts: world.ts(), threadTs, text: said, blocks, unseen, deleted: false };
  world.ephemerals.push(shown);
  return shown;
}
