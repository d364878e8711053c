import express, { type Express, type RequestHandler } from "express";
import { z } from "zod";
import type { Logger } from "../../base/log.ts";

/** What the gateway's calls are handed to; `generations/callbacks.ts` is it. */
export interface Heard {
  jobOf(token: string): string | undefined;
  heard(generation: string, hint: { task?: string | undefined }): Promise<void>;
}

/** A finished task in the shape of a query's answer is 2 KB; more is none. */
const BODY_LIMIT = "64kb";
const LONGEST_TASK_ID = 200;

const Hint = z
  .object({
    id: z
      .string()
      .max(LONGEST_TASK_ID)
      .regex(/^[\w-]+$/)
      .optional()
      .catch(undefined),
  })
  .catch({});

/**
 * `POST /callbacks/evolink/:token`: the gateway says that a task has ended. Answered before anything is done about it,
 * so that it takes milliseconds whatever the load; a call that is lost that way is found by the next read. `close` waits
 * for what is under way.
 */
export function mountCallbacks(
  app: Express,
  { callbacks, wake, log }: { callbacks: Heard; wake(): void; log: Logger },
): { close(): Promise<void> } {
  const underWay = new Set<Promise<void>>();
  const hear = async (generation: string, hint: { id?: string | undefined }): Promise<void> => {
    try {
      await callbacks.heard(generation, { task: hint.id });
      wake();
    } catch (error) {
      log.warn({ generation, err: error }, "a call of the gateway could not be kept: its task is read later");
    }
  };
  const known: RequestHandler = (request, response, next) => {
    response.locals.generation = callbacks.jobOf(String(request.params.token));
    if (response.locals.generation !== undefined) return next();
    response.status(404).json({ error: "There is no such callback." });
  };
  const readBody = express.raw({ limit: BODY_LIMIT, type: () => true });
  app.post("/callbacks/evolink/:token", known, readBody, (request, response) => {
    response.status(204).end();
    const hearing = hear(String(response.locals.generation), hintIn(request.body)).finally(() =>
      underWay.delete(hearing),
    );
    underWay.add(hearing);
  });
  return { close: async () => void (await Promise.all(underWay)) };
}

/** A body that can't be read is a call all the same: who has the address may call. */
function hintIn(body: unknown): { id?: string | undefined } {
  try {
    return Hint.parse(JSON.parse(String(body)));
  } catch {
    return {};
  }
}
