import type { Response } from "express";
import type { Message, PlaygroundChat } from "./chat.ts";
import type { MessageView } from "./view.ts";

/** A page that doesn't read is let go at this many bytes; it comes back by itself and reads the channel anew. */
const STALLED_BYTES = 1_000_000;

/**
 * Live updates as server-sent events, one `message` for each that is new or has changed. Nothing is kept for a page
 * that was away: it reads the channel again whenever its stream opens.
 */
export function streamEvents({ chat, seen }: { chat: PlaygroundChat; seen(message: Message): MessageView }) {
  const open = new Set<Response>();
  return {
    open(response: Response, { viewer, channel }: { viewer: string; channel: string }): void {
      const stop = chat.subscribe((message) => {
        if (message.channel !== channel || (message.audience ?? viewer) !== viewer) return;
        response.write(`event: message\ndata: ${JSON.stringify(seen(message))}\n\n`);
        if (response.writableLength > STALLED_BYTES) response.destroy();
      });
      open.add(response);
      response.once("close", () => {
        stop();
        open.delete(response);
      });
      response.set({ "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write("retry: 1000\n\n");
    },
    /** Ends every stream. */
    close(): void {
      for (const response of open) response.end();
    },
  };
}
