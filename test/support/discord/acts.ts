import type { Interactions } from "./interactions.ts";
import { KIND } from "./interactions.ts";
import type { Act, Autocomplete, LocalDiscord, Press, Slash, Submit } from "./local-discord.ts";
import { attachmentOf, messageOf } from "./message-payloads.ts";
import { channelWithPermissions, memberWithPermissions, userOf } from "./payloads.ts";
import { isOffered } from "./picker.ts";
import type { Channel, Command, CommandOption, Component, File, Json, User } from "./types.ts";
import { walk } from "./types.ts";
import type { World } from "./world.ts";

const COMMAND = { slash: 1, message: 3 } as const;
const OPTION = {
  ...{ subcommand: 1, group: 2, string: 3, integer: 4, boolean: 5 },
  ...{ user: 6, channel: 7, role: 8, number: 10, attachment: 11 },
} as const;
const SELECTS = new Set([3, 5, 6, 7, 8]);
const CONTEXT = { guild: 0, dm: 1 } as const;

type Value = string | number | boolean;

/**
 * What a member can do in Discord's own client, which refuses much by itself: what it would not let through is thrown
 * as an error of the test's.
 */
export function createActs(
  world: World,
  interactions: Interactions,
): Pick<LocalDiscord, "slash" | "autocomplete" | "messageCommand" | "press" | "submit"> {
  function commandOf(channel: Channel, user: User, type: number, name: string): { command: Command; guild?: string } {
    const { guild } = channel;
    mayUse(channel, user, type === COMMAND.message ? "a message's menu" : "typing");
    const fits = (one: Command) => one.type === type && one.name === name;
    const local = guild && world.commands.get(guild.id)?.find(fits);
    const command = local ?? world.commands.get("global")?.find(fits);
    if (!command) throw new Error(`Discord has no command “${name}” here.`);
    const contexts = command.contexts as number[] | null | undefined;
    const here = guild ? CONTEXT.guild : CONTEXT.dm;
    if (contexts && !contexts.includes(here)) throw new Error(`Discord doesn't offer “${name}” here.`);
    const hidden = command.default_member_permissions != null && guild && !user.admin;
    if (hidden) throw new Error(`Discord doesn't offer “${name}” to ${user.name}.`);
    return { command, ...(local ? { guild: guild.id } : {}) };
  }

  function upload(channel: Channel, files: readonly File[], resolved: Record<string, Json>): string[] {
    return files.map((file) => {
      const stored = world.attach(channel, file, { ephemeral: true });
      resolved[stored.id] = attachmentOf(stored);
      return stored.id;
    });
  }

  function typed(
    given: Slash,
    command: Command,
    focused?: string,
  ): { options: Json[]; attachments: Record<string, Json> } {
    const attachments: Record<string, Json> = {};
    const path = given.subcommand?.split(" ") ?? [];
    const declared = path.reduce((level, name) => {
      const next = level.find((one) => one.name === name && one.type <= OPTION.group);
      if (!next) throw new Error(`/${given.name} has no subcommand “${given.subcommand}”.`);
      return next.options ?? [];
    }, command.options ?? []);
    if (declared.some(({ type }) => type <= OPTION.group)) throw new Error(`/${given.name} wants a subcommand.`);
    const of = (name: string) => {
      const option = declared.find((one) => one.name === name);
      if (!option) throw new Error(`/${given.name} has no option “${name}”.`);
      return option;
    };
    const values = Object.entries(given.options ?? {}).map(([name, value]): Json => {
      const option = of(name);
      // What is being typed is not judged yet, and always text.
      if (name === focused) return { name, type: option.type, value: String(value), focused: true };
      return { name, type: option.type, value: judged(option, value) };
    });
    const files = Object.entries(given.attachments ?? {}).map(([name, file]): Json => {
      const { type, file_types } = of(name);
      if (type !== OPTION.attachment) throw new Error(`“${name}” takes no file.`);
      if (!isOffered(file.name, file_types)) throw new Error(`“${name}” doesn't offer “${file.name}”.`);
      return { name, type: OPTION.attachment, value: upload(given.channel, [file], attachments)[0] };
    });
    const options = [...values, ...files];
    if (focused !== undefined && !options.some(({ name }) => name === focused)) {
      options.push({ name: focused, type: of(focused).type, value: "", focused: true });
    }
    const missing = declared.find(({ name, required }) => required && !options.some((one) => one.name === name));
    if (missing && focused === undefined) throw new Error(`/${given.name} wants “${missing.name}”.`);
    const wrapped = path.reduceRight(
      (inner, name, depth): Json[] => [
        { name, type: depth === path.length - 1 ? OPTION.subcommand : OPTION.group, options: inner },
      ],
      options,
    );
    return { options: wrapped, attachments };
  }

  /** What Discord says of the users, channels and roles that are chosen. */
  function resolvedOf(
    { options = {}, channel, user }: Slash,
    declared: readonly CommandOption[],
  ): Record<string, Json> {
    const chosen = (type: number) =>
      Object.entries(options).flatMap(([name, value]) =>
        declared.some((one) => one.name === name && one.type === type) ? [String(value)] : [],
      );
    const each = (ids: readonly string[], say: (id: string) => Json | undefined): Json =>
      Object.fromEntries(ids.flatMap((id) => [[id, say(id)]]).filter(([, said]) => said !== undefined));
    const known = (id: string) => {
      const found = world.users.get(id);
      if (!found) throw new Error(`Discord's client can't choose ${id}: there is no such user.`);
      return found;
    };
    const users = chosen(OPTION.user);
    const of = {
      users: each(users, (id) => userOf(known(id))),
      members: each(users, (id) => {
        const { user: _, ...member } = memberWithPermissions(known(id));
        return known(id).elsewhere ? undefined : member;
      }),
      channels: each(chosen(OPTION.channel), () => channelWithPermissions(channel, user)),
      roles: each(chosen(OPTION.role), (id) => ({ id, name: "a role", permissions: "0" })),
    };
    return Object.fromEntries(Object.entries(of).filter(([, some]) => Object.keys(some).length > 0));
  }

  function use(given: Slash, kind: number, focused?: string): Act {
    const { channel, user, name } = given;
    const { command, guild } = commandOf(channel, user, COMMAND.slash, name);
    if (focused !== undefined && !walkOptions(command).some((one) => one.name === focused && one.autocomplete)) {
      throw new Error(`/${name} doesn't complete “${focused}”.`);
    }
    const { options, attachments } = typed(given, command, focused);
    const resolved = {
      ...resolvedOf(given, walkOptions(command)),
      ...(Object.keys(attachments).length > 0 ? { attachments } : {}),
    };
    const data = {
      id: command.id,
      name,
      type: COMMAND.slash,
      options,
      ...(guild === undefined ? {} : { guild_id: guild }),
      ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
    };
    return interactions.begin({ kind, user, channel, data });
  }

  return {
    slash: (given: Slash) => use(given, KIND.command),
    autocomplete: ({ focused, ...given }: Autocomplete) => use(given, KIND.autocomplete, focused),

    messageCommand: ({ name, message, user }) => {
      const { channel } = message;
      const { command, guild } = commandOf(channel, user, COMMAND.message, name);
      const data = {
        id: command.id,
        name,
        type: COMMAND.message,
        target_id: message.id,
        resolved: { messages: { [message.id]: messageOf(message) } },
        ...(guild === undefined ? {} : { guild_id: guild }),
      };
      return interactions.begin({ kind: KIND.command, user, channel, data });
    },

    press: ({ message, user, customId, label, values }: Press) => {
      if (message.deleted) throw new Error("The message is gone.");
      const found = walk(message.components).find((one) =>
        customId === undefined ? one.type === 2 && one.label === label : one.custom_id === customId,
      );
      if (found?.custom_id === undefined)
        throw new Error(`The message has nothing to press as “${customId ?? label}”.`);
      if (found.disabled) throw new Error(`“${customId ?? label}” is greyed out.`);
      mayUse(message.channel, user, "a button");
      const { type, id, custom_id } = found;
      const data = { component_type: type, id, custom_id, ...(SELECTS.has(type) ? { values: values ?? [] } : {}) };
      return interactions.begin({ kind: KIND.component, user, channel: message.channel, message, data });
    },

    submit: async ({ modal: act, values = {}, files = {} }: Submit) => {
      const modal = await act.modal();
      const known = walk(modal.components).map(({ custom_id }) => custom_id);
      const stray = [...Object.keys(values), ...Object.keys(files)].find((id) => !known.includes(id));
      if (stray !== undefined) throw new Error(`The form has no field “${stray}”.`);
      const attachments: Record<string, Json> = {};
      const fill = (field: Component): Json => {
        const { type, id, custom_id = "" } = field;
        if (type !== FIELD.file) return { type, id, custom_id, ...filled(field, values[custom_id]) };
        const given = files[custom_id] ?? [];
        picked(
          field,
          given.map(({ name }) => name),
        );
        const stray = given.find(({ name }) => !isOffered(name, field.file_types));
        if (stray) throw new Error(`“${custom_id}” doesn't offer “${stray.name}”.`);
        return { type, id, custom_id, values: upload(act.channel, given, attachments) };
      };
      const components = modal.components.map(({ type, id, component, components: row }): Json => {
        if (component) return { type, id, component: fill(component) };
        return { type, id, ...(row ? { components: row.map(fill) } : {}) };
      });
      const resolved = Object.keys(attachments).length > 0 ? { resolved: { attachments } } : {};
      const { user, channel, message } = act;
      return interactions.begin({
        kind: KIND.modal,
        user,
        channel,
        ...(message ? { message } : {}),
        data: { custom_id: modal.customId, components, ...resolved },
      });
    },
  };
}

