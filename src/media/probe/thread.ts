import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Clock } from "../../base/clock.ts";
import { ReadingTooSlow } from "../keep/errors.ts";

/** Work that is done in a thread of its own, one piece at a time, in the order it was asked for. */
export interface Thread<Question, Answer> {
  /**
   * What the script answers. Throws ReadingTooSlow past the deadline, which starts when the piece's turn comes, and
   * Node's ERR_WORKER_OUT_OF_MEMORY; either way the next piece gets a fresh thread.
   */
  ask(question: Question): Promise<Answer>;
  /** Ends the thread; what it was at fails. Asking again starts another. */
  close(): Promise<void>;
}

export interface ThreadOptions {
  /** A module that answers every message of its parent with one message. */
  script: URL;
  clock: Clock;
  /** Milliseconds that one piece may take. */
  deadlineMs: number;
  /** What its heap may grow to, in MB. Buffers are not counted. */
  memoryMb: number;
}

/**
 * The thread starts with the first question. It does not keep the process alive, only a deadline that is running
 * does, by its clock.
 */
export function createThread<Question, Answer>(options: ThreadOptions): Thread<Question, Answer> {
  const { script, clock, deadlineMs, memoryMb } = options;
  let running: Worker | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const start = (): Worker => {
    // The flags of the process are not for it: with some of them a thread does not start.
    const worker = new Worker(script, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    const forget = () => {
      if (running === worker) running = undefined;
    };
    // Heard here too, since it may break while nobody waits for an answer.
    worker.on("error", forget).on("exit", forget).unref();
    return worker;
  };

  const put = async (question: Question): Promise<Answer> => {
    running ??= start();
    const worker = running;
    const done = new AbortController();
    const { signal } = done;
    try {
      const answer = once(worker, "message", { signal }).then(([message]) => message as Answer);
      const end = once(worker, "exit", { signal }).then(() => {
        throw new Error("The thread ended before it answered");
      });
      const late = clock.sleep(deadlineMs, signal).then(() => {
        throw new ReadingTooSlow(deadlineMs / 1000);
      });
      worker.postMessage(question);
      return await Promise.race([answer, end, late]);
    } catch (error) {
      await worker.terminate();
      throw error;
    } finally {
      done.abort();
    }
  };

  return {
    ask: (question) => {
      const answer = turn.then(() => put(question));
      turn = answer.catch(() => undefined); // whoever asked is told
      return answer;
    },
    close: async () => {
      await running?.terminate();
    },
  };
}
