import type { Announcer, GenerationView } from "../generations/view.ts";
import { type Chat, MessageGone } from "./card.ts";
import type { Place, Platform } from "./invocation.ts";
import { generationCard } from "./messages.ts";

/** Tells generations in the chats they were asked for in. `sandbox` is said on every card. */
export function createAnnouncer(chats: readonly Chat[], settings: { sandbox: boolean }): Announcer {
  const chatOf = (platform: Platform): Chat => {
    const chat = chats.find((one) => one.platform === platform);
    if (!chat) throw new Error(`No adapter for ${platform} runs here`);
    return chat;
  };
  return {
    editEveryMs: ({ platform }: Place) => chatOf(platform).editEveryMs,
    post: (view: GenerationView) =>
      orGone(chatOf(view.place.platform).post(view.place, view.id, generationCard(view, settings))),
    edit: (message, view) =>
      orGone(
        chatOf(view.place.platform)
          .edit(message, generationCard(view, settings))
          .then(() => "shown" as const),
      ),
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
