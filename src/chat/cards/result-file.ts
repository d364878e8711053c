/** The name under which the finished video of a job is saved; `jobOfFile` reads it. */
export function fileNameOf({ id }: { id: string }): string {
  return `reelay-${id}.mp4`;
}

/** The job whose finished video has that file name; undefined for any other file. */
export function jobOfFile(name: string): string | undefined {
  return /^reelay-(g_[0-9a-z]{19})\.mp4$/.exec(name)?.[1];
}
