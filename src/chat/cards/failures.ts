import type { GenerationView } from "../../generations/show/view.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";

/** Why a job ended without a video: a sentence of what happened, and what the member can do. */
interface Failure {
  happened: Text;
  advice: Text;
}

/**
 * What happened, by the gateway's task and refusal codes (https://docs.evolink.ai lists them), and by our own: `answer_lost`,
 * `unreachable`, `picture_refused`, `input_gone`, `model_gone`, `not_announced`, `waited_too_long`, `result_lost`, `not_made`,
 * `stopped`. The gateway's own sentences go to the log, never here.
 */
const happened = sentences("failures", {
  content_policy_violation: "The model's safety filter refused the words or the picture.",
  invalid_parameters: "The model refused this combination of options.",
  image_processing_error: "The model couldn't read the picture.",
  image_dimension_mismatch: "The picture's size or shape doesn't suit the model.",
  request_cancelled: "The video service canceled the job.",
  generation_failed_no_content: "The model finished without making a video.",
  service_error: "The video service had a fault of its own.",
  generation_timeout: "The model took too long and was stopped.",
  resource_exhausted: "The video service is full at the moment.",
  quota_exceeded: "The video service is at its limit at the moment.",
  service_unavailable: "The video service isn't available at the moment.",
  resource_not_found: "The video service no longer knows this job.",
  unknown_error: "The video service gave up without saying why.",
  rate_limit_exceeded: "The video service stayed too busy to take the job.",
  picture_refused: "The video service didn't take the picture.",
  unreachable: "The video service couldn't be reached for half an hour.",
  invalid_request: "The model refused this combination of options.",
  insufficient_quota: "The video service can't take new jobs from here at the moment.",
  unauthorized: "The video service didn't accept Reelay's key.",
  model_access_denied: "This model isn't open to Reelay's key.",
  stopped: "An admin stopped this job.",
  answer_lost: "The connection broke while the job was being handed over, so nobody knows whether it was taken.",
  not_made: "Reelay no longer makes that kind of video.",
  result_lost: "The video was made, but it was lost before it could be posted here.",
  input_gone: "A file that this job needs is no longer kept here.",
  model_gone: "The model you asked for is no longer offered here.",
  not_announced: "Reelay couldn't post in this channel for an hour, so the job was never started.",
  waited_too_long: "The job waited 12 hours and its turn never came.",
});

const unknown = sentences("failures.other", { refused: "The video service refused the job." });

const advice = sentences("failures.advice", {
  changeIt: "Change what it objects to and send it again.",
  changeOptions: "Change the options and send it again.",
  saveAgain: "Save it again as JPG or PNG, or use another one.",
  otherPicture: "Use one of at least 300×300 pixels whose shape is between 1:2.5 and 2.5:1.",
  ifWanted: "Send it again if you still want it.",
  otherWords: "Say it in other words; another prompt often works.",
  later: "Try again in a few minutes.",
  sendAgain: "Send it again.",
  operator: "Whoever runs Reelay here has been told. Nothing is wrong with what you asked for.",
  otherModel:
    "Whoever runs Reelay here has been told. Nothing is wrong with what you asked for, and another model may work.",
  askAdmin: "Ask them why before you send it again.",
  neverTwice: "Send it again; Reelay never sends a job twice by itself.",
  seeHelp: "See /help for what it makes now.",
  attachAgain: "Attach the file again and send it.",
  chooseModel: "Choose another model and send it again.",
  elsewhere: "Send it again, here or in another channel.",
  whenFewer: "Send it again when fewer jobs are waiting.",
  change: "Change something and send it again.",
});

/**
 * What a character has to be made from, where pictures or a video are what the model objects to: “clear, well-lit images
 * with a prominent subject” and “a clearly visible human face”, of a video “with no character transition”
 * (https://docs.evolink.ai/en/api-manual/video-series/kling/kling-custom-element, https://evolink.ai/kling-3?model=kling-custom-element).
 */
const ofCharacter = sentences("failures.character", {
  notMade: "The model couldn't make a character from {from, select, video {that video} other {those pictures}}.",
  refused: "The model refused what the character was to be made from.",
  pictures:
    "Use clear, well-lit pictures in which a human face is easy to see, each at least 300×300 pixels, with a shape between 1:2.5 and 2.5:1.",
  video:
    "Use a video of up to 8 s, 720 to 2160 pixels wide, in which one person's face is easy to see and nobody else takes their place.",
});

/** What happened to a character, by the codes that mean something else of a video. */
const TO_CHARACTER: Readonly<Partial<Record<string, "notMade" | "refused">>> = {
  image_processing_error: "notMade",
  image_dimension_mismatch: "notMade",
  generation_failed_no_content: "notMade",
  invalid_parameters: "refused",
  invalid_request: "refused",
};

const ADVICE: Readonly<Record<keyof typeof happened, Text>> = {
  content_policy_violation: advice.changeIt,
  invalid_parameters: advice.changeOptions,
  image_processing_error: advice.saveAgain,
  image_dimension_mismatch: advice.otherPicture,
  request_cancelled: advice.ifWanted,
  generation_failed_no_content: advice.otherWords,
  service_error: advice.later,
  generation_timeout: advice.later,
  resource_exhausted: advice.later,
  quota_exceeded: advice.later,
  service_unavailable: advice.later,
  resource_not_found: advice.sendAgain,
  unknown_error: advice.later,
  rate_limit_exceeded: advice.later,
  picture_refused: advice.saveAgain,
  unreachable: advice.later,
  invalid_request: advice.changeOptions,
  insufficient_quota: advice.operator,
  unauthorized: advice.operator,
  model_access_denied: advice.otherModel,
  stopped: advice.askAdmin,
  answer_lost: advice.neverTwice,
  not_made: advice.seeHelp,
  result_lost: advice.sendAgain,
  input_gone: advice.attachAgain,
  model_gone: advice.chooseModel,
  not_announced: advice.elsewhere,
  waited_too_long: advice.whenFewer,
};

/** What a member reads of a job that failed; a code that nobody has heard of gets a general sentence. */
export function explainFailure({
  errorCode: code,
  madeHere,
  elementFrom: from,
}: Pick<GenerationView, "errorCode" | "madeHere" | "elementFrom">): Failure {
  if (madeHere && code === madeHere.failed.code) return madeHere.failed;
  const failed = from && code !== undefined && Object.hasOwn(TO_CHARACTER, code) ? TO_CHARACTER[code] : undefined;
  if (from && failed) {
    const happened =
      failed === "notMade" ? ofCharacter.notMade({ from: from === "video" ? from : "other" }) : ofCharacter.refused;
    return { happened, advice: ofCharacter[from] };
  }
  if (code === undefined || !isKnown(code)) return { happened: unknown.refused, advice: advice.change };
  return { happened: happened[code], advice: ADVICE[code] };
}

function isKnown(code: string): code is keyof typeof happened {
  return Object.hasOwn(happened, code);
}
