import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";
import { messageOf } from "../../base/errors.ts";

/** Slack refused a call or failed at it. Unlike its library's own errors it holds nothing of what was sent. */
export class SlackFailed extends Error {
  override readonly name: string = "SlackFailed";
  /** `chat.update`. */
  readonly method: string;
  /**
   * `limited`: nothing was done, it was too much at once. `lost`: nobody knows whether it was done. `refused`: it was
   * not done, for the reason of the code.
   */
  readonly how: "limited" | "lost" | "refused";
  /** Slack's own code, where it gave one. */
  readonly code: string | undefined;
  /** After how many milliseconds Slack wants to be asked again, when it is limited. */
  readonly retryAfterMs: number;

  constructor(
    method: string,
    about: { how: SlackFailed["how"]; why: string; code?: string | undefined; retryAfterMs?: number },
  ) {
    super(`${method}: ${about.why}`);
    this.method = method;
    this.how = about.how;
    this.code = about.code;
    this.retryAfterMs = about.retryAfterMs ?? 0;
  }
}

/**
 * Slack takes the token no more: it was revoked, it has expired, or the app was removed. Nothing can be done in Slack
 * before an operator has set another one.
 */
export class TokenRefused extends SlackFailed {
  override readonly name = "TokenRefused";
}

/** The app was installed without a scope that the call needs: the operator's to add, by installing it again. */
export class ScopeMissing extends SlackFailed {
  override readonly name = "ScopeMissing";
  /** `mpim:read`, or several with commas; empty when Slack doesn't say. */
  readonly needed: string;

  constructor(method: string, about: { why: string; code: string; needed: string }) {
    super(method, { how: "refused", ...about });
    this.needed = about.needed;
  }
}

/** Nothing about a message or a place can change these: the errors of each method's page at docs.slack.dev/reference/methods. */
const FOR_GOOD = new Set([
  ...["channel_not_found", "channel_type_not_supported", "not_in_channel", "is_archived", "is_inactive"],
  ...["message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found", "cannot_reply_to_message"],
  ...["thread_locked", "restricted_action", "restricted_action_read_only_channel"],
  ...["restricted_action_thread_only_channel", "restricted_action_non_threadable_channel"],
  ...["restricted_action_thread_locked", "user_not_found", "users_not_found", "user_not_visible", "user_disabled"],
  ...["cannot_dm_bot", "messages_tab_disabled", "team_access_not_granted"],
]);

/** The token itself is no good: slack-token-refused. */
const TOKEN = new Set([
  ...["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"],
]);

/** The token is no good, or lacks a right: the operator's to mend, and then the same call may succeed. */
const OPERATORS = new Set([
  ...TOKEN,
  ...["no_permission", "missing_scope", "access_denied", "org_login_required", "ekm_access_denied"],
]);

/** Slack had a fault of its own, perhaps after it had done what it was asked. */
const FAULTS = new Set([
  ...["internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"],
]);

const LIMITED = new Set(["ratelimited", "rate_limited", "message_limit_exceeded"]);

/** When Slack doesn't say how long to wait. */
const USUAL_WAIT_MS = 5_000;

/** What the library threw at a call, as one of ours; undefined for what is no answer or failure of Slack's. */
export function failureOf(method: string, error: unknown): SlackFailed | undefined {
  if (error instanceof SlackFailed) return error;
  if (error instanceof WebAPIRateLimitedError) {
    const retryAfterMs = error.retryAfter * 1000;
    return new SlackFailed(method, { how: "limited", why: `wait ${error.retryAfter} s`, retryAfterMs });
  }
  if (error instanceof WebAPIPlatformError) {
    const { error: code, response_metadata: meta } = error.data;
    if (LIMITED.has(code)) {
      const retryAfterMs = meta?.retryAfter === undefined ? USUAL_WAIT_MS : meta.retryAfter * 1000;
      return new SlackFailed(method, { how: "limited", why: code, code, retryAfterMs });
    }
    // What is no code was no JSON: a page of something between Slack and us.
    const fault = FAULTS.has(code) || !/^\w+$/.test(code);
    if (TOKEN.has(code)) return new TokenRefused(method, { how: "refused", why: code, code });
    if (code === "missing_scope") {
      const needed = "needed" in error.data ? String(error.data.needed) : "";
      return new ScopeMissing(method, { why: `${code} ${needed}`.trim(), code, needed });
    }
    const why = fault ? "a fault of Slack's" : code;
    return new SlackFailed(method, { how: fault ? "lost" : "refused", why, code: fault ? undefined : code });
  }
  if (error instanceof WebAPIHTTPError) {
    const how = error.statusCode >= 500 || error.statusCode === 408 ? "lost" : "refused";
    return new SlackFailed(method, { how, why: `status ${error.statusCode}` });
  }
  if (error instanceof WebAPIRequestError) {
    return new SlackFailed(method, { how: "lost", why: messageOf(error.original) });
  }
  return undefined;
}

/** Trying it again is of no use, ever. */
export function isForGood({ code }: SlackFailed): boolean {
  return code !== undefined && FOR_GOOD.has(code);
}

export function isOperators({ code }: SlackFailed): boolean {
  return code !== undefined && OPERATORS.has(code);
}

/** Slack means this call as it was sent: the same with other arguments may pass. */
export function isRefusal(error: unknown): error is SlackFailed {
  return error instanceof SlackFailed && error.how === "refused" && !isForGood(error) && !isOperators(error);
}
