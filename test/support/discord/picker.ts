/** https://discord.com/developers/docs/reference#file-type-filtering, which says that the lists may change. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  image: [".png", ".gif", ".jpg", ".jpeg", ".jfif", ".webp", ".avif"],
  video: [".mp4", ".mov", ".qt", ".webm"],
  audio: [".mp3", ".m4a", ".wav", ".ogg", ".opus", ".flac"],
};

/** Whether a file can be chosen where these types are asked for: its name's ending counts alone (discord-file-types). */
export function isOffered(name: string, types: unknown): boolean {
  if (!Array.isArray(types) || types.length === 0) return true;
  const endings = types.map(String).flatMap((type) => GROUPS[type] ?? [type]);
  return endings.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase()));
}
