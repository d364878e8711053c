import type { RespondFn } from "@slack/bolt";
import type { Origin } from "../speak/origin.ts";

/** Where something was done, by the parts of Slack's payloads that all kinds of them have. */
interface Body {
  team?: { id: string } | null;
  user: { id: string; team_id?: string };
  enterprise?: { id: string } | null;
}

/** The workspace of what was done. An app that is installed in a whole organisation may be told of no workspace. */
export function workspaceOf({ team, user, enterprise }: Body): string {
  return team?.id ?? user.team_id ?? enterprise?.id ?? "";
}

/**
 * Whether it is a conversation that only its members began, and to which an app can't be added: a direct message, or a
 * group message (slack-closed-conversations).
 */
export function isClosed({ id, name = "" }: { id: string; name?: string | undefined }): boolean {
  return id.startsWith("D") || name.startsWith("mpdm-");
}

/** The thread that a message is in; none for the message that it began with. */
export function threadOf({ ts, thread_ts: thread }: { ts?: string; thread_ts?: unknown }): string | undefined {
  return typeof thread === "string" && thread !== ts ? thread : undefined;
}

/** Answers beside what was done, and never in its place. */
export function answerBy(respond: RespondFn | undefined): Origin["respond"] {
  if (!respond) return undefined;
  return ({ text, blocks }) => respond({ response_type: "ephemeral", replace_original: false, text, blocks });
}
