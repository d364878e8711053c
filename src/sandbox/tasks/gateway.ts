import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { UNITS_PER_CREDIT, type Units } from "../../credits/units.ts";
import { wireModel } from "../models/index.ts";
import type { Renderer } from "../render/renderer.ts";
import { keyOf, type MovieSpec, type Still, sidesOfAspect, sidesOfPicture } from "../render/spec.ts";
import { drawDigits, drawName } from "./chance.ts";
import type { Order } from "./order.ts";
import type { Picture } from "./picture.ts";
import { charge, type Prices4k, reserved } from "./prices.ts";
import type { Records, TaskRow } from "./records.ts";
import { isTaskErrorCode, TASK_ERRORS, type TaskErrorCode } from "./task-errors.ts";
import { drawLength, standingAt } from "./timeline.ts";
import type { Uploads } from "./uploads.ts";

/** A result's link lives 24 hours. */
export const LINK_LIVES = 24 * 3_600_000;

/** A film that follows a video nobody could look into is as long as the models' default. */
const DEFAULT_SECONDS = 5;
const MEGABYTE = 1024 * 1024;

export interface GatewayParts {
  records: Records;
  uploads: Uploads;
  renderer: Renderer;
  speed: number;
  /** Units on the account before the first task. */
  balance: Units;
  random: () => number;
  prices: Prices4k;
  videoSeconds: (address: string) => Promise<number | undefined>;
}

/** How a task is to end that was asked to fail: with this code, or never. */
export type Ending = TaskErrorCode | "never";

/** What the gateway does behind its doors. Times are milliseconds since 1970. */
export interface Gateway {
  /** Makes the task, which ends well unless told otherwise; undefined when the account cannot pay for it. */
  create(order: Order, body: unknown, ending: Ending | undefined, now: number): Promise<TaskRow | undefined>;
  /** The create answer of a task. */
  announce(task: TaskRow): object;
  /** The answer to a query; `origin` is where the result's link points. */
  describe(task: TaskRow, origin: string, now: number): { status: string };
  /** The finished film: its file while the link lives, `expired` afterwards, undefined while there is none. */
  film(id: string, now: number): string | "expired" | undefined;
  credits(now: number): { remaining: number; used: number };
  /** Takes up again what a stop interrupted, and deletes what has expired. */
  resume(now: number, folder: string): Promise<void>;
}

export function createGateway(parts: GatewayParts): Gateway {
  const { records, uploads, renderer, speed, balance, random } = parts;

  const expired = (task: TaskRow, now: number) => now >= task.createdAt + task.takes + LINK_LIVES;
  const standing = (task: TaskRow, now: number) => {
    const said = standingAt(task, now);
    if (said.status !== "completed" || !task.movie || expired(task, now)) return said;
    return renderer.fileOf(task.movie) ? said : ({ status: "processing", progress: 99 } as const);
  };

  return {
    create: async (order, body, ending, now) => {
      const known = order.follows && (await parts.videoSeconds(order.follows.address));
      const seconds =
        order.seconds ?? Math.min(Math.max(known ?? DEFAULT_SECONDS, 3), order.follows?.atMost ?? Infinity);
      const units = charge(order, seconds, parts.prices);
      const looked = await lookAt(order, uploads, now);
      if (records.committed() + units > balance) return undefined;
      const failCode = ending === "never" ? looked.problem : (ending ?? looked.problem);
      const outcome = ending === "never" ? "never" : failCode ? "failed" : "completed";
      const takes = drawLength(wireModel(order.model).usualSeconds, speed, random);
      const task: TaskRow = {
        id: `task-unified-${Math.floor(now / 1000)}-${drawName(8, random)}`,
        model: order.model,
        createdAt: now,
        takes,
        outcome,
        failCode: failCode ?? null,
        units,
        body,
        movie: order.makes === "video" ? toMovie(order, seconds, looked) : null,
        elementId: order.makes === "element" ? `8${drawDigits(17, random)}` : null,
      };
      records.addTask(task);
      if (task.movie && outcome === "completed") renderer.begin(task.movie);
      return task;
    },
    announce: (task) => {
      const { movie, units } = task;
      const model = wireModel(task.model);
      return {
        ...head(task),
        status: "pending",
        progress: 0,
        task_info: {
          can_cancel: true,
          estimated_time: Math.max(1, Math.round(model.usualSeconds / speed)),
          ...(movie && { video_duration: Math.round(movie.seconds) }),
        },
        usage: {
          billing_rule: model.billing,
          credits_reserved: reserved(model.id, units),
          user_group: "default",
        },
      };
    },
    describe: (task, origin, now) => {
      const { status, progress } = standing(task, now);
      return {
        ...head(task),
        status,
        progress,
        task_info: { can_cancel: false },
        ...(status === "completed" && task.movie && { results: [`${origin}/results/${task.id}.mp4`] }),
        ...(status === "completed" && task.elementId && { result_data: { element_id: task.elementId } }),
        ...(status === "failed" && { error: taskError(task.failCode) }),
      };
    },
    film: (id, now) => {
      const task = records.task(id);
      if (!task?.movie || standing(task, now).status !== "completed") return undefined;
      return expired(task, now) ? "expired" : renderer.fileOf(task.movie);
    },
    credits: (now) => {
      const spent = records.spent(now);
      return { remaining: (balance - spent) / UNITS_PER_CREDIT, used: spent / UNITS_PER_CREDIT };
    },
    resume: async (now, folder) => {
      await uploads.sweep(now);
      const alive = records.tasksWithFilm(now, LINK_LIVES).flatMap(({ movie }) => (movie ? [movie] : []));
      const names = new Set(alive.map((movie) => `${keyOf(movie)}.mp4`));
      for (const name of await readdir(folder)) if (!names.has(name)) await rm(join(folder, name), { force: true });
      for (const movie of alive) renderer.begin(movie);
    },
  };
}

