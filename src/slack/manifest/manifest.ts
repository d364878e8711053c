import { shorten } from "../../base/words.ts";
import type { Command } from "../../chat/command/command.ts";
import { groupOf, subcommandOf } from "../../chat/command/find.ts";
import type { MessageCommand } from "../../chat/command/message-command.ts";
import { inEnglish } from "../../text/render.ts";
import { sentences } from "../../text/sentences.ts";
import { MANIFEST } from "../api/limits.ts";
import { EVENTS_PATH } from "../api/receiver.ts";
import { MAIN_COMMAND } from "../draw/naming.ts";
import { menuWords } from "../form/form.words.ts";
import { SHORTCUTS } from "../hear/shortcut-ids.ts";
import { nameProblems, problemsOf, unknownGroup } from "./manifest-check.ts";
import { isReserved } from "./reserved.ts";
import { SCOPES } from "./scopes.ts";
import type { Manifest } from "./shape.ts";

/** What Slack shows of the app before anybody has used it: one language for all. */
const words = sentences("slack-manifest", {
  newVideo: "Make a video from words",
  joinThread: "Make one video of all of yours in this thread",
  typeHere: "Run any command in this thread, where Slack has no slash commands",
  main: "Make a video: opens a form, or runs any command",
  mainHint: "video a paper boat on a river 8s 9:16",
});

/** What is chosen in a message's menu to work in its thread. */
const THREAD_SHORTCUTS = [
  { name: menuWords.joinThread, callback_id: SHORTCUTS.joinThread, description: words.joinThread },
  { name: menuWords.typeHere, callback_id: SHORTCUTS.typeHere, description: words.typeHere },
];

/** Slack would refuse the manifest; `problems` says why, one sentence each. */
export class ManifestRefused extends Error {
  override readonly name = "ManifestRefused";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join(" "));
    this.problems = problems;
  }
}

interface Wishes {
  /** Reelay's public address: Slack then sends by HTTP, else by Socket Mode. */
  url?: string | undefined;
  /** Commands that are also there under their own name, without slash: `video` for `/video`. */
  also?: readonly string[];
}

/**
 * The app as Slack creates it, with the one command that takes all others as its words. Throws ManifestRefused for what
 * Slack would not take.
 */
export function manifest(
  commands: readonly Command[],
  messageCommands: readonly MessageCommand[],
  { url, also = [] }: Wishes = {},
): Manifest {
  const address = url === undefined ? undefined : `${url.replace(/\/+$/, "")}${EVENTS_PATH}`;
  const request = address === undefined ? {} : { request_url: address };
  const groups = chosen(groupsOf(commands.filter(({ unlisted }) => !unlisted)), also);
  const slash = (command: string, description: string, hint: string) => ({
    command,
    ...(address === undefined ? {} : { url: address }),
    description: shorten(description, MANIFEST.description),
    ...(hint === "" ? {} : { usage_hint: shorten(hint, MANIFEST.usageHint) }),
    // With it, whoever is mentioned comes by their id, which a name alone does not tell.
    should_escape: true,
  });
  const made: Manifest = {
    display_information: {
      name: "Reelay",
      description: inEnglish(menuWords.slogan),
      background_color: "#1d2433",
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: "Reelay", always_online: true },
      shortcuts: [
        {
          name: inEnglish(menuWords.newVideo),
          type: "global",
          callback_id: SHORTCUTS.newVideo,
          description: inEnglish(words.newVideo),
        },
        ...messageCommands.map((action) => ({
          name: shorten(inEnglish(action.name), MANIFEST.shortcutName),
          type: "message" as const,
          callback_id: action.id,
          description: shorten(describe(action, commands), MANIFEST.shortcutDescription),
        })),
        ...THREAD_SHORTCUTS.map(({ name, callback_id, description }) => ({
          ...{ name: inEnglish(name), type: "message" as const },
          ...{ callback_id, description: inEnglish(description) },
        })),
      ],
      slash_commands: [
        slash(MAIN_COMMAND, inEnglish(words.main), inEnglish(words.mainHint)),
        ...groups.map(([name, group]) => slash(`/${name}`, ...about(group))),
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
  const problems = problemsOf(made);
  if (problems.length > 0) throw new ManifestRefused(problems);
  return made;
}

/** The groups of these names. Throws ManifestRefused for a name that Slack or we don't have to give. */
function chosen(groups: ReadonlyMap<string, Command[]>, names: readonly string[]): [name: string, Command[]][] {
  const free = [...groups.keys()].filter((name) => !isReserved(name));
  const problems = names.flatMap((name) => {
    const wrong = nameProblems(`/${name}`);
    if (wrong.length > 0) return wrong;
    return groups.has(name) ? [] : [unknownGroup(name, free)];
  });
  if (problems.length > 0) throw new ManifestRefused(problems);
  return [...groups].filter(([name]) => names.includes(name));
}

/** Commands by the word after their slash, each group in the order of its first. */
function groupsOf(commands: readonly Command[]): Map<string, Command[]> {
  return Map.groupBy(commands, groupOf);
}

/** What the command's menu says: its description, and what is typed after it. */
function about(group: readonly Command[]): [description: string, hint: string] {
  const [only, ...more] = group;
  if (!only) return ["", ""];
  if (more.length > 0 || only.name !== groupOf(only)) {
    const words = group.map(subcommandOf);
    return [group.map(({ description }) => inEnglish(description)).join("; "), words.join(" | ")];
  }
  const names = Object.entries(only.options).map(([name, { rest }]) => (rest ? "words" : `${name}:…`));
  return [inEnglish(only.description), names.sort((a, b) => Number(b === "words") - Number(a === "words")).join(" ")];
}

function describe({ image, video }: MessageCommand, commands: readonly Command[]): string {
  const names = [image, video].flatMap((place) => (place ? [place.command] : []));
  const found = commands.filter(({ name }) => names.includes(name)).map(({ description }) => inEnglish(description));
  return found.join("; ");
}
