import { request } from "undici";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { TaskRow } from "../tasks/records.ts";

/** Posts a body to an address and gives the answer's status. Rejects when there is none within 10 s. */
export type SendCallback = (address: string, body: string) => Promise<number>;

const TIMEOUT_MS = 10_000;
/** After a failure it is tried three times more, so long after the one before (`callback_url` in every model's page). */
const AGAIN_AFTER_MS = [1_000, 2_000, 4_000];
/** A film may still be being rendered when its task's time is over. */
const LOOK_AGAIN_MS = 50;

export const sendByHttp: SendCallback = async (address, body) => {
  const answer = await request(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await answer.body.dump();
  return answer.statusCode;
};

interface Parts {
  /** The answer to a query now; the call has its shape. */
  describe(task: TaskRow): { status: string };
  send: SendCallback;
  clock: Clock;
  log: Logger;
  closing: AbortSignal;
}

/** Calls whoever asked for it when a task has ended, as the gateway does. */
export function createCallbacks({ describe, send, clock, log, closing }: Parts) {
  const calls = new Set<Promise<void>>();

  const call = async (task: TaskRow, address: string): Promise<void> => {
    await clock.sleep(Math.max(0, task.createdAt + task.takes - clock.now()), closing);
    while (!closing.aborted && describe(task).status === "processing") await clock.sleep(LOOK_AGAIN_MS, closing);
    for (const wait of [0, ...AGAIN_AFTER_MS]) {
      await clock.sleep(wait, closing);
      if (closing.aborted) return;
      try {
        const status = await send(address, JSON.stringify(describe(task)));
        if (status >= 200 && status < 300) return;
        log.debug({ task: task.id, status }, "a callback was not taken");
      } catch (error) {
        log.debug({ task: task.id, err: error }, "a callback got no answer");
      }
    }
  };

  return {
    /** Calls the address that the task's body names, if it names one, when the task has ended. */
    follow: (task: TaskRow): void => {
      const address = addressIn(task.body);
      if (address === undefined || task.outcome === "never") return;
      const calling = call(task, address).finally(() => calls.delete(calling));
      calls.add(calling);
    },
    /** Resolves when no call is under way any more; `closing` ends those that wait. */
    idle: async (): Promise<void> => void (await Promise.all(calls)),
  };
}

function addressIn(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("callback_url" in body)) return undefined;
  return typeof body.callback_url === "string" ? body.callback_url : undefined;
}
