import type { Entry } from "./library.ts";

/** How long files are kept, and how much of them; what is not said has no bound. */
export interface RetentionPolicy {
  maxAgeMs?: number | undefined;
  maxBytes?: number | undefined;
}

export interface RetentionEntry extends Entry {
  /** Stays whatever its age; its bytes count. */
  pinned: boolean;
}

/**
 * Which files go: those that are older than the policy allows, then the oldest until the rest is no larger than it
 * allows. The oldest come first.
 */
export function chooseLeaving<File extends RetentionEntry>(
  files: readonly File[],
  { maxAgeMs = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY }: RetentionPolicy,
  now: number,
): File[] {
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const oldestFirst = files.filter(({ pinned }) => !pinned).sort((a, b) => a.changedAt - b.changedAt);
  return oldestFirst.filter((file) => {
    if (now - file.changedAt <= maxAgeMs && bytes <= maxBytes) return false;
    bytes -= file.bytes;
    return true;
  });
}
