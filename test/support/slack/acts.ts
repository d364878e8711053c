import type { Outgoing } from "./delivery.ts";
import { buttons } from "./looks.ts";
import type { Installed } from "./manifest.ts";
import { isJson } from "./rules.ts";
import { entered, fieldNamed, fillFields, keptState, refusedByClient } from "./state.ts";
import type {
  Ack,
  Act,
  Driving,
  Ephemeral,
  Json,
  Member,
  Message,
  NewFile,
  SignedRequest,
  SlackFile,
  Team,
  View,
} from "./types.ts";
import { answerForm, viewJson } from "./views.ts";
import {
  addFile,
  directMessage,
  fileJson,
  messageJson,
  nameFor,
  newResponseUrl,
  newTrigger,
  type World,
} from "./world.ts";

export interface ActParts {
  world: World;
  acks: Ack[];
  deliver(outgoing: Outgoing): SignedRequest | undefined;
  /** What the app was installed by; without it there is any command and shortcut. */
  installed: Installed | undefined;
  /** Notes that the app needs this scope for what happens now. Throws where it has it not. */
  needs(scope: string): void;
  /** What a slash command's acknowledgement says. */
  answered(channel: string, user: string, body: unknown): void;
}

interface Draft {
  type: Outgoing["type"];
  user: string;
  payload: Json;
  responds?: boolean;
  triggerId?: string;
  responseUrl?: string;
  onAck?(ack: Ack): void;
}

const TOKEN = "verification-token";
/** A select asks the app after so many letters, unless it says otherwise. */
const LETTERS_TO_ASK = 3;

