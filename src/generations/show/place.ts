import type { Place, Platform } from "../../chat/contract/invocation.ts";
import type { GenerationRow } from "../../store/tables.ts";

/** Where the generation was asked for. */
export function placeOf(row: GenerationRow): Place {
  const { workspace, channel, thread, upload_limit } = row;
  return {
    platform: row.platform as Platform,
    workspace,
    channel,
    ...(thread === null ? {} : { thread }),
    ...(upload_limit === null ? {} : { uploadLimit: upload_limit }),
  };
}
