import type { MemberCredits } from "../credits/service.ts";
import type { MemberCast } from "../elements/service.ts";
import type { MemberGenerations } from "../generations/service.ts";
import type { MemberPreferences } from "../preferences/service.ts";
import type { Command } from "./command.ts";

/** What a command may do, already bound to the member who typed it and to the place. */
export interface Services {
  generations: MemberGenerations;
  cast: MemberCast;
  credits: MemberCredits;
  preferences: MemberPreferences;
  commands: readonly Command[];
}
