import { type Clock, systemClock } from "../../base/clock.ts";
import { BadVideo } from "../keep/errors.ts";
import type { Ending } from "./ending.ts";
import { createThread } from "./thread.ts";
import type { MeasuredVideo } from "./video.ts";

/** Reads videos that members sent, which may be made to harm, where they can't hold up the rest of the process. */
export interface VideoReader {
  /**
   * Measures a file of a media type that `kindOf` calls a video. Throws ReadingTooSlow and the file system's errors.
   */
  measure(type: string, path: string): Promise<MeasuredVideo>;
  /** What a decoder needs for the last frame. Throws BadVideo, ReadingTooSlow and the file system's errors. */
  ending(path: string): Promise<Ending>;
  /** Ends the thread. Asking again starts another. */
  close(): Promise<void>;
}

export type Question = { ask: "measure"; type: string; path: string } | { ask: "ending"; path: string };

/** What the thread answers. A class does not cross over to another thread, so an error says what it is. */
export type Answer =
  | { measured: MeasuredVideo }
  | { ending: Ending }
  | { badVideo: string; cause: Trouble | undefined }
  | { error: Trouble };

/** An error of the file system, or one of ours that nobody expected. */
export type Trouble = Pick<NodeJS.ErrnoException, "message" | "stack" | "code" | "errno" | "syscall" | "path">;

/** An hour at 60 frames a second in 200 MB takes a tenth of a second; starting the thread, half of one on a busy machine. */
const DEADLINE_MS = 10_000;
/**
 * Holds an index of ten million frames, which is 46 hours at 60 a second. Past it Node ends the thread, where it can:
 * a single list that is too large still ends the whole process, so what could grow one is refused before (`iso.ts`).
 */
const MEMORY_MB = 512;

/** `deadlineMs` is what one video may take, 10 s by default; `memoryMb` what the thread's heap may grow to, 512 MB. */
export function createVideoReader(parts: { clock: Clock; deadlineMs?: number; memoryMb?: number }): VideoReader {
  const { clock, deadlineMs = DEADLINE_MS, memoryMb = MEMORY_MB } = parts;
  const script = new URL("./video-thread.ts", import.meta.url);
  const thread = createThread<Question, Answer>({ script, clock, deadlineMs, memoryMb });

  return {
    measure: async (type, path) => {
      const answer = await thread.ask({ ask: "measure", type, path }).catch((error: unknown): Answer => {
        if (isOutOfMemory(error)) return { measured: "damaged" };
        throw error;
      });
      if ("measured" in answer) return answer.measured;
      throw errorOf(answer);
    },
    ending: async (path) => {
      const answer = await thread.ask({ ask: "ending", path }).catch((error: unknown) => {
        throw isOutOfMemory(error) ? new BadVideo(`Its index needs more than ${memoryMb} MB`) : error;
      });
      if ("ending" in answer) return answer.ending;
      throw errorOf(answer);
    },
    close: () => thread.close(),
  };
}

/**
 * The one of this process. It holds nothing but a thread, which starts with the first video, and two would only
 * compete for the same processors.
 */
export const videoReader: VideoReader = createVideoReader({ clock: systemClock });

function errorOf(answer: Answer): Error {
  if ("badVideo" in answer) {
    return new BadVideo(answer.badVideo, answer.cause ? { cause: rebuilt(answer.cause) } : {});
  }
  return "error" in answer ? rebuilt(answer.error) : new Error("The thread answered another question");
}

function rebuilt(trouble: Trouble): Error {
  return Object.assign(new Error(trouble.message), trouble);
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
