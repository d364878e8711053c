import { parentPort } from "node:worker_threads";
import { Logging, LogLevel } from "mediabunny";
import { BadVideo } from "../keep/errors.ts";
import { endingOf } from "./ending.ts";
import { measureVideo } from "./video.ts";
import type { Answer, Question, Trouble } from "./video-reader.ts";

// The script of the thread that `createVideoReader` starts.
if (!parentPort) throw new Error("This runs in a thread");
const port = parentPort;

// What is odd about a member's file is the member's to know; the operator's standard error is not the place.
Logging.level = LogLevel.Silent;

port.on("message", async (question: Question) => {
  const answer = await answerTo(question);
  const bytes = "ending" in answer ? answer.ending.packets.map(({ data }) => data.buffer) : [];
  port.postMessage(answer, bytes);
});

async function answerTo(question: Question): Promise<Answer> {
  try {
    if (question.ask === "ending") return { ending: await endingOf(question.path) };
    return { measured: await measureVideo(question.type, question.path) };
  } catch (error) {
    if (!(error instanceof BadVideo)) return { error: troubleOf(error) };
    return { badVideo: error.message, cause: error.cause === undefined ? undefined : troubleOf(error.cause) };
  }
}

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack, code, errno, syscall, path }: NodeJS.ErrnoException = error;
  const told = { message, stack, code, errno, syscall, path };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as Trouble;
}