export function acts(parts: ActParts): Driving {
  const { world } = parts;
  const suggestions = new Map<string, Json[]>();
  const states = new WeakMap<object, View["state"]>();

  return {
    slash: ({ user, channel: id, command, text = "", thread }) => {
      parts.needs("commands");
      if (thread !== undefined) throw new Error(`${command} is not supported in threads. Sorry!`);
      if (parts.installed && !parts.installed.commands.has(command))
        throw new Error(`${command} is not a valid command.`);
      const { member, team } = who(user);
      const channel = world.channels.get(id);
      const triggerId = newTrigger(world, team.id, user);
      const responseUrl = newResponseUrl(world, id, user);
      const name = nameFor(channel);
      const payload = {
        ...{ token: TOKEN, team_id: team.id, team_domain: team.domain, channel_id: id, channel_name: name },
        ...{ user_id: user, user_name: member.name, command, text, api_app_id: world.appId },
        ...{ is_enterprise_install: "false", response_url: responseUrl, trigger_id: triggerId },
      };
      const onAck = (ack: Ack) => ack.ok && ack.body !== undefined && parts.answered(id, user, ack.body);
      return act({ type: "slash_commands", user, payload, responds: true, triggerId, responseUrl, onAck });
    },
    shortcut: ({ user, callbackId }) => {
      needsShortcut(callbackId);
      const triggerId = newTrigger(world, who(user).team.id, user);
      const payload = {
        type: "shortcut",
        ...base(user),
        callback_id: callbackId,
        trigger_id: triggerId,
        action_ts: now(),
      };
      return act({ type: "interactive", user, payload, triggerId });
    },
    messageShortcut: ({ user, callbackId, message }) => {
      needsShortcut(callbackId);
      const triggerId = newTrigger(world, who(user).team.id, user);
      const responseUrl = newResponseUrl(world, message.channel, user, message);
      const payload = {
        ...{
          type: "message_action",
          ...base(user, message.channel),
          callback_id: callbackId,
          trigger_id: triggerId,
          action_ts: now(),
        },
        ...{ response_url: responseUrl, message_ts: message.ts, message: messageJson(world, message) },
        channel: channelJson(message.channel),
      };
      return act({ type: "interactive", user, payload, triggerId, responseUrl });
    },
    press: ({ user, on, actionId, label, value }) => {
      const all = buttons(on);
      const found = all.find(
        (one) =>
          (actionId === undefined || one.actionId === actionId) &&
          (label === undefined || one.label === label) &&
          (value === undefined || one.value === value),
      );
      if (!found) throw new Error(`no such button; there are: ${all.map((one) => one.label).join(", ")}`);
      const { type, text, value: holds, style } = found.element;
      // What a button holds comes back escaped (slack-button-escaped).
      const told = { text: escaped(text), value: escaped(holds) };
      const action = { type, ...told, style, action_id: found.actionId, block_id: found.blockId };
      return acting(user, on, action);
    },
    select: ({ user, on, field, value, values = {} }) => {
      const { block, element } = fieldNamed(on.blocks, field);
      if (block.type === "input" && block.dispatch_action !== true) throw new Error(`${field} does not dispatch`);
      const all = { ...values, [field]: value };
      remember(on, fillFields(on.blocks, stateOf(on), all, {}, fileOf(user), suggested(on)));
      const held = entered({ block, element }, value, suggested(on)(String(element.action_id)));
      return acting(user, on, { ...held, action_id: element.action_id, block_id: block.block_id });
    },
    submit: ({ user, view, values = {}, files = {} }) => {
      if (!view.open || view.type !== "modal") throw new Error("the form is closed");
      view.state = fillFields(view.blocks, view.state, values, files, fileOf(user), suggested(view));
      const problems = Object.entries(refusedByClient(view.blocks, view.state));
      if (problems.length > 0)
        throw new Error(`Slack would not send it: ${problems.map((one) => one.join(" ")).join(", ")}`);
      const triggerId = newTrigger(world, view.team, user);
      const payload = {
        ...{ type: "view_submission", ...base(user), trigger_id: triggerId, view: viewJson(world, view) },
        response_urls: [],
      };
      const onAck = (ack: Ack) => ack.ok && answerForm(world, view, ack.body);
      return act({ type: "interactive", user, payload, responds: true, triggerId, onAck });
    },
    dismiss: ({ user, view }) => {
      view.open = false;
      if (view.content.notify_on_close !== true) return undefined;
      const payload = { type: "view_closed", ...base(user), view: viewJson(world, view), is_cleared: false };
      return act({ type: "interactive", user, payload });
    },
    options: ({ user, on, field, typed }) => {
      const { block, element } = fieldNamed(on.blocks, field);
      const least = typeof element.min_query_length === "number" ? element.min_query_length : LETTERS_TO_ASK;
      if (typed.length < least) throw new Error(`Slack asks after ${least} letters`);
      const ids = { action_id: element.action_id, block_id: block.block_id };
      const payload = { type: "block_suggestion", ...base(user), ...ids, value: typed, ...placeOf(on) };
      const onAck = (ack: Ack) => suggestions.set(keyOf(on, String(element.action_id)), suggestedBy(ack));
      return act({ type: "interactive", user, payload, responds: true, onAck });
    },
    openHome: (user) => {
      const { team } = who(user);
      const view = [...world.views.values()].find((one) => one.type === "home" && one.user === user);
      return event(
        {
          ...{ type: "app_home_opened", user, channel: directMessage(world, team, user).id, tab: "home" },
          ...(view ? { view: viewJson(world, view) } : {}),
        },
        team,
        user,
      );
    },
    event: (about, team = firstTeam()) => event(about, team, ""),
  };

  function firstTeam(): Team {
    const [team] = world.teams.values();
    if (!team) throw new Error("there is no workspace");
    return team;
  }

  function who(user: string): { member: Member; team: Team } {
    const member = world.members.get(user);
    const team = world.teams.get(member?.team ?? "");
    if (!member || !team) throw new Error(`${user} is nobody here`);
    return { member, team };
  }

  /** To the microsecond, and no two acts at the same one: by it, a repeated delivery is told from another act: slack-action-time. */
  function now(): string {
    return world.ts();
  }

  /** What somebody of elsewhere does in a channel of ours is told as of our workspace: slack-connect-team. */
  function base(user: string, channel = ""): Json {
    const { member, team: home } = who(user);
    const team = world.teams.get(world.channels.get(channel)?.team ?? "") ?? home;
    return {
      user: { id: user, username: member.name, name: member.name, team_id: home.id },
      team: { id: team.id, domain: team.domain },
      ...{ api_app_id: world.appId, token: TOKEN, enterprise: null, is_enterprise_install: false },
    };
  }

  function needsShortcut(id: string): void {
    parts.needs("commands");
    if (parts.installed && !parts.installed.shortcuts.has(id)) throw new Error(`the app has no shortcut ${id}`);
  }

  function channelJson(id: string): Json {
    return { id, name: nameFor(world.channels.get(id)) };
  }

  function placeOf(on: Message | Ephemeral | View): Json {
    if ("id" in on) return { container: { type: "view", view_id: on.id }, view: viewJson(world, on) };
    const hidden = !("posted" in on);
    const thread = on.threadTs === undefined ? {} : { thread_ts: on.threadTs };
    const container = { type: "message", message_ts: on.ts, channel_id: on.channel, is_ephemeral: hidden, ...thread };
    // Slack sends no message with what was pressed on one that only its member sees.
    return {
      ...{ container, channel: channelJson(on.channel), state: { values: stateOf(on) } },
      ...(hidden ? {} : { message: messageJson(world, on, true) }),
    };
  }

  function stateOf(on: Message | Ephemeral | View): View["state"] {
    return "id" in on ? on.state : keptState(on.blocks, states.get(on) ?? {});
  }

  function remember(on: Message | Ephemeral | View, state: View["state"]): void {
    if ("id" in on) on.state = state;
    else states.set(on, state);
  }

  function keyOf(on: Message | Ephemeral | View, actionId: string): string {
    return `${"id" in on ? on.id : on.ts} ${actionId}`;
  }

  function suggested(on: Message | Ephemeral | View): (actionId: string) => readonly Json[] {
    return (actionId) => suggestions.get(keyOf(on, actionId)) ?? [];
  }

  function suggestedBy(ack: Ack): Json[] {
    const body = isJson(ack.body) ? ack.body : {};
    const groups = Array.isArray(body.option_groups) ? body.option_groups : [];
    const options = [body.options, ...groups.map((group) => (isJson(group) ? group.options : []))]
      .flat()
      .filter(isJson);
    if (options.length > 100) world.violations.push(`${options.length} options were suggested`);
    for (const { text, value } of options) {
      const words = isJson(text) ? String(text.text) : "";
      if (words === "" || words.length > 75) world.violations.push(`a suggested option's text: ${words}`);
      if (typeof value !== "string" || value.length > 150)
        world.violations.push(`a suggested option's value: ${value}`);
    }
    return options;
  }

  function fileOf(user: string): (file: NewFile | SlackFile) => Json {
    return (file) => fileJson(world, "id" in file ? file : addFile(world, who(user).team.id, user, file));
  }

  function acting(user: string, on: Message | Ephemeral | View, action: Json): Act {
    const triggerId = newTrigger(world, who(user).team.id, user);
    const responseUrl = "id" in on ? undefined : newResponseUrl(world, on.channel, user, on);
    const payload = {
      ...{
        type: "block_actions",
        ...base(user, "id" in on ? undefined : on.channel),
        trigger_id: triggerId,
        ...placeOf(on),
      },
      ...(responseUrl === undefined ? {} : { response_url: responseUrl }),
      actions: [{ ...action, action_ts: now() }],
    };
    return act({
      type: "interactive",
      user,
      payload,
      triggerId,
      ...(responseUrl === undefined ? {} : { responseUrl }),
    });
  }

  function event(about: Json, team: Team, user: string): Act {
    const authorization = { enterprise_id: null, team_id: team.id, user_id: team.botUser, is_bot: true };
    const payload = {
      ...{ token: TOKEN, team_id: team.id, context_team_id: team.id, context_enterprise_id: null },
      ...{ api_app_id: world.appId, event: { ...about, event_ts: now() }, type: "event_callback" },
      ...{ event_id: world.id("Ev"), event_time: Math.floor(world.now() / 1_000), is_ext_shared_channel: false },
      authorizations: [{ ...authorization, is_enterprise_install: false }],
      event_context: "local",
    };
    return act({ type: "events_api", user, payload });
  }

  function act(draft: Draft, retries = 0): Act {
    const { type, user, payload, responds = false, triggerId, responseUrl } = draft;
    const shownBefore = world.ephemerals.length;
    const { promise: acked, resolve } = Promise.withResolvers<Ack>();
    const done = (ack: Ack) => {
      parts.acks.push(ack);
      draft.onAck?.(ack);
      resolve(ack);
      world.changed();
    };
    const request = parts.deliver({ type, payload, responds, retries, done });
    return {
      ...{ payload, triggerId, responseUrl, acked, request },
      views: () => [...world.views.values()].filter((one) => triggerId !== undefined && one.triggerId === triggerId),
      ephemerals: () =>
        world.ephemerals.slice(shownBefore).filter((one) => one.user === user && !one.deleted && !one.unseen),
      again: () => act(draft, retries + 1),
    };
  }
}

function escaped(value: unknown): unknown {
  if (isJson(value)) return { ...value, text: escaped(value.text) };
  if (typeof value !== "string") return value;
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
