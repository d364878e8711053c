import { DiscordAPIError, type REST, RESTJSONErrorCodes, Routes } from "discord.js";
import { ConfigError } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { forLog } from "../api/for-log.ts";
import type { Drawn } from "./draw.ts";

interface Registration {
  rest: REST;
  applicationId: string;
  /** For development: in this server alone, at once; what is registered for all stays as it is. */
  guildId?: string | undefined;
  commands: readonly Drawn[];
  log: Logger;
}

/** The bot isn't there. */
const NOT_THERE = new Set<number | string>([RESTJSONErrorCodes.UnknownGuild, RESTJSONErrorCodes.MissingAccess]);

/**
 * Makes Discord have these commands, and writes only when it doesn't: an application may create 200 a day
 * (https://discord.com/developers/docs/interactions/application-commands#registering-a-command). Throws ConfigError for
 * a server without the bot; any other trouble is logged, and the commands that Discord has go on working.
 */
export async function registerCommands({ rest, applicationId, guildId, commands, log }: Registration): Promise<void> {
  try {
    const { body, changes } = await readRegistered({ rest, applicationId, guildId, commands });
    if (changes.length === 0) return void log.debug({ commands: body.length }, "Discord has the commands");
    await rest.put(routeOf(applicationId, guildId), { body });
    log.info({ changes, where: guildId ?? "everywhere" }, "the commands are registered at Discord");
  } catch (error) {
    if (guildId !== undefined && error instanceof DiscordAPIError && NOT_THERE.has(error.code)) {
      throw new ConfigError([`DISCORD_GUILD_ID: got “${guildId}”, wants a server that the bot has been added to.`]);
    }
    log.error({ err: forLog(error) }, "the commands could not be registered at Discord");
  }
}

/**
 * Reads what Discord has: how many, what to send in their place, and what that would change. Throws discord.js's own
 * errors.
 */
export async function readRegistered({
  rest,
  applicationId,
  guildId,
  commands,
}: Omit<Registration, "log">): Promise<{ count: number; body: readonly object[]; changes: readonly string[] }> {
  const query = new URLSearchParams({ with_localizations: "true" });
  const there = (await rest.get(routeOf(applicationId, guildId), { query })) as readonly object[];
  // A server's own commands are in that server alone: where else they are has no meaning.
  const local = (all: readonly object[]) => (guildId === undefined ? all : all.map((one) => ({ ...one, ...NO_WHERE })));
  const body = local(commands);
  return { count: there.length, body, changes: compare(body, local(there)) };
}

function routeOf(applicationId: string, guildId: string | undefined): `/${string}` {
  return guildId === undefined
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);
}

const NO_WHERE = { contexts: undefined, integration_types: undefined };

/** What would change, as `+video`, `~video`, `-video`. */
export function compare(wanted: readonly object[], there: readonly object[]): string[] {
  const has = new Map(there.map((one) => [keyOf(one), JSON.stringify(essence(one))]));
  const wants = new Map(wanted.map((one) => [keyOf(one), JSON.stringify(essence(one))]));
  const missing = [...wants].flatMap(([key, one]) =>
    has.get(key) === one ? [] : [`${has.has(key) ? "~" : "+"}${key}`],
  );
  return [...missing, ...[...has.keys()].filter((key) => !wants.has(key)).map((key) => `-${key}`)];
}

/** Discord gives languages in an order of its own. */
function sorted(localizations: unknown): unknown {
  return Object.entries(localizations ?? {}).toSorted(([a], [b]) => a.localeCompare(b));
}

function keyOf(command: Loose): string {
  return command.type === undefined || command.type === 1 ? `/${command.name}` : String(command.name);
}

/** A command or an option as either side writes it. */
type Loose = Readonly<Record<string, unknown>> | Readonly<{ name?: unknown; type?: unknown }>;

/** The fields that we write. Discord adds others, and leaves out or fills in what is usual. */
const FIELDS = [
  ...["name", "description", "name_localizations", "description_localizations", "required", "autocomplete"],
  ...["default_member_permissions", "contexts", "integration_types"],
  ...["choices", "min_value", "max_value", "min_length", "max_length", "file_types", "value", "options"],
];
const SETS = new Set(["contexts", "integration_types"]);

function essence(one: Loose): object {
  const fields = FIELDS.flatMap((name): [string, unknown][] => {
    const value = (one as Record<string, unknown>)[name];
    if (name.endsWith("_localizations")) return Object.entries(value ?? {}).length === 0 ? [] : [[name, sorted(value)]];
    if (!Array.isArray(value)) return value == null || value === false || value === "" ? [] : [[name, value]];
    if (value.length === 0) return [];
    const items: unknown[] = value.map((item) => (typeof item === "object" && item !== null ? essence(item) : item));
    return [[name, SETS.has(name) ? items.toSorted() : items]];
  });
  return { type: "type" in one ? (one.type ?? 1) : 1, ...Object.fromEntries(fields) };
}
