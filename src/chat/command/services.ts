import type { MemberCredits } from "../../credits/service.ts";
import type { MemberCast } from "../../elements/service.ts";
import type { Approvals } from "../../generations/approve/approvals.ts";
import type { MemberGenerations } from "../../generations/service.ts";
import type { WorkspacePolicy } from "../../policy/service.ts";
import type { MemberPreferences } from "../../preferences/service.ts";
import type { MemberPrivacy } from "../../privacy/service.ts";
import type { Status } from "../../reconcile/status.ts";
import type { MemberShares } from "../../share/service.ts";
import type { WorkspaceUsage } from "../../usage/service.ts";
import type { Command } from "./command.ts";

/** How things stand, for an admin. */
export interface WorkspaceStatus {
  read(): Promise<Status>;
}

/** What a command may do, already bound to the member who typed it and to the place. */
export interface Services {
  generations: MemberGenerations;
  cast: MemberCast;
  credits: MemberCredits;
  preferences: MemberPreferences;
  privacy: MemberPrivacy;
  policy: WorkspacePolicy;
  approvals: Approvals;
  usage: WorkspaceUsage;
  status: WorkspaceStatus;
  shares: MemberShares;
  commands: readonly Command[];
}
