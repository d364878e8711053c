import express, { type Express } from "express";
import type { Clock } from "../../base/clock.ts";
import type { Records } from "../tasks/records.ts";
import { standingAt } from "../tasks/timeline.ts";
import { wireError } from "./answers.ts";
import { type Faults, faultSchema } from "./faults.ts";

export interface ControlParts {
  records: Pick<Records, "tasks">;
  faults: Faults;
  clock: Clock;
}

/** The sandbox's own doors, described in `sandbox.ts`. They ask for no key: only this machine can reach them. */
export function addControlRoutes(app: Express, { records, faults, clock }: ControlParts): void {
  app.get("/sandbox/tasks", (_request, response) => {
    const now = clock.now();
    const tasks = records.tasks().map((task) => ({
      id: task.id,
      model: task.model,
      created_at: task.createdAt,
      ...standingAt(task, now),
      units: task.units,
      body: task.body,
    }));
    response.json({ count: tasks.length, tasks });
  });
  app.get("/sandbox/faults", (_request, response) => void response.json({ faults: faults.list() }));
  app.post("/sandbox/faults", express.json(), (request, response) => {
    const read = faultSchema.safeParse(request.body);
    if (read.success) faults.add(read.data);
    const message = read.error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    if (message === undefined) response.status(201).json({ faults: faults.list() });
    else response.status(400).json(wireError("create", 400, { message }));
  });
  app.delete("/sandbox/faults", (_request, response) => {
    faults.clear();
    response.status(204).end();
  });
}
