import { sentences } from "../../text/sentences.ts";
import { allOf, type Text } from "../../text/text.ts";
import type { Blocked } from "../contract/invocation.ts";

const words = sentences("blocked", {
  "not-invited":
    "I'm not in this channel, so I can't post the video here. Invite me with /invite @Reelay, then send it again.",
  "not-in-thread":
    "I'm not in this private thread, so I can't post the video here. Mention me in it or add me to it, then send it again.",
  locked:
    "This thread is locked, so I can't post the video here. Ask a moderator to unlock it, or use another channel.",
  closed:
    "I'm not part of this conversation and can't be added to it, so I can't post the video here. Send it in a channel, or in a direct message to me.",
  lacks: "I can't post in this channel: I need {permissions} here. Ask an admin, or use another channel.",
});

/** Why the bot can't post where a member asks, and what to do. */
export function sayBlocked(blocked: Blocked): Text {
  return typeof blocked === "string" ? words[blocked] : words.lacks({ permissions: allOf(blocked.lacks) });
}
