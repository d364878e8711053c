import { z } from "zod";

/** As the library of Socket Mode has it: what comes on the socket is emitted before anything is made of it. */
interface Messages {
  listeners(event: "ws_message"): readonly ((data: unknown, binary: unknown) => unknown)[];
  off(event: "ws_message", listener: (data: unknown, binary: unknown) => unknown): unknown;
  on(event: "ws_message", listener: (data: unknown, binary: unknown) => unknown): unknown;
}

/**
 * Slack's two ways to say that a connection should be replaced while it still works (slack-socket-renewal). The others,
 * such as `too_many_websockets` and `link_disabled`, are the library's: it closes.
 */
const Renewal = z.object({ type: z.literal("disconnect"), reason: z.enum(["warning", "refresh_requested"]) });

/**
 * Calls `heard` when Slack wants the connection to be replaced, in the place of the library, which would close it at once
 * and leave us without any until the next one is open.
 */
export function onRenewal(client: Messages, heard: () => void): void {
  const own = client.listeners("ws_message");
  for (const listener of own) client.off("ws_message", listener);
  client.on("ws_message", (data, binary) => {
    if (isRenewal(data)) heard();
    else for (const listener of own) listener(data, binary);
  });
}

function isRenewal(data: unknown): boolean {
  // Most of what comes is something else, and large.
  if (typeof data !== "string" || data.length > 2_000 || !data.includes('"disconnect"')) return false;
  try {
    return Renewal.safeParse(JSON.parse(data)).success;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
