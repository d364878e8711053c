import { z } from "zod";
import type { Ending } from "../tasks/gateway.ts";
import { isTaskErrorCode, TASK_ERRORS, type TaskErrorCode } from "../tasks/task-errors.ts";
import type { Door } from "./answers.ts";

const taskErrorCode = z.enum(Object.keys(TASK_ERRORS) as [TaskErrorCode, ...TaskErrorCode[]]);
const door = z.enum(["create", "read", "upload", "result", "credits"]);
const times = z.int().min(1).max(1_000_000).default(1);

/** What `POST /sandbox/faults` takes; `sandbox.ts` says what each kind does. */
export const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("task_failed"), on: z.literal("create"), code: taskErrorCode, times }),
  z.strictObject({ kind: z.literal("never_ends"), on: z.literal("create"), times }),
  z.strictObject({
    kind: z.literal("http"),
    on: door,
    status: z.int().min(400).max(599),
    /** Seconds of the Retry-After header that a 429 or 503 carries. */
    retryAfter: z.int().min(0).default(1),
    times,
  }),
  z.strictObject({ kind: z.literal("slow"), on: door, delayMs: z.int().min(1).max(3_600_000), times }),
  z.strictObject({ kind: z.literal("lost_answer"), on: door, times }),
  z.strictObject({ kind: z.literal("malformed"), on: door, times }),
  z.strictObject({ kind: z.literal("refuse"), on: door, times }),
]);

export type Fault = z.infer<typeof faultSchema>;

/** The faults that have been asked for. Each is used up by as many requests as it was asked for. */
export interface Faults {
  add(fault: Fault): void;
  /** The fault that the next request at this door meets, if any; counts it as used. */
  take(door: Fault["on"]): Fault | undefined;
  list(): readonly Fault[];
  clear(): void;
}

export function createFaults(): Faults {
  let waiting: Fault[] = [];
  return {
    add: (fault) => void waiting.push({ ...fault }),
    take: (on) => {
      const fault = waiting.find((one) => one.on === on);
      if (!fault) return undefined;
      fault.times -= 1;
      if (fault.times === 0) waiting = waiting.filter((one) => one !== fault);
      return fault;
    },
    list: () => waiting,
    clear: () => {
      waiting = [];
    },
  };
}

/**
 * The fault that a prompt asks for, for trying out from a chat: `[fail content_policy_violation]`, `[http 429]`,
 * `[slow 30]` (seconds), `[lost answer]`, `[malformed]`, `[never ends]`.
 */
export function faultInPrompt(prompt: string): Fault | undefined {
  const [, words = "", value = ""] =
    /\[(fail|http|slow|lost answer|malformed|never ends)(?: (\w+))?\]/.exec(prompt) ?? [];
  const wanted: Record<string, unknown> = {
    fail: isTaskErrorCode(value) && { kind: "task_failed", code: value },
    http: { kind: "http", status: Number(value) },
    slow: { kind: "slow", delayMs: Number(value) * 1000 },
    "lost answer": { kind: "lost_answer" },
    malformed: { kind: "malformed" },
    "never ends": { kind: "never_ends" },
  };
  const found = wanted[words];
  return found ? faultSchema.safeParse({ on: "create", ...found }).data : undefined;
}

/** The door whose words an error at this place uses. */
export function doorOf(on: Fault["on"]): Door {
  return on === "upload" ? "files" : on;
}

/** How a task ends that was created with this fault; undefined when the fault has nothing to do with its end. */
export function endingOf(fault: Fault | undefined): Ending | undefined {
  if (fault?.kind === "never_ends") return "never";
  return fault?.kind === "task_failed" ? fault.code : undefined;
}
