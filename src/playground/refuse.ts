import type { ErrorRequestHandler, Request, Response } from "express";
import { z } from "zod";
import { UserError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { sayFault } from "../chat/serve/fault.ts";
import { render } from "../text/render.ts";
import { readText } from "../text/stored.ts";
import { spaced, type Text } from "../text/text.ts";
import { localeOf } from "./locale.ts";
import { words } from "./playground.words.ts";

/** Answers `{error}`, a sentence in the language that the browser asks for. */
export function refuse(request: Request, response: Response, status: number, why: Text): void {
  response.status(status).json({ error: render(why, localeOf(request)) });
}

/** Every answer that is no success is `{error}`, a sentence for the member; what isn't theirs goes to the log. */
export function answerErrors(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response: Response, next) => {
    if (response.headersSent) return next(error);
    // What is left of an upload that was refused is not waited for.
    if (!request.complete) response.set("connection", "close");
    if (error instanceof UserError) return refuse(request, response, 422, error.text);
    if (error instanceof z.ZodError) {
      return refuse(request, response, 400, spaced(...error.issues.map(({ message }) => readText(message))));
    }
    const status = statusOf(error);
    if (status === 413) return refuse(request, response, 413, words.tooLong);
    if (status !== undefined) return refuse(request, response, status, words.unreadable);
    if (request.destroyed && !request.complete) return void response.destroy();
    refuse(request, response, 500, sayFault(log, "a playground request failed", { err: error }));
  };
}

/** The 4xx that express itself gave an error, if it did. */
function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  return typeof status === "number" && status >= 400 && status < 500 ? status : undefined;
}
