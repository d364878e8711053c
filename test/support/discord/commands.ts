import { Refusal, refusals } from "./errors.ts";
import type { Command, CommandOption, Json, Snowflake } from "./types.ts";
import type { World } from "./world.ts";

/** https://discord.com/developers/docs/interactions/application-commands */
const CREATED_A_DAY = 200;
const DAY_MS = 24 * 60 * 60_000;
const MOST: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };
const MOST_CHARACTERS = 8_000;

/** A command as a bot sends it. */
export interface CommandBody extends Json {
  readonly name: string;
  readonly type?: number | null;
  readonly options?: readonly CommandOption[] | null;
}

/** What the bot has registered, by scope: `global` or a guild's id. All but `list` throw Refusal. */
export interface Registry {
  list(scope: string): readonly Command[];
  get(scope: string, id: Snowflake): Command;
  overwrite(scope: string, bodies: readonly CommandBody[]): readonly Command[];
  /** The one of the same name and kind is replaced. */
  create(scope: string, body: CommandBody): { command: Command; fresh: boolean };
  change(scope: string, id: Snowflake, body: Partial<CommandBody>): Command;
  remove(scope: string, id: Snowflake): void;
  /** Within the last 24 hours. */
  readonly created: number;
}

export function createRegistry(world: World): Registry {
  let creations: number[] = [];

  function countCreations(more: number): void {
    const now = world.now();
    creations = creations.filter((at) => now - at < DAY_MS);
    if (creations.length + more > CREATED_A_DAY) throw refusals.tooManyCommands();
    creations.push(...Array.from({ length: more }, () => now));
  }

  function listOf(scope: string): Command[] {
    return world.commands.get(scope) ?? [];
  }

  function store(scope: string, commands: readonly Command[]): void {
    for (const [type, most] of Object.entries(MOST)) {
      const count = commands.filter((one) => one.type === Number(type)).length;
      if (count > most) throw new Refusal(400, 30032, `Maximum number of application commands reached (${most}).`);
    }
    world.commands.set(scope, [...commands]);
    world.changed();
  }

  function same(scope: string, body: CommandBody): Command | undefined {
    return listOf(scope).find((one) => one.name === body.name && one.type === (body.type ?? 1));
  }

  function made(scope: string, body: CommandBody, before: Command | undefined): Command {
    const errors = commandErrors(body);
    if (errors.length > 0) throw refusals.badForm(errors);
    const { contexts, integration_types, default_member_permissions, nsfw, options } = body;
    const type = body.type ?? 1;
    return {
      id: before?.id ?? world.mint(),
      application_id: world.applicationId,
      version: world.mint(),
      ...(scope === "global" ? {} : { guild_id: scope }),
      type,
      name: body.name,
      name_localizations: body.name_localizations ?? null,
      description: body.description ?? "",
      description_localizations: body.description_localizations ?? null,
      default_member_permissions: default_member_permissions ?? null,
      nsfw: nsfw ?? false,
      ...(scope === "global" ? { dm_permission: true, contexts: contexts ?? null } : {}),
      integration_types: integration_types ?? [0],
      ...(options?.length ? { options: options.map(optionOf) } : {}),
    };
  }

  const registry: Registry = {
    list: listOf,

    get: (scope, id) => {
      const found = listOf(scope).find((one) => one.id === id);
      if (!found) throw refusals.unknownCommand();
      return found;
    },

    overwrite: (scope, bodies) => {
      const names = bodies.map(({ name, type }) => `${type ?? 1} ${name}`);
      const twice = names.find((name, index) => names.indexOf(name) < index);
      if (twice !== undefined) throw refusals.badForm([`name: command ${twice} is there twice`]);
      const commands = bodies.map((body) => made(scope, body, same(scope, body)));
      countCreations(bodies.filter((body) => !same(scope, body)).length);
      store(scope, commands);
      return commands;
    },

    create: (scope, body) => {
      const before = same(scope, body);
      const command = made(scope, body, before);
      if (!before) countCreations(1);
      store(scope, [...listOf(scope).filter((one) => one !== before), command]);
      return { command, fresh: before === undefined };
    },

    change: (scope, id, body) => {
      const before = registry.get(scope, id);
      const command = made(scope, { ...before, ...body }, before);
      store(
        scope,
        listOf(scope).map((one) => (one === before ? command : one)),
      );
      return command;
    },

    remove: (scope, id) => {
      const before = registry.get(scope, id);
      store(
        scope,
        listOf(scope).filter((one) => one !== before),
      );
    },

    get created() {
      const now = world.now();
      return creations.filter((at) => now - at < DAY_MS).length;
    },
  };
  return registry;
}

/** As Discord gives it back: what is false or empty is left out, what can be translated says that it is not. */
function optionOf(option: CommandOption): CommandOption {
  const { required, autocomplete, choices, options, ...rest } = option;
  return {
    ...rest,
    name_localizations: rest.name_localizations ?? null,
    description_localizations: rest.description_localizations ?? null,
    ...(required ? { required } : {}),
    ...(autocomplete ? { autocomplete } : {}),
    ...(choices?.length ? { choices: choices.map((one) => ({ name_localizations: null, ...one })) } : {}),
    ...(options?.length ? { options: options.map(optionOf) } : {}),
  };
}

/** What the specification can't say. */
function commandErrors(body: CommandBody): string[] {
  const errors: string[] = [];
  const slash = (body.type ?? 1) === 1;
  const description = String(body.description ?? "");
  if (slash && !isName(body.name)) errors.push(`name: “${body.name}” is no slash command's name`);
  if (slash && description === "") errors.push(`description: ${body.name} has none`);
  if (!slash && (description !== "" || body.options?.length)) {
    errors.push(`${body.name}: only slash commands have a description and options`);
  }
  if (charactersOf(body) > MOST_CHARACTERS) errors.push(`${body.name}: ${charactersOf(body)} of 8,000 characters`);
  return [...errors, ...optionErrors(body.name, body.options ?? [])];
}

function optionErrors(of: string, options: readonly CommandOption[]): string[] {
  const errors = options.flatMap((option) => {
    const path = `${of}.${option.name}`;
    const own = isName(option.name) ? [] : [`${path}: is no option's name`];
    if (option.autocomplete && option.choices?.length) own.push(`${path}: has choices and autocompletion`);
    return [...own, ...optionErrors(path, option.options ?? [])];
  });
  const names = options.map(({ name }) => name);
  const firstOptional = options.findIndex(({ required }) => !required);
  const late = options.findLastIndex(({ required }) => required);
  if (new Set(names).size < names.length) errors.push(`${of}: two options have the same name`);
  if (firstOptional >= 0 && late > firstOptional) errors.push(`${of}: required options come before the others`);
  return errors;
}

function isName(name: string): boolean {
  return /^[-_'\p{L}\p{N}]{1,32}$/u.test(name) && name === name.toLowerCase();
}

function charactersOf(one: Json & { readonly options?: readonly CommandOption[] | null }): number {
  const choices = (one.choices as { name: string; value: unknown }[] | undefined) ?? [];
  return (
    String(one.name).length +
    String(one.description ?? "").length +
    choices.reduce((sum, { name, value }) => sum + name.length + String(value).length, 0) +
    (one.options ?? []).reduce((sum, option) => sum + charactersOf(option), 0)
  );
}
