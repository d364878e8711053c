import express, { type ErrorRequestHandler, type Express } from "express";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import type { Gateway } from "../tasks/gateway.ts";
import { readOrder } from "../tasks/order.ts";
import type { Prices4k } from "../tasks/prices.ts";
import type { Records, TaskRow } from "../tasks/records.ts";
import { addControlRoutes, type ControlParts } from "./control-routes.ts";
import { endingOf, type Fault, faultInPrompt } from "./faults.ts";
import { addFileRoutes, type FileParts } from "./file-routes.ts";
import { ownMachineOnly } from "./own-machine.ts";
import { answer, createGate, refuse } from "./reply.ts";

export interface RouteParts extends ControlParts, FileParts {
  gateway: Gateway;
  records: Records;
  prices: Prices4k;
  log: Logger;
  /** A task has been made, whether its answer arrives or not. */
  accepted: (task: TaskRow) => void;
  /** Aborts when the sandbox closes, so that slow answers do not hold it up. */
  closing: AbortSignal;
}

/** The gateway's doors, and the sandbox's own under `/sandbox`. */
export function createRoutes(parts: RouteParts): Express {
  const { gateway, records, clock } = parts;
  const { enter, meet } = createGate(parts);
  const app = express();
  app.disable("x-powered-by");
  app.use(ownMachineOnly);
  const readJson = express.json({ limit: "1mb" });

  app.post("/v1/videos/generations", ...enter("create"), readJson, async (request, response) => {
    const read = readOrder(request.body, parts.prices);
    if ("refusal" in read) {
      const { refusal } = read;
      if (refusal.kind === "parameter") return refuse(response, "create", 400, refusal);
      const message = `Token does not have access to model: ${refusal.model}`;
      return refuse(response, "create", 403, { message });
    }
    const { order } = read;
    const asked: Fault | undefined = response.locals.fault;
    const fault = asked ?? faultInPrompt(order.shots.map(({ text }) => text).join("\n"));
    if (!asked && !(await meet(response, fault, "create"))) return;
    const task = await gateway.create(order, request.body, endingOf(fault), clock.now());
    if (!task) return refuse(response, "create", 402);
    parts.accepted(task);
    answer(response, gateway.announce(task));
  });

  app.get("/v1/tasks/:id", ...enter("read"), (request, response) => {
    const id = String(request.params.id);
    if (!id.startsWith("task-unified-")) return refuse(response, "read", 400, { param: "task_id" });
    const task = records.task(id);
    if (task) answer(response, gateway.describe(task, parts.origin(), clock.now()));
    else refuse(response, "read", 404);
  });

  app.get("/v1/credits", ...enter("credits"), (_request, response) => {
    const { remaining, used } = gateway.credits(clock.now());
    const account = { remaining_credits: remaining, used_credits: used };
    const data = { token: { ...account, unlimited_credits: false }, user: account };
    answer(response, { data, message: "", success: true });
  });

  app.get("/results/:name", ...enter("result"), (request, response) => {
    const film = gateway.film(String(request.params.name).replace(/\.mp4$/, ""), clock.now());
    if (film === undefined) return refuse(response, "result", 404);
    if (film === "expired") return refuse(response, "result", 410);
    const fault: Fault | undefined = response.locals.fault;
    if (!fault) return response.type("video/mp4").sendFile(film, { dotfiles: "allow" });
    if (fault.kind === "malformed") return response.type("video/mp4").send(Buffer.alloc(4096, "not a film "));
    response.writeHead(200, { "Content-Type": "video/mp4", "Content-Length": 1_000_000 });
    response.write(Buffer.alloc(1024), () => response.destroy());
  });

  addFileRoutes(app, parts, enter("upload"));
  addControlRoutes(app, parts);
  app.use((_request, response) => refuse(response, "create", 404));
  app.use(onError(parts.log));
  return app;
}

/** What Express reports of a body it could not read is the sender's mistake; the rest is ours. */
function onError(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent || response.destroyed) return next(error);
    const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
    if (status < 500) return refuse(response, "create", status === 413 ? 413 : 400);
    log.error({ problem: messageOf(error) }, "the sandbox failed to answer");
    refuse(response, "create", 500);
  };
}
