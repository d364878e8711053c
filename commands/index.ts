import type { Command } from "../src/chat/command.ts";
import animate from "./animate.ts";
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
import help from "./help.ts";
import jobs from "./jobs.ts";
import motion from "./motion.ts";
import reference from "./reference.ts";
import settings from "./settings.ts";
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
  credits,
  settings,
  help,
];
