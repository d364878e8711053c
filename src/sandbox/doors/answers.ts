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
