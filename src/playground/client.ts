import { randomUUID } from "node:crypto";
import type { MessageView } from "./view.ts";

export type { MessageView };

type As = "member" | "friend" | "admin";

interface Said {
  as?: As;
  /** Files in order, as the page would upload them. */
  files?: readonly { name: string; bytes: Uint8Array }[];
  /** The interaction's own id; the same one again is the same request. */
  nonce?: string;
}

/**
 * What the page does, without a browser: types lines, uploads files, reads the channel. For the demo and the tests.
 * Throws Error with the status and the answer's text where the page would show a refusal.
 */
export function visit(address: string) {
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(`${address}${path}`, { ...init, headers: { origin: address, ...init.headers } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const upload = async ({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<string> => {
    const body = new Blob([new Uint8Array(bytes)]);
    const answer = await call(`/playground/files?name=${encodeURIComponent(name)}`, { method: "POST", body });
    return ((await answer.json()) as { id: string }).id;
  };
  const messages = async (as: As = "member"): Promise<MessageView[]> => {
    const answer = await call(`/playground/messages?as=${as}`);
    return ((await answer.json()) as { messages: MessageView[] }).messages;
  };
  return {
    messages,
    /** Types a line and gives what came back at once: what was said, and the card for the member if there is one. */
    say: async (
      line: string,
      { as = "member", files = [], nonce = randomUUID() }: Said = {},
    ): Promise<MessageView[]> => {
      const ids: string[] = [];
      for (const file of files) ids.push(await upload(file));
      const answer = await call("/playground/messages", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ as, line, files: ids, nonce }),
      });
      return ((await answer.json()) as { messages: MessageView[] }).messages;
    },
    /** Watches the channel until `done` says so of all its messages, and gives them. */
    until: async (done: (messages: MessageView[]) => boolean, as: As = "member"): Promise<MessageView[]> => {
      const watching = new AbortController();
      try {
        const events = await call(`/playground/events?as=${as}`, { signal: watching.signal });
        let seen = await messages(as);
        if (done(seen)) return seen;
        for await (const _ of events.body ?? []) {
          seen = await messages(as);
          if (done(seen)) return seen;
        }
        throw new Error("The event stream ended");
      } finally {
        watching.abort();
      }
    },
    /** The bytes behind an address that a message gave. */
    read: async (src: string): Promise<Uint8Array> => new Uint8Array(await (await call(src)).arrayBuffer()),
  };
}