function head({ id, model, createdAt }: TaskRow): object {
  return { id, model, object: "video.generation.task", type: "video", created: Math.floor(createdAt / 1000) };
}

function taskError(failCode: string | null): object {
  const code = failCode && isTaskErrorCode(failCode) ? failCode : "unknown_error";
  return { code, message: TASK_ERRORS[code], type: "task_error" };
}

interface Looked {
  /** Why the task will fail, when one of its pictures is not what the model takes. */
  problem?: TaskErrorCode | undefined;
  /** The pictures that the sandbox itself keeps, by address. */
  own: Map<string, { still: Still; picture: Picture }>;
}

/** Looks at the pictures that were uploaded here; others are taken on trust and stand for a generated one. */
async function lookAt(order: Order, uploads: Uploads, now: number): Promise<Looked> {
  const looked: Looked = { own: new Map() };
  for (const address of order.pictures) {
    const named = uploads.named(address, now);
    if (!named.own) continue;
    const picture = named.file && (await uploads.look(named.file));
    const bytes = named.file?.bytes ?? 0;
    const usable = picture && ["image/png", "image/jpeg"].includes(picture.type);
    if (!usable || !named.file || bytes > wireModel(order.model).pictureMegabytes * MEGABYTE) {
      return { ...looked, problem: "image_processing_error" };
    }
    const ratio = picture.width / picture.height;
    if (Math.min(picture.width, picture.height) < 300 || ratio < 0.4 || ratio > 2.5) {
      return { ...looked, problem: "image_dimension_mismatch" };
    }
    looked.own.set(address, { picture, still: { path: uploads.pathOf(named.file), orientation: picture.orientation } });
  }
  return looked;
}

function toMovie(order: Order, seconds: number, { own }: Looked): MovieSpec {
  const first = order.first === undefined ? undefined : own.get(order.first);
  const last = order.last === undefined ? undefined : own.get(order.last);
  const shape = order.aspect ?? (first ? undefined : "16:9");
  const [width, height] =
    shape || !first ? sidesOfAspect(shape ?? "16:9", order.quality) : sidesOfPicture(first.picture, order.quality);
  return {
    width,
    height,
    seconds,
    sound: order.sound,
    ...(first && { first: first.still }),
    ...(first && last && { last: last.still }),
    captions: order.shots.map((shot) => ({ seconds: shot.seconds ?? seconds, text: shot.text })),
  };
}
