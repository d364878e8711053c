import { type Command, groupOf } from "../chat/command.ts";
import { FORM_LABELS } from "../chat/form-words.ts";
import type { MessageCommand } from "../chat/message-command.ts";
import { shorten } from "../chat/say.ts";
import { MAIN_COMMAND } from "./commands.ts";
import { EVENTS_PATH } from "./receiver.ts";
import { NEW_VIDEO } from "./shortcuts.ts";

/** Slack's limits of a manifest, in characters: docs.slack.dev/reference/app-manifest. */
const MOST_DESCRIPTION = 2_000;
const MOST_HINT = 1_000;
const MOST_SHORTCUT = 24;
const MOST_SHORTCUT_DESCRIPTION = 150;

/** What each scope is for; the manifest asks for these and no more. docs/slack.md says the same in words. */
export const SCOPES = {
  "channels:history": "finds an announcement whose answer was lost, instead of posting it twice",
  "channels:join": "joins a public channel when somebody asks for a video there",
  "channels:read": "sees whether the bot is in a channel",
  "chat:write": "posts, edits and answers",
  commands: "slash commands and shortcuts",
  "files:read": "reads the pictures and videos that members give",
  "files:write": "uploads finished videos, and deletes them when their member does",
  "groups:history": "the same as channels:history, in private channels it was invited to",
  "groups:read": "the same as channels:read, for private channels",
  "im:history": "the same, in its conversation with one member",
  "im:read": "the same, for its conversation with one member",
  "im:write": "writes to a member alone",
  "usergroups:read": "knows members' groups, by which allowances can differ",
  "users:read": "knows members' names, and who is an admin",
} as const satisfies Record<string, string>;

/** A Slack app's manifest, as far as ours has it. */
export interface Manifest {
  display_information: { name: string; description: string; background_color: string };
  features: {
    app_home: { home_tab_enabled: boolean; messages_tab_enabled: boolean; messages_tab_read_only_enabled: boolean };
    bot_user: { display_name: string; always_online: boolean };
    shortcuts: { name: string; type: "message" | "global"; callback_id: string; description: string }[];
    slash_commands: {
      command: string;
      url?: string;
      description: string;
      usage_hint?: string;
      should_escape: boolean;
    }[];
  };
  oauth_config: { scopes: { bot: string[] } };
  settings: {
    event_subscriptions: { request_url?: string; bot_events: string[] };
    interactivity: { is_enabled: boolean; request_url?: string; message_menu_options_url?: string };
    org_deploy_enabled: boolean;
    socket_mode_enabled: boolean;
    token_rotation_enabled: boolean;
  };
}

/** The app as Slack creates it. With `url`, Reelay's public address, Slack sends by HTTP; else by Socket Mode. */
export function manifest(
  commands: readonly Command[],
  messageCommands: readonly MessageCommand[],
  { url }: { url?: string | undefined } = {},
): Manifest {
  const address = url === undefined ? undefined : `${url.replace(/\/+$/, "")}${EVENTS_PATH}`;
  const request = address === undefined ? {} : { request_url: address };
  const listed = commands.filter(({ unlisted }) => !unlisted);
  const slash = (command: string, description: string, hint: string) => ({
    command,
    ...(address === undefined ? {} : { url: address }),
    description: shorten(description, MOST_DESCRIPTION),
    ...(hint === "" ? {} : { usage_hint: shorten(hint, MOST_HINT) }),
    // With it, whoever is mentioned comes by their id, which a name alone does not tell.
    should_escape: true,
  });
  return {
    display_information: {
      name: "Reelay",
      description: "Videos from words and pictures, made where you talk",
      background_color: "#1d2433",
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: "Reelay", always_online: true },
      shortcuts: [
        { name: FORM_LABELS.newVideo, type: "global", callback_id: NEW_VIDEO, description: "Make a video from words" },
        ...messageCommands.map((action) => ({
          name: shorten(action.name, MOST_SHORTCUT),
          type: "message" as const,
          callback_id: action.id,
          description: shorten(describe(action, commands), MOST_SHORTCUT_DESCRIPTION),
        })),
      ],
      slash_commands: [
        slash(
          MAIN_COMMAND,
          "Make a video: a form without words, or any command",
          "video a paper boat on a river 8s 9:16",
        ),
        ...groupsOf(listed).map((group) => slash(`/${group[0] ? groupOf(group[0]) : ""}`, ...about(group))),
      ],
    },
    oauth_config: { scopes: { bot: Object.keys(SCOPES) } },
    settings: {
      event_subscriptions: { ...request, bot_events: ["app_home_opened"] },
      interactivity: {
        is_enabled: true,
        ...request,
        ...(address === undefined ? {} : { message_menu_options_url: address }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: address === undefined,
      token_rotation_enabled: false,
    },
  };
}

/** Commands of one name, each group in the order of its first. */
function groupsOf(commands: readonly Command[]): Command[][] {
  return [...Map.groupBy(commands, groupOf).values()];
}

/** What the command's menu says: its description, and what is typed after it. */
function about(group: readonly Command[]): [description: string, hint: string] {
  const [only, ...more] = group;
  if (!only) return ["", ""];
  if (more.length > 0 || only.name !== groupOf(only)) {
    const words = group.map(({ name }) => name.slice(groupOf(only).length + 1));
    return [group.map(({ description }) => description).join("; "), words.join(" | ")];
  }
  const names = Object.entries(only.options).map(([name, { rest }]) => (rest ? "words" : `${name}:…`));
  return [only.description, names.sort((a, b) => Number(b === "words") - Number(a === "words")).join(" ")];
}

function describe({ image, video }: MessageCommand, commands: readonly Command[]): string {
  const names = [image, video].flatMap((place) => (place ? [place.command] : []));
  const found = commands.filter(({ name }) => names.includes(name)).map(({ description }) => description);
  return found.join("; ");
}
