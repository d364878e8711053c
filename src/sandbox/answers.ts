/** The error bodies that the gateway documents, for each of its doors. */
export type Door = "create" | "read" | "credits" | "files" | "result";

export interface WireError {
  error: { code: string | number; message: string; type: string; param?: string; fallback_suggestion?: string };
}

type Said = readonly [code: string, type: string, message: string];

const EVERYWHERE: Readonly<Record<number, Said>> = {
  400: ["invalid_request", "invalid_request_error", "Invalid request parameters"],
  401: ["unauthorized", "authentication_error", "Invalid or expired token"],
  402: ["insufficient_quota", "insufficient_quota", "Insufficient quota. Please top up your account."],
  403: ["model_access_denied", "invalid_request_error", "Token does not have access to this model"],
  404: ["not_found", "invalid_request_error", "The requested resource could not be found"],
  410: ["expired", "invalid_request_error", "The link has expired"],
  413: ["invalid_request", "invalid_request_error", "The request is too large"],
  429: ["rate_limit_exceeded", "rate_limit_error", "Too many requests, please try again later"],
  500: ["internal_error", "api_error", "Internal server error"],
  502: ["upstream_error", "upstream_error", "Upstream service error"],
  503: ["service_unavailable", "service_unavailable_error", "Service temporarily unavailable"],
  504: ["upstream_timeout", "upstream_error", "Upstream service timed out"],
};

/** `get-task-detail` uses its own words. */
const READING: Readonly<Record<number, Said>> = {
  400: ["invalid_task_id", "invalid_request_error", "Invalid task ID format, must start with 'task-unified-'"],
  401: ["unauthorized", "authentication_error", "Authentication required"],
  402: ["quota_exceeded", "insufficient_quota", "Insufficient quota. Please top up your account."],
  403: ["permission_denied", "invalid_request_error", "You don't have permission to access this task"],
  404: ["task_not_found", "invalid_request_error", "The requested task could not be found"],
  429: ["rate_limit_exceeded", "evo_api_error", "Rate limit exceeded"],
  500: ["internal_error", "api_error", "Failed to retrieve task status"],
};

/** The error body of a door for an HTTP status. The credits and file doors give the status as a numeric code. */
export function wireError(
  door: Door,
  status: number,
  { message, param }: { message?: string | undefined; param?: string | undefined } = {},
): WireError {
  const [code, type, usual] = (door === "read" ? READING[status] : undefined) ??
    EVERYWHERE[status] ?? ["unknown_error", "api_error", `Status ${status}`];
  return {
    error: {
      code: door === "credits" || door === "files" ? status : code,
      message: message ?? usual,
      type,
      ...(param !== undefined && { param }),
      ...(door === "credits" && status === 429 && { fallback_suggestion: "retry after 60 seconds" }),
      ...(door === "credits" && status >= 500 && { fallback_suggestion: "try again later" }),
    },
  };
}

/** The gateway's task error codes, with a sentence each as a failed task would carry it. */
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
