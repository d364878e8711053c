import type { GenerationView } from "../../generations/show/view.ts";

/** Why a job ended without a video: a sentence of what happened, and what the member can do. */
interface Failure {
  happened: string;
  advice: string;
}

const LATER = "Try again in a few minutes.";
const OPERATOR = "Whoever runs Reelay here has been told. Nothing is wrong with what you asked for.";

/**
 * The gateway's task and refusal codes (FACTS lists them), and our own: `answer_lost`, `unreachable`, `picture_refused`,
 * `input_gone`, `model_gone`, `not_announced`, `waited_too_long`, `result_lost`, `not_made`, `stopped`. The gateway's own sentences go to the log, never here.
 */
const FAILURES: Readonly<Record<string, Failure>> = {
  content_policy_violation: {
    happened: "The model's safety filter refused the words or the picture.",
    advice: "Change what it objects to and send it again.",
  },
  invalid_parameters: {
    happened: "The model refused this combination of options.",
    advice: "Change the options and send it again.",
  },
  image_processing_error: {
    happened: "The model couldn't read the picture.",
    advice: "Save it again as JPG or PNG, or use another one.",
  },
  image_dimension_mismatch: {
    happened: "The picture's size or shape doesn't suit the model.",
    advice: "Use one of at least 300×300 pixels whose shape is between 1:2.5 and 2.5:1.",
  },
  request_cancelled: {
    happened: "The video service cancelled the job.",
    advice: "Send it again if you still want it.",
  },
  generation_failed_no_content: {
    happened: "The model finished without making a video.",
    advice: "Say it in other words; another prompt often works.",
  },
  service_error: { happened: "The video service had a fault of its own.", advice: LATER },
  generation_timeout: { happened: "The model took too long and was stopped.", advice: LATER },
  resource_exhausted: { happened: "The video service is full at the moment.", advice: LATER },
  quota_exceeded: { happened: "The video service is at its limit at the moment.", advice: LATER },
  service_unavailable: { happened: "The video service is not available at the moment.", advice: LATER },
  resource_not_found: { happened: "The video service no longer knows this job.", advice: "Send it again." },
  unknown_error: { happened: "The video service gave up without saying why.", advice: LATER },
  rate_limit_exceeded: { happened: "The video service stayed too busy to take the job.", advice: LATER },
  picture_refused: {
    happened: "The video service didn't take the picture.",
    advice: "Save it again as JPG or PNG, or use another one.",
  },
  unreachable: { happened: "The video service could not be reached for half an hour.", advice: LATER },
  invalid_request: {
    happened: "The model refused this combination of options.",
    advice: "Change the options and send it again.",
  },
  insufficient_quota: { happened: "The video service can't take new jobs from here at the moment.", advice: OPERATOR },
  unauthorized: { happened: "The video service didn't accept Reelay's key.", advice: OPERATOR },
  model_access_denied: {
    happened: "This model isn't open to Reelay's key.",
    advice: `${OPERATOR} Another model may work.`,
  },
  stopped: { happened: "An admin stopped this job.", advice: "Ask them why before you send it again." },
  answer_lost: {
    happened: "The connection broke while the job was being handed over, so nobody knows whether it was taken.",
    advice: "Send it again; Reelay never sends a job twice by itself.",
  },
  not_made: {
    happened: "Reelay no longer makes that kind of video.",
    advice: "See /help for what it makes now.",
  },
  result_lost: {
    happened: "The video was made, but it was lost before it could be posted here.",
    advice: "Send it again.",
  },
  input_gone: {
    happened: "A file that this job was to use is no longer kept here.",
    advice: "Attach the file again and send it.",
  },
  model_gone: {
    happened: "The model that you asked for is no longer offered here.",
    advice: "Choose another model and send it again.",
  },
  not_announced: {
    happened: "Reelay couldn't post in this channel for an hour, so the job was never started.",
    advice: "Send it again, here or in another channel.",
  },
  waited_too_long: {
    happened: "The job waited 12 hours and its turn never came.",
    advice: "Send it again when fewer jobs are waiting.",
  },
};

const UNKNOWN: Failure = {
  happened: "The video service refused the job.",
  advice: "Change something and send it again.",
};

/** What a member reads of a job that failed; a code that nobody has heard of gets a general sentence. */
export function explainFailure({ errorCode: code, madeHere }: Pick<GenerationView, "errorCode" | "madeHere">): Failure {
  if (madeHere && code === madeHere.failed.code) return madeHere.failed;
  return (code !== undefined && Object.hasOwn(FAILURES, code) ? FAILURES[code] : undefined) ?? UNKNOWN;
}
