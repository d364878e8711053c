import { sentences } from "../../text/sentences.ts";

/** What a form and a notice say around what the commands draw. */
export const formWords = sentences("slack-form", {
  send: "Send",
  cancel: "Cancel",
  close: "Close",
  opening: "One moment…",
  find: "Start typing a name",
  where: "Where to post it",
  whereHint:
    "The video is posted there. I can join public channels on my own; into a private one, you'd have to invite me first.",
  whereMissing: "Choose where to post the video.",
  oneFile: "One file of up to {megabytes, number} MB.",
  files: "Up to {count, number} files of {megabytes, number} MB each, used in this order: {options}.",
  larger: "For a larger one, put a link in the field below.",
  largerOr:
    "For a larger one, put a link in the field below, or send it in a message and choose {menu} from that message's menu.",
  more: "Type them like this: {example}",
  noFile:
    "Attach {takes, select, image {a picture} video {a video} other {a picture or a video}}, or put a link to one below.",
  wrongFile:
    "{name} won't work here. Attach {takes, select, image {a picture} video {a video} other {a picture or a video}} instead.",
  late: "The form didn't open in time. Press the button to open it now.",
  line: "Command",
  lineHint:
    "Type it as you would after the slash: video a paper boat on a river 8s 9:16. What comes of it is posted in this message's thread.",
});

/** What the shortcuts are called, which forms repeat in their heads, and the buttons of a member's page. */
export const menuWords = sentences("slack-menu", {
  newVideo: "New video",
  joinThread: "Join this thread's clips",
  typeHere: "Type a command here",
  refresh: "Refresh",
  slogan: "Videos from words and pictures, made where you talk",
});
