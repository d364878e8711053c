import { MANIFEST } from "../api/limits.ts";
import { isReserved } from "./reserved.ts";
import type { Manifest } from "./shape.ts";

/** What Slack would refuse in the manifest, one sentence each. */
export function problemsOf({ display_information: about, features, oauth_config, settings }: Manifest): string[] {
  const { slash_commands: commands, shortcuts, bot_user: bot } = features;
  const { scopes } = oauth_config;
  const { event_subscriptions: events, interactivity } = settings;
  const addresses = [
    events.request_url,
    interactivity.request_url,
    interactivity.message_menu_options_url,
    ...commands.map(({ url }) => url),
  ];
  return [
    ...text("The app's name", about.name, MANIFEST.appName),
    ...text("The app's description", about.description, MANIFEST.appDescription),
    ...text("The bot's name", bot.display_name, MANIFEST.botName),
    ...(/^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(about.background_color)
      ? []
      : ["The background color is not a hex color."]),
    ...list("slash commands", commands.length, MANIFEST.commands),
    ...commands.flatMap(({ command, description, usage_hint: hint }) => [
      ...nameProblems(command),
      ...text(`The description of ${command}`, description, MANIFEST.description),
      ...(hint === undefined ? [] : text(`The usage hint of ${command}`, hint, MANIFEST.usageHint)),
    ]),
    ...twice(
      "slash command",
      commands.map(({ command }) => command),
    ),
    ...list("shortcuts", shortcuts.length, MANIFEST.shortcuts),
    ...shortcuts.flatMap(({ name, callback_id: id, description }) => [
      ...text(`The name of the shortcut ${id}`, name, MANIFEST.shortcutName),
      ...text(`The callback id ${id}`, id, MANIFEST.callbackId),
      ...text(`The description of the shortcut ${id}`, description, MANIFEST.shortcutDescription),
    ]),
    ...twice(
      "callback id",
      shortcuts.map(({ callback_id: id }) => id),
    ),
    ...list("scopes", scopes.bot.length, MANIFEST.scopes),
    ...list("events", events.bot_events.length, MANIFEST.events),
    ...[...new Set(addresses)].flatMap((url) =>
      url === undefined || isHttps(url) ? [] : [`${url} is not an address that begins with https://.`],
    ),
  ];
}

/** What Slack has against a command's name, which is with its slash. */
export function nameProblems(command: string): string[] {
  if (isReserved(command.slice(1))) {
    return [`Slack keeps ${command} for itself, and would refuse the whole manifest for it.`];
  }
  if (!/^\/[a-z0-9][a-z0-9-]*$/.test(command)) {
    return [`${command} is not a name for a slash command: lower-case letters, digits and dashes after the slash.`];
  }
  return text("The slash command", command, MANIFEST.command);
}

/** What is wrong with asking for commands of a name that none of ours has. */
export function unknownGroup(name: string, known: readonly string[]): string {
  return `Reelay has no command “${name}”. It has ${known.join(", ")}.`;
}

function text(what: string, value: string, most: number): string[] {
  if (value === "") return [`${what} is empty.`];
  return value.length > most ? [`${what} has ${value.length} characters; Slack takes ${most}.`] : [];
}

function list(what: string, count: number, most: number): string[] {
  return count > most ? [`There are ${count} ${what}; Slack takes ${most}.`] : [];
}

function twice(what: string, values: readonly string[]): string[] {
  const repeated = new Set(values.filter((value, index) => values.indexOf(value) !== index));
  return [...repeated].map((value) => `The ${what} ${value} is there twice.`);
}

function isHttps(url: string): boolean {
  return /^https:\/\/[^\s/]/.test(url) && URL.canParse(url);
}
