import { switched } from "../base/settings.ts";
import { definePlatform } from "../chat/adapter/platform.ts";
import type { Dispatch } from "../chat/serve/dispatch.ts";
import { createPlaygroundChat } from "./chat.ts";
import { words } from "./playground.words.ts";
import { mountPlayground } from "./routes.ts";

/** The playground, in this process and a browser on this machine. */
export const playground = definePlatform({
  id: "playground",
  name: "The playground",
  settings: { PLAYGROUND: switched.optional() },
  secrets: [],
  open: async (_settings, { hears, db, library, links, sandbox, clock, log }) => {
    const chat = createPlaygroundChat({ db, clock });
    if (!hears) return { chat };
    let heard: Dispatch | undefined;
    let close: () => void = () => undefined;
    return {
      chat,
      mount: (app) => {
        const notice = sandbox ? words.sandbox : undefined;
        ({ close } = mountPlayground(app, { chat, dispatch: () => heard, library, links, clock, log, notice }));
      },
      listen: async (dispatch) => {
        heard = dispatch;
        return { problems: () => [], close: async () => close() };
      },
    };
  },
});
