import { sentences } from "../../text/sentences.ts";

/** What `page/index.html` says: `{{key}}` there stands for the sentence of that key. */
export const shown = sentences("playground-page", {
  tab: "# general · Reelay",
  sidebar: "Channels and commands",
  channels: "Channels",
  commands: "Commands",
  about: "This page is the playground: a channel of your own, on your own machine.",
  topic: "Type a command, get a video.",
  actingAs: "Acting as",
  theme: "Switch between light and dark",
  earlier: "Show earlier messages",
  welcome: "Welcome",
  log: "Messages in general",
  newest: "Jump to the newest",
  suggestions: "Suggestions",
  attached: "Attached files",
  attach: "Attach files",
  message: "Message",
  placeholder: "Type / for a command",
  send: "Send",
  drop: "Drop to attach",
  noScript: "The playground needs JavaScript.",
});

/**
 * What the page's scripts say. They put the parameters in by themselves, so each is a `{name}` and no more: a sentence
 * that turns on a number is said by the server.
 */
export const spoken = sentences("playground-scripts", {
  away: "Reelay can't be reached. Is it still running?",
  odd: "Something went wrong on the server (status {status}). Try again.",
  lost: "Connection lost. Reconnecting…",
  unsent: "Your message wasn't sent. Try again.",
  unsentFile: "That file couldn't be uploaded. Remove it and try again.",
  fileFailed: "One of your files couldn't be uploaded. Remove it first.",
  fileTooLarge: "{name} is {size}; the most you can attach is {most}.",
  removeFile: "Remove {name}",
  attachFor: "Attach {name}",
  attachedFor: "{name}, attached",
  noRoom: "no room",
  options: "Options of {name}",
  standard: "the default",
  inCast: "from the cast",
  bot: "Bot",
  onlyYou: "Only you can see this",
  files: "Files",
  saidAt: "{name}, {time}",
  progress: "{percent}, {label}",
  welcome: "Welcome to #{name}",
  begin: "Type a command, and your video comes back right here. Try one of these, then press Enter:",
  keys: "{slash} shows every command, {tab} completes it.",
  boat: "A video from words",
  boatNote: "Say what you want to see.",
  boatPrompt: "a paper boat on a river",
  picture: "Bring a picture to life",
  pictureNote: "Attach a picture: drop it, paste it, or press +.",
  picturePrompt: "gentle breeze, the camera moves closer",
});

/** The sentences of the page's scripts, for the types of what says them. */
export type Spoken = typeof spoken;