/** Throws where Discord's client lets nobody, or not this member, use an app. */
function mayUse(channel: Channel, user: User, by: "typing" | "a button" | "a message's menu"): void {
  const { kind, archived, locked } = channel;
  // discord-forum: there is nothing to type into but a post.
  if (kind === "forum" || kind === "media") throw new Error(`Nothing can be typed into “${channel.name}”.`);
  // discord-archived
  if (archived) throw new Error(`Apps can't be used in “${channel.name}”: it is archived.`);
  // discord-locked-thread: a message's menu is all that is left to who isn't a moderator.
  if (locked && !user.admin && by !== "a message's menu") throw new Error(`“${channel.name}” is locked.`);
  // discord-private-thread
  const out = channel.private && !channel.members.has(user.id) && !user.admin;
  if (out) throw new Error(`${user.name} doesn't see “${channel.name}”.`);
}

const FIELD = { text: 4, file: 19, radio: 21, checkbox: 23 } as const;

function walkOptions({ options = [] }: Pick<CommandOption, "options">): CommandOption[] {
  return options.flatMap((one) => [one, ...walkOptions(one)]);
}

/** The value, when Discord's client would send it. */
function judged(option: CommandOption, value: Value): Value {
  const wrong = (why: string) => new Error(`“${option.name}” doesn't take ${JSON.stringify(value)}: ${why}.`);
  const { choices, min_value, max_value, min_length, max_length, type } = option;
  const kinds: Readonly<Record<number, string>> = { 3: "string", 4: "number", 5: "boolean", 10: "number" };
  if (type >= OPTION.user && type <= OPTION.role) {
    if (!/^\d{17,20}$/.test(String(value))) throw wrong("it is no id");
    return value;
  }
  if (typeof value !== kinds[type]) throw wrong(`it is of type ${type}`);
  if (type === OPTION.integer && !Number.isInteger(value)) throw wrong("it is no whole number");
  if (choices && choices.length > 0 && !choices.some((one) => one.value === value)) throw wrong("it is no choice");
  const size = typeof value === "string" ? value.length : Number(value);
  const [least, most] = typeof value === "string" ? [min_length, max_length ?? 6_000] : [min_value, max_value];
  if (typeof value !== "boolean" && (size < (least ?? size) || size > (most ?? size))) {
    throw wrong(`${least ?? ""} to ${most ?? ""}`);
  }
  return value;
}

