import { randomBytes } from "node:crypto";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import type { Clock } from "../../base/clock.ts";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import type { MediaLibrary } from "../../media/keep/library.ts";
import type { Links, Stands } from "../files/links.ts";
import { serveMedia } from "../files/media.ts";
import { NOTE_HEADERS, notePage } from "../pages/page-frame.ts";
import { serveWatch } from "../pages/watch.ts";
import { visitorOf, words } from "../pages/words.ts";
import { type Health, mountHealth } from "./health.ts";

export interface WebParts {
  library: MediaLibrary;
  links: Links;
  stands: Stands;
  clock: Clock;
  log: Logger;
  health: Health;
  /** The metrics as text, and their media type. */
  metrics(): Promise<{ type: string; body: string }>;
  /** Adds the routes of others, between Reelay's own and the page for what is not found. */
  mount?(app: Express): void;
  /** Gives the references that errors are found by in the log. */
  reference?(): string;
}

/** Reelay's HTTP: health, metrics, media by signed link, what `mount` adds, and friendly answers to everything else. */
export function createWeb(parts: WebParts): Express {
  const { health, metrics, mount, log } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.use((_req, res, next) => {
    res.set({ "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer" });
    next();
  });

  mountHealth(app, health, parts);
  app.get("/metrics", async (_req, res) => {
    const { type, body } = await metrics();
    res.set("Content-Type", type).send(body);
  });
  app.get("/media/:token", serveMedia(parts));
  app.get("/watch/:token", serveWatch(parts));
  mount?.(app);

  app.use(notFound);
  app.use(failed(log, parts.reference ?? (() => randomBytes(4).toString("hex"))));
  return app;
}

const notFound: RequestHandler = (req, res) => {
  const text = /^\/(media|watch)\//.test(req.path) ? words.linkExpired : words.nothingHere;
  res
    .status(404)
    .set(NOTE_HEADERS)
    .send(notePage(words.notFound, text, visitorOf(req, res)));
};

/** Errors that say they are the client's (a status of 4xx, as body readers and file senders throw) keep their status. */
function failed(log: Logger, reference: () => string): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      log.warn({ err: error, method: req.method, route: routeOf(req.path) }, "An answer broke off");
      return next(error);
    }
    // What had been set for the answer that failed does not hold for this one.
    for (const name of ["Content-Disposition", "Cache-Control", "ETag"]) res.removeHeader(name);
    res.set(NOTE_HEADERS);
    const status = clientStatus(error);
    if (status === 404) return notFound(req, res, next);
    if (status !== undefined) {
      log.debug({ status, method: req.method, route: routeOf(req.path), reason: messageOf(error) }, "Refused");
      const text = words.badRequest({ status: String(status) });
      res.status(status).send(notePage(words.notUnderstood, text, visitorOf(req, res)));
      return;
    }
    const found = reference();
    log.error({ err: error, reference: found, method: req.method, route: routeOf(req.path) }, "A request failed");
    const text = words.ourFault({ reference: found });
    res.status(500).send(notePage(words.wentWrong, text, visitorOf(req, res)));
  };
}

/** The path's first part: what follows may be a token, which is as good as the file. */
function routeOf(path: string): string {
  return `/${path.split("/")[1] ?? ""}`;
}

function clientStatus(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("status" in error)) return undefined;
  const { status } = error;
  return typeof status === "number" && status >= 400 && status < 500 ? status : undefined;
}
