import type { Media } from "../../models/parts/model.ts";
import type { GenerationRow } from "../../store/tables.ts";

type Kept = Pick<GenerationRow, "video" | "video_small" | "deleted_at" | "let_go_at">;

/** A job's video as the gateway made it, while it is kept. */
export function videoOf({ video, deleted_at, let_go_at }: Omit<Kept, "video_small">): Media | undefined {
  return video === null || deleted_at !== null || let_go_at !== null ? undefined : (JSON.parse(video) as Media);
}

/** The smaller version that was made for its chat, while it is kept. */
export function smallOf(row: Kept): Media | undefined {
  if (row.video_small === null || videoOf(row) === undefined) return undefined;
  return (JSON.parse(row.video_small) as Media | null) ?? undefined;
}
