import { sentences } from "../../text/sentences.ts";

/** What the card of a job says, and what its member is told when it ends. */
export const words = sentences("generations", {
  sandbox: "Sandbox: a trial picture, not a real video. Set EVOLINK_API_KEY for real ones.",

  queued: "{model}: in the queue",
  handingOver: "{model}: handing over",
  making: "{model}: making the video",
  makingCharacter: "{name}: being made",
  fitting: "{model}: making it fit this channel",
  here: "{model}: {doing}",
  fetching: "{model}: fetching the video",
  joiningCast: "{name}: joining the cast",
  done: "{model}: done",
  inCast: "{name} is in the cast",
  deleted: "{model}: deleted",
  canceled: "{model}: canceled",
  failed: "{model}: no video this time",
  notMade: "{name}: not made",

  place: "place {place, number} in the queue",
  placeFor: "place {place, number} in the queue, {wait}",
  left: "{wait} left",
  underWay: "under way",
  beingSent: "being sent to the model",
  made: "made",
  fetchable: "made; it can be fetched for {wait} more",

  useIt: "Write @{name} in any prompt.",
  letGo: "Reelay no longer keeps this video.",
  smaller: "Made smaller to fit this channel: {size} instead of {original}.",
  shareWhole: "Share gives a link to the original.",

  video: "Video",
  character: "Character",
  held: "{price} held",
  receipt: "Receipt",
  accounts: "{held} held, {charged} charged, {back} given back",
  accountsOfService: "{held} held, {charged} charged, {back} given back, {reserved} reserved by the service",

  ready: "your video is ready.",
  lost: "your video couldn't be made, and nothing was charged.",
  characterReady: "{name} is in the cast.",
  characterLost: "{name} couldn't be made, and nothing was charged.",
  aside: "I can't post where you asked for this, so I'll send it to you here when it's done.",
  late: "The message in the channel is gone, or I can't post there, so here it is.",

  choice:
    "{model}, {state, select, queued {in the queue} running {under way} rendered {made} delivered {done} canceled {canceled} failed {failed} other {being handed over}}: {prompt}",
});
