import type { Announcer, GenerationView } from "../../generations/show/view.ts";
import type { UnitPrice } from "../../text/money.ts";
import { render } from "../../text/render.ts";
import type { Text } from "../../text/text.ts";
import { asideCard, type CardSettings, generationCard, lateCard, sayEnd } from "../cards/generation.ts";
import type { Card } from "../contract/card.ts";
import { type Chat, MessageGone, TooLargeForChat } from "../contract/chat.ts";
import type { Platform } from "../contract/invocation.ts";
import { renderCard } from "../contract/render-card.ts";

/**
 * Tells generations in the chats they were asked for in. `sandbox` is said on every card, and money beside credits where
 * there is a price of a credit's unit.
 */
export function createAnnouncer(
  chats: readonly Chat[],
  settings: CardSettings & { unitPrice?: UnitPrice | undefined },
): Announcer {
  const chatOf = (platform: Platform): Chat => {
    const chat = chats.find((one) => one.platform === platform);
    if (!chat) throw new Error(`No adapter for ${platform} runs here`);
    return chat;
  };
  const read = (card: Card<Text>, { locale }: GenerationView) => renderCard(card, locale, settings.unitPrice);
  const cardOf = (view: GenerationView) => read(generationCard(view, settings), view);
  return {
    showsOurs: ({ platform }) => chatOf(platform).showsOurs ?? false,
    editEveryMs: ({ platform }, { inChannel, inWorkspace }) => {
      const { messageMs, sharedMs, sharedBy } = chatOf(platform).pace;
      return Math.max(messageMs, sharedMs * (sharedBy === "channel" ? inChannel : inWorkspace));
    },
    post: async (view, again) => {
      const chat = chatOf(view.place.platform);
      const posted = await orGone(chat.post(view.place, { key: view.id, again }, cardOf(view)));
      // Otherwise its member would hear nothing until the end, and have nothing to cancel it by.
      if (posted === "gone" && view.state === "queued") {
        const posting = { key: `${view.id}.aside`, again };
        await orGone(
          chat.direct?.(view.place, view.member, posting, read(asideCard(view, settings), view)) ?? Promise.resolve(),
        );
      }
      return posted;
    },
    edit: async (message, view) => {
      const editing = chatOf(view.place.platform).edit(message, cardOf(view));
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
        const notified = await orGone(
          chat.notify?.(message, view.member, posting, render(sayEnd(view), view.locale)) ?? Promise.resolve(),
        );
        if (notified !== "gone") return "told";
      }
      if (!chat.direct) return "gone";
      const sent = await orGone(chat.direct(view.place, view.member, posting, read(lateCard(view, settings), view)));
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
