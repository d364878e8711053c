import type { RequestHandler, Response } from "express";
import type { Clock } from "../../base/clock.ts";
import { type Door, wireError } from "./answers.ts";
import { doorOf, type Fault, type Faults } from "./faults.ts";

/** Answers, or does what a fault makes of an answer. */
export function answer(response: Response, body: object): void {
  const fault: Fault | undefined = response.locals.fault;
  if (fault?.kind === "lost_answer") response.destroy();
  else if (fault?.kind === "malformed") response.type("json").send(JSON.stringify(body).slice(0, 40));
  else response.json(body);
}

/** The documented error of this status at this door. */
export function refuse(
  response: Response,
  door: Door,
  status: number,
  said?: { message?: string; param?: string },
): void {
  response.status(status).json(wireError(door, status, said));
}

export interface Gate {
  /** What a request meets first: the question for a key, then the fault that is waiting at this door. */
  enter(on: Fault["on"]): RequestHandler[];
  /** Does what a fault does before a request is looked at; false when that was the answer. */
  meet(response: Response, fault: Fault | undefined, on: Fault["on"]): Promise<boolean>;
}

/** `closing` aborts when the sandbox closes, so that slow answers do not hold it up. */
export function createGate(parts: { faults: Faults; clock: Clock; closing: AbortSignal }): Gate {
  const { faults, clock, closing } = parts;
  const enter = (on: Fault["on"]): RequestHandler[] => [
    (request, response, next) => {
      if (on === "result" || /^Bearer \S+$/.test(request.get("authorization") ?? "")) next();
      else refuse(response, doorOf(on), 401);
    },
    async (_request, response, next) => {
      if (await meet(response, faults.take(on), on)) next();
    },
  ];

  const meet = async (response: Response, fault: Fault | undefined, on: Fault["on"]): Promise<boolean> => {
    if (!fault) return true;
    if (fault.kind === "slow") {
      await clock.sleep(fault.delayMs, closing);
      if (!closing.aborted) return true;
      response.destroy();
    } else if (fault.kind === "refuse") {
      response.destroy();
    } else if (fault.kind === "http") {
      if (fault.status === 429 || fault.status === 503) response.set("Retry-After", String(fault.retryAfter));
      refuse(response, doorOf(on), fault.status);
    } else {
      response.locals.fault = fault;
      return true;
    }
    return false;
  };

  return { enter, meet };
}
