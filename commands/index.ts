import type { Command } from "../src/chat/command.ts";
import adminAdmins from "./admin-admins.ts";
import adminApproval from "./admin-approval.ts";
import adminApprove from "./admin-approve.ts";
import adminAudit from "./admin-audit.ts";
import adminBudget from "./admin-budget.ts";
import adminChannels from "./admin-channels.ts";
import adminDecline from "./admin-decline.ts";
import adminGrant from "./admin-grant.ts";
import adminKeep from "./admin-keep.ts";
import adminLimit from "./admin-limit.ts";
import adminModels from "./admin-models.ts";
import adminPause from "./admin-pause.ts";
import adminResume from "./admin-resume.ts";
import adminRole from "./admin-role.ts";
import adminStatus from "./admin-status.ts";
import adminStop from "./admin-stop.ts";
import adminTake from "./admin-take.ts";
import adminUsage from "./admin-usage.ts";
import animate from "./animate.ts";
import confirm from "./confirm.ts";
import credits from "./credits.ts";
import edit from "./edit.ts";
import elementApproval from "./element-approval.ts";
import elementApprove from "./element-approve.ts";
import elementConfirm from "./element-confirm.ts";
import elementCreate from "./element-create.ts";
import elementDecline from "./element-decline.ts";
import elementDelete from "./element-delete.ts";
import elementList from "./element-list.ts";
import elementShow from "./element-show.ts";
import gallery from "./gallery.ts";
import help from "./help.ts";
import jobs from "./jobs.ts";
import join from "./join.ts";
import motion from "./motion.ts";
import reference from "./reference.ts";
import settings from "./settings.ts";
import share from "./share.ts";
import storyboard from "./storyboard.ts";
import video from "./video.ts";

/** Every command, in the order that /help lists them. */
export const commands: readonly Command[] = [
  video,
  animate,
  storyboard,
  reference,
  edit,
  motion,
  elementCreate,
  elementList,
  elementShow,
  elementDelete,
  elementConfirm,
  elementApproval,
  elementApprove,
  elementDecline,
  jobs,
  join,
  share,
  gallery,
  credits,
  settings,
  confirm,
  adminGrant,
  adminTake,
  adminLimit,
  adminRole,
  adminBudget,
  adminChannels,
  adminModels,
  adminKeep,
  adminApproval,
  adminApprove,
  adminDecline,
  adminPause,
  adminResume,
  adminStop,
  adminUsage,
  adminStatus,
  adminAudit,
  adminAdmins,
  help,
];