/** Throws when the form would not be sent with so many picked. */
function picked(field: Component, values: readonly string[]): void {
  const required = field.required ?? true;
  const least = Number(field.min_values ?? 1);
  const most = Number(field.max_values ?? 1);
  const none = values.length === 0 && !required;
  if (!none && (values.length < least || values.length > most)) {
    throw new Error(`“${field.custom_id}” wants ${least} to ${most}, not ${values.length}.`);
  }
  const stray = field.options && values.find((value) => !field.options?.some((option) => option.value === value));
  if (stray !== undefined) throw new Error(`“${field.custom_id}” doesn't offer “${stray}”.`);
}

function filled(field: Component, given: string | readonly string[] | undefined): Json {
  if (field.type === FIELD.checkbox) return { value: given === "true" };
  if (field.type !== FIELD.text) {
    const standard = field.options?.filter((option) => "default" in option && option.default === true) ?? [];
    const values = given === undefined ? standard.map(({ value }) => value) : [given].flat();
    picked(field, values);
    return field.type === FIELD.radio ? { value: values[0] ?? null } : { values };
  }
  const value = String(given ?? field.value ?? "");
  const least = Number(field.min_length ?? 0);
  const most = Number(field.max_length ?? 4_000);
  const missing = value === "" && (field.required ?? true);
  if (missing || (value !== "" && value.length < least) || value.length > most) {
    throw new Error(`“${field.custom_id}” wants ${least} to ${most} characters, not ${value.length}.`);
  }
  return { value };
}
