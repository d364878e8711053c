import { type APIApplication, type REST, Routes } from "discord.js";
import { ConfigError } from "../../base/errors.ts";
import { forLog } from "./for-log.ts";
import { TokenRefused } from "./token.ts";

/** Asks Discord whose token it is. Throws ConfigError when nobody's, discord.js's own error when it can't be reached. */
export async function whoAmI(rest: REST): Promise<Pick<APIApplication, "id" | "bot">> {
  try {
    return (await rest.get(Routes.currentApplication())) as APIApplication;
  } catch (error) {
    if (error instanceof TokenRefused) {
      throw new ConfigError(["DISCORD_TOKEN: Discord doesn't know this token."]);
    }
    throw forLog(error);
  }
}
