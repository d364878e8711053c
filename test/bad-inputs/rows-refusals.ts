import { TASK_ERRORS } from "../../src/sandbox/tasks/task-errors.ts";
import { png } from "../support/pictures.ts";
import { boat } from "./files.ts";
import type { Row } from "./stage.ts";

/** What the gateway does to a job, and what the member reads of it. */
interface Refusal {
  /** For the test's title. */
  wrong: string;
  fault: Readonly<Record<string, unknown>>;
  reads: string;
  /** Whether it is about a picture, so that one goes along. */
  files?: Row["files"];
  /** How the job ends; failed unless said. */
  state?: "lost";
}

const OPERATOR = "Whoever runs Reelay here has been told. Nothing is wrong with what you asked for.";

/** Every code that the gateway documents; the type sees to it that none is forgotten. */
const TASKS: Readonly<Record<keyof typeof TASK_ERRORS, string>> = {
  content_policy_violation:
    "The model's safety filter refused the words or the picture. Change what it objects to and send it again.",
  invalid_parameters: "The model refused this combination of options. Change the options and send it again.",
  image_processing_error: "The model couldn't read the picture. Save it again as JPG or PNG, or use another one.",
  image_dimension_mismatch:
    "The picture's size or shape doesn't suit the model. Use one of at least 300×300 pixels whose shape is between 1:2.5 and 2.5:1.",
  request_cancelled: "The video service canceled the job. Send it again if you still want it.",
  generation_failed_no_content:
    "The model finished without making a video. Say it in other words; another prompt often works.",
  service_error: "The video service had a fault of its own. Try again in a few minutes.",
  generation_timeout: "The model took too long and was stopped. Try again in a few minutes.",
  resource_exhausted: "The video service is full at the moment. Try again in a few minutes.",
  quota_exceeded: "The video service is at its limit at the moment. Try again in a few minutes.",
  service_unavailable: "The video service isn't available at the moment. Try again in a few minutes.",
  resource_not_found: "The video service no longer knows this job. Send it again.",
  unknown_error: "The video service gave up without saying why. Try again in a few minutes.",
};

export const REFUSALS: readonly Refusal[] = [
  ...Object.entries(TASKS).map(([code, reads]) => ({
    wrong: `a task that failed with ${code}`,
    fault: { on: "create", kind: "task_failed", code },
    reads,
    ...(code.startsWith("image_") ? { files: [boat] } : {}),
  })),
  {
    wrong: "a create that was answered with 400",
    fault: { on: "create", kind: "http", status: 400 },
    reads: "The model refused this combination of options. Change the options and send it again.",
  },
  {
    wrong: "a create that was answered with 403",
    fault: { on: "create", kind: "http", status: 403 },
    reads:
      "This model isn't open to Reelay's key. Whoever runs Reelay here has been told. Nothing is wrong with what you asked for, and another model may work.",
  },
  {
    wrong: "a create that was answered with 500",
    fault: { on: "create", kind: "http", status: 500 },
    reads:
      "The connection broke while the job was being handed over, so nobody knows whether it was taken. Send it again; Reelay never sends a job twice by itself.",
    state: "lost",
  },
  {
    wrong: "an upload that was answered with 400",
    fault: { on: "upload", kind: "http", status: 400 },
    files: [{ name: "other-boat.png", bytes: png(660, 640) }],
    reads: "The video service didn't take the picture. Save it again as JPG or PNG, or use another one.",
  },
  // The last one, as no request is taken after it.
  {
    wrong: "a create that was answered with 402",
    fault: { on: "create", kind: "http", status: 402 },
    reads: `The video service can't take new jobs from here at the moment. ${OPERATOR}`,
  },
];

/** How the gateway says it, which nobody but the log is to read. */
export const RAW = new RegExp(
  Object.entries(TASK_ERRORS)
    .map(([code, message]) => `${code}|${message.split("\n")[0]}`)
    .concat("EvoLink answered|Invalid request|Invalid or expired|Insufficient quota|does not have access|server error")
    .join("|"),
);
