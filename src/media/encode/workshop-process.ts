import { constants, setPriority } from "node:os";
import { Logging, LogLevel } from "mediabunny";
import { messageOf } from "../../base/errors.ts";
import { saysDiskFull } from "../keep/errors.ts";
import { cutBeginning } from "./cut-beginning.ts";
import { joinVideos } from "./join-videos.ts";
import { type Av, loadAv } from "./libav.ts";
import type { Order, Said } from "./orders.ts";
import { takeStills } from "./take-stills.ts";
import { transcode } from "./transcode.ts";

// What the process runs that `createWorkshop` starts: it takes one order, and is ended once it has answered.
const SIGN_OF_LIFE_MS = 500;

// Before libav starts threads, which take it over: whoever chats goes first.
setPriority(constants.priority.PRIORITY_LOW);
// Nobody is there any more who could end it.
process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
Logging.level = LogLevel.Silent;

process.once("message", (order: Order) => {
  answerTo(order).then(say, (error: unknown) => say({ is: "failed", problem: messageOf(error), diskFull: false }));
});

function say(said: Said): void {
  process.send?.(said);
}

async function answerTo(order: Order): Promise<Said> {
  let missing: unknown;
  const load = async (): Promise<Av> => {
    try {
      return await loadAv();
    } catch (error) {
      missing = error;
      throw error;
    }
  };
  try {
    await carryOut(load, order, signsOfLife());
    return { is: "made" };
  } catch (error) {
    if (missing !== undefined) return { is: "missing", problem: messageOf(missing) };
    return { is: "failed", problem: messageOf(error), diskFull: saysDiskFull(error) };
  }
}

async function carryOut(load: () => Promise<Av>, order: Order, moved: () => void): Promise<void> {
  switch (order.make) {
    case "smaller":
      return transcode(await load(), order, moved);
    case "stills":
      return takeStills(await load(), order, moved);
    case "joined":
      return joinVideos(load, order, moved);
    case "beginning":
      return cutBeginning(await load(), order, moved);
  }
}

/** Called as often as something moves, it says so now and then. */
function signsOfLife(): () => void {
  let saidAt = 0;
  return () => {
    const now = performance.now();
    if (now - saidAt < SIGN_OF_LIFE_MS) return;
    saidAt = now;
    say({ is: "moving" });
  };
}
