import { basename, dirname } from "node:path";
import type { NextFunction, Response } from "express";

/**
 * Answers with a file, or with the part of it that was asked for; a reader's pace is the file's. `ETag` and what else
 * is to be said of it is in the answer's headers by then. Trouble goes to `next`, but for a reader who left early.
 */
export function sendFile(path: string, res: Response, next: NextFunction): void {
  // The folder as root: its own path may have a part that begins with a dot, which would count as hidden.
  const options = { root: dirname(path), cacheControl: false, lastModified: false };
  res.sendFile(basename(path), options, (error?: Error & { code?: string; syscall?: string }) => {
    const leftEarly = error?.code === "ECONNABORTED" || error?.syscall === "write";
    if (error && !leftEarly) next(error);
  });
}
