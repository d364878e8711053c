import type { MessageCommand } from "../src/chat/command/message-command.ts";

/** What can be made of a message with a picture or a video, in the order in which the menu has it. */
export const messageCommands: readonly MessageCommand[] = [
  { id: "animate", name: "Animate this", image: { command: "animate", option: "image" } },
  { id: "edit", name: "Edit this video", video: { command: "edit", option: "video" } },
  {
    id: "motion",
    name: "Use as motion",
    image: { command: "motion", option: "image" },
    video: { command: "motion", option: "video" },
  },
  {
    id: "reference",
    name: "Use as reference",
    image: { command: "animate", option: "reference1" },
    video: { command: "reference", option: "video" },
  },
  {
    id: "element",
    name: "Make an element",
    image: { command: "element create", option: "image" },
    video: { command: "element create", option: "video" },
  },
];
