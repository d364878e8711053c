import { type MethodCode, Refusal, text } from "./call.ts";
import type { Method } from "./limits.ts";
import type { Json } from "./types.ts";

type Methods = Readonly<Record<Method, MethodCode>>;

/** How each method is when the row of docs/platforms.md that it goes by doesn't hold. */
const OTHERWISE: Readonly<Record<string, (methods: Methods) => Partial<Methods>>> = {
  "slack-metadata-all": (methods) => ({
    "conversations.history": (api, args) => {
      const { messages, ...page } = methods["conversations.history"](api, args);
      return { ...page, messages: (messages as Json[]).map(({ metadata: _, ...message }) => message) };
    },
  }),
  "slack-update-blocks": (methods) => ({
    "chat.update": (api, args) => methods["chat.update"](api, { ...args, metadata: {} }),
  }),
  "slack-upload-unknown": ({ "files.info": info }) => ({ "files.info": knowing(info, "file_not_found") }),
  "slack-share-late": (methods) => ({
    "files.completeUploadExternal": (api, args) => {
      api.world.sharesToDrop = 1;
      return methods["files.completeUploadExternal"](api, args);
    },
  }),
  "slack-shares-shape": (methods) => ({
    "files.info": (api, args) => {
      const { file, ...rest } = methods["files.info"](api, args);
      const { public: open, private: closed } = (file as { shares: Json }).shares as Record<string, unknown>;
      return { ...rest, file: { ...(file as Json), shares: { public: closed, private: open } } };
    },
  }),
  "slack-share-comment": (methods) => ({
    "files.completeUploadExternal": (api, args) =>
      methods["files.completeUploadExternal"](api, { ...args, initial_comment: "" }),
  }),
  "slack-file-deleted": ({ "files.info": info }) => ({ "files.info": knowing(info, "file_deleted") }),
  "slack-share-delete": (methods) => ({
    "chat.delete": (api, args) => {
      const message = api.world.messages.get(`${text(args, "channel")}:${text(args, "ts")}`);
      if ((message?.files.length ?? 0) > 0) throw new Refusal("cant_delete_message");
      return methods["chat.delete"](api, args);
    },
  }),
};

/** `files.info` of a Slack that says something of a file where ours refuses it by that code. */
function knowing(info: MethodCode, code: string): MethodCode {
  return (api, args) => {
    try {
      return info(api, args);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== code) throw error;
      return { file: { id: text(args, "file"), shares: {} } };
    }
  };
}

/** The rows of docs/platforms.md that can be turned false here. */
export const TURNABLE: readonly string[] = Object.keys(OTHERWISE);

/** The methods of a Slack in which these rows of docs/platforms.md don't hold. */
export function turned(methods: Methods, rows: readonly string[]): Methods {
  let made = methods;
  for (const row of rows) {
    const turn = OTHERWISE[row];
    if (!turn) throw new RangeError(`Nobody knows how Slack would be without ${row}`);
    made = { ...made, ...turn(made) };
  }
  return made;
}
