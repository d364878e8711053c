import type { Command } from "../src/chat/command.ts";
import animate from "./animate.ts";
import credits from "./credits.ts";
import help from "./help.ts";
import jobs from "./jobs.ts";
import storyboard from "./storyboard.ts";
import video from "./video.ts";

/** Every command, in the order that /help lists them. */
export const commands: readonly Command[] = [video, animate, storyboard, jobs, credits, help];
