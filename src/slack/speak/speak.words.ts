import { sentences } from "../../text/sentences.ts";

/** What stands around a card in Slack: where its video and its files are, or why they aren't. */
export const speakWords = sentences("slack-speak", {
  videoHere: "Here's the video. Its buttons are in my message above.",
  filesHere: "Here are the files.",
  fileHere: "{name}: {shows}",
  watchVideo: "Watch the video",
  openFiles: "Open the files",
  videoUnseen: "The video was uploaded, but hasn't appeared in this channel.",
  filesUnseen: "The files were uploaded, but haven't appeared here. Run the command again to get them.",
  askForVideo: "An admin can find out why in my log.",
  storageFull: "This workspace's file storage is full. An admin can free up space.",
  filesSent: "I've sent you the files in a direct message.",
  filesNotSent: "I couldn't send you the files. Write me a direct message first, then try again.",
  toCopy: "To copy:",
});
