import type { Command } from "../src/chat/command/command.ts";
import { messageCommandsOf } from "../src/chat/command/message-command.ts";
import adminAdmins from "./admin/admin-admins.ts";
import adminApproval from "./admin/admin-approval.ts";
import adminApprove from "./admin/admin-approve.ts";
import adminAudit from "./admin/admin-audit.ts";
import adminBudget from "./admin/admin-budget.ts";
import adminChannels from "./admin/admin-channels.ts";
import adminDecline from "./admin/admin-decline.ts";
import adminGrant from "./admin/admin-grant.ts";
import adminKeep from "./admin/admin-keep.ts";
import adminLimit from "./admin/admin-limit.ts";
import adminModels from "./admin/admin-models.ts";
import adminPause from "./admin/admin-pause.ts";
import adminResume from "./admin/admin-resume.ts";
import adminRole from "./admin/admin-role.ts";
import adminStatus from "./admin/admin-status.ts";
import adminStop from "./admin/admin-stop.ts";
import adminTake from "./admin/admin-take.ts";
import adminUsage from "./admin/admin-usage.ts";
import elementApproval from "./character/element-approval.ts";
import elementApprove from "./character/element-approve.ts";
import elementConfirm from "./character/element-confirm.ts";
import elementCreate from "./character/element-create.ts";
import elementDecline from "./character/element-decline.ts";
import elementDelete from "./character/element-delete.ts";
import elementList from "./character/element-list.ts";
import elementShow from "./character/element-show.ts";
import confirm from "./look/confirm.ts";
import credits from "./look/credits.ts";
import gallery from "./look/gallery.ts";
import help from "./look/help.ts";
import jobs from "./look/jobs.ts";
import settings from "./look/settings.ts";
import share from "./look/share.ts";
import animate from "./make/animate.ts";
import edit from "./make/edit.ts";
import join from "./make/join.ts";
import motion from "./make/motion.ts";
import reference from "./make/reference.ts";
import storyboard from "./make/storyboard.ts";
import video from "./make/video.ts";

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

/** What can be made of a message with a picture or a video. */
export const messageCommands = messageCommandsOf(commands);
