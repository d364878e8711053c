import type { Announcer } from "../../generations/show/view.ts";
import { asideCard, type CardSettings, generationCard, lateCard, sayEnd } from "../cards/messages.ts";
import { type Chat, MessageGone, TooLargeForChat } from "../contract/card.ts";
import type { Platform } from "../contract/invocation.ts";

/** Tells generations in the chats they were asked for in. `sandbox` is said on every card. */
export function createAnnouncer(chats: readonly Chat[], settings: CardSettings): Announcer {
  const chatOf = (platform: Platform): Chat => {
    const chat = chats.find((one) => one.platform === platform);
    if (!chat) throw new Error(`No adapter for ${platform} runs here`);
    return chat;
  };
  return {
    showsOurs: ({ platform }) => chatOf(platform).showsOurs ?? false,
    editEveryMs: ({ platform }, { inChannel, inWorkspace }) => {
      const { messageMs, sharedMs, sharedBy } = chatOf(platform).pace;
      return Math.max(messageMs, sharedMs * (sharedBy === "channel" ? inChannel : inWorkspace));
    },
    post: async (view, again) => {
      const chat = chatOf(view.place.platform);
      const posted = await orGone(chat.post(view.place, { key: view.id, again }, generationCard(view, settings)));
      // Otherwise its member would hear nothing until the end, and have nothing to cancel it by.
      if (posted === "gone" && view.state === "queued") {
        const posting = { key: `${view.id}.aside`, again };
        await orGone(chat.direct?.(view.place, view.member, posting, asideCard(view, settings)) ?? Promise.resolve());
      }
      return posted;
    },
    edit: async (message, view) => {
      const editing = chatOf(view.place.platform).edit(message, generationCard(view, settings));
      try {
        return await orGone(editing.then(() => "shown" as const));
      } catch (error) {
        if (error instanceof TooLargeForChat) return { limitBytes: error.limitBytes };
        throw error;
      }
    },
    notify: async (message, view, again) => {
      const chat = chatOf(view.place.platform);
      const posting = { key: `${view.id}.end`, again };
      if (message !== undefined) {
        const notified = await orGone(chat.notify?.(message, view.member, posting, sayEnd(view)) ?? Promise.resolve());
        if (notified !== "gone") return "told";
      }
      if (!chat.direct) return "gone";
      const sent = await orGone(chat.direct(view.place, view.member, posting, lateCard(view, settings)));
      return sent === "gone" ? "gone" : "told";
    },
  };
}

async function orGone<T>(telling: Promise<T>): Promise<T | "gone"> {
  try {
    return await telling;
  } catch (error) {
    if (error instanceof MessageGone) return "gone";
    throw error;
  }
}
