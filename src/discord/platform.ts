import { address, list, token, value, whole } from "../base/settings.ts";
import type { Ear, Listening } from "../chat/adapter/adapter.ts";
import { definePlatform } from "../chat/adapter/platform.ts";
import type { Dispatch } from "../chat/serve/dispatch.ts";

/** Discord, by its gateway and its REST. */
export const discord = definePlatform({
  id: "discord",
  name: "Discord",
  settings: {
    DISCORD_TOKEN: token("a bot's token from Discord's developer portal", /^[\w.-]{20,}$/).optional(),
    DISCORD_GUILD_ID: token("a server's id, 17 to 20 digits", /^\d{17,20}$/).optional(),
    DISCORD_SHARDS: value("auto, or numbers of shards such as 0,1", (text) => {
      if (text.toLowerCase() === "auto") return "auto";
      const shards = list(text).map(Number);
      return shards.length > 0 && shards.every((one) => Number.isInteger(one) && one >= 0) ? shards : undefined;
    }).default("auto"),
    DISCORD_SHARD_COUNT: whole(1, 10_000, "a number of shards").optional(),
    DISCORD_API_URL: address.default("https://discord.com/api"),
  },
  secrets: ["DISCORD_TOKEN"],
  token: "DISCORD_TOKEN",
  problems: ({ DISCORD_SHARDS: shards, DISCORD_SHARD_COUNT: count }, { given, wrong }) =>
    shards !== "auto" && !wrong.has("DISCORD_SHARD_COUNT") && shards.some((one) => one >= (count ?? 0))
      ? [`DISCORD_SHARDS: got “${given.DISCORD_SHARDS}”, wants DISCORD_SHARD_COUNT above each of them.`]
      : [],
  open: async (settings, { hears, messageCommands, library, keyv, noted, clock, log }) => {
    const { DISCORD_TOKEN: token = "", DISCORD_API_URL: apiUrl, DISCORD_SHARDS: shards } = settings;
    const [{ createDiscordChat }, { createRest }, { createKept }, { createUploadLimits }, { whoAmI }] =
      await Promise.all([
        import("./speak/chat.ts"),
        import("./api/rest.ts"),
        import("./speak/kept.ts"),
        import("./speak/upload-limits.ts"),
        import("./api/who-am-i.ts"),
      ]);
    const drafts = keyv<unknown>("discord");
    const rest = createRest({ token, api: apiUrl, clock });
    const limits = createUploadLimits({ rest, drafts, clock, log });
    const chat = noted(createDiscordChat({ rest, library, keep: createKept(drafts).keepLine, limits, clock, log }));
    const listen = async (dispatch: Dispatch, how: Listening): Promise<Ear> => {
      const { startDiscord } = await import("./discord.ts");
      const started = await startDiscord({
        ...{ token, apiUrl, dispatch, messageCommands, chat, library, limits, drafts, clock, log, ...how },
        guildId: settings.DISCORD_GUILD_ID,
        shards: shards === "auto" ? undefined : shards,
        shardCount: settings.DISCORD_SHARD_COUNT,
      });
      return { ...started, notice: `Discord: add Reelay to a server at ${started.invite}` };
    };
    return { chat, check: async () => void (await whoAmI(rest)), ...(hears ? { listen } : {}) };
  },
});
