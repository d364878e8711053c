/**
 * The gateway's task error codes (EvoLink's “Get Task Details API”), with a sentence each as a failed task would carry
 * it.
 */
export const TASK_ERRORS = {
  content_policy_violation: "Content policy violation.\nYour request was blocked by safety filters.",
  invalid_parameters: "Invalid parameters.\nThe model could not work with this request.",
  image_processing_error: "Image processing error.\nAn input image could not be downloaded or decoded.",
  image_dimension_mismatch: "Image dimension mismatch.\nAn input image is too small or its ratio is out of range.",
  request_cancelled: "Request cancelled.\nThe task was cancelled before it ended.",
  generation_failed_no_content: "Generation failed.\nThe model returned no content for this prompt.",
  service_error: "Service error.\nThe upstream service reported a problem.",
  generation_timeout: "Generation timeout.\nThe task took too long and was stopped.",
  resource_exhausted: "Resource exhausted.\nNo capacity is free at the moment.",
  quota_exceeded: "Quota exceeded.\nThe upstream quota is used up for now.",
  service_unavailable: "Service unavailable.\nThe model is under maintenance.",
  resource_not_found: "Resource not found.\nThe task does not exist or has expired.",
  unknown_error: "Unknown error.\nThe task failed for an unknown reason.",
} as const;

export type TaskErrorCode = keyof typeof TASK_ERRORS;

export function isTaskErrorCode(code: string): code is TaskErrorCode {
  return Object.hasOwn(TASK_ERRORS, code);
}
