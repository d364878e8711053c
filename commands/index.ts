import type { Command } from "../src/chat/command/command.ts";
import { knowingEachOther } from "../src/chat/command/kind.ts";
import { messageCommandsOf } from "../src/chat/command/message-command.ts";
import adminAdmins from "./admin/admins.ts";
import adminApproval from "./admin/approval.ts";
import adminApprove from "./admin/approve.ts";
import adminAudit from "./admin/audit.ts";
import adminBudget from "./admin/budget.ts";
import adminChannels from "./admin/channels.ts";
import adminDecline from "./admin/decline.ts";
import adminGrant from "./admin/grant.ts";
import adminKeep from "./admin/keep.ts";
import adminLimit from "./admin/limit.ts";
import adminModels from "./admin/models.ts";
import adminPause from "./admin/pause.ts";
import adminResume from "./admin/resume.ts";
import adminRole from "./admin/role.ts";
import adminStatus from "./admin/status.ts";
import adminStop from "./admin/stop.ts";
import adminTake from "./admin/take.ts";
import adminUsage from "./admin/usage.ts";
import elementApproval from "./character/approval.ts";
import elementApprove from "./character/approve.ts";
import elementConfirm from "./character/confirm.ts";
import elementCreate from "./character/create.ts";
import elementDecline from "./character/decline.ts";
import elementDelete from "./character/delete.ts";
import elementList from "./character/list.ts";
import elementShow from "./character/show.ts";
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

/** What a model is asked by. A name of an option that one of them has is no word to another. */
const asking = [video, animate, storyboard, reference, edit, motion, elementCreate];

/** Every command, in the order that /help lists them. */
export const commands: readonly Command[] = [
  ...knowingEachOther(asking),
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
