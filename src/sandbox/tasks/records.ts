import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type Units, units } from "../../credits/units.ts";
import { movieSpecSchema } from "../render/spec.ts";

/** A task as it is kept. Everything it will ever answer follows from this row and the time. */
export interface TaskRow {
  id: string;
  model: string;
  createdAt: number;
  takes: number;
  outcome: "completed" | "failed" | "never";
  /** Why it fails, when it does. */
  failCode: string | null;
  /** What it costs, in 1/10,000 credit. */
  units: Units;
  /** The request as it came. */
  body: unknown;
  /** The film it makes, or would have made; null for an element. */
  movie: z.infer<typeof movieSpecSchema> | null;
  /** The id of the element it makes; null for a film. */
  elementId: string | null;
}

export interface FileRow {
  id: string;
  name: string;
  type: string;
  bytes: number;
  createdAt: number;
  expiresAt: number;
  /** SHA-256 of the bytes, the name they are kept under. */
  hash: string;
}

const json = z.string().transform((text): unknown => JSON.parse(text));
const taskSchema = z.object({
  id: z.string(),
  model: z.string(),
  createdAt: z.number(),
  takes: z.number(),
  outcome: z.enum(["completed", "failed", "never"]),
  failCode: z.string().nullable(),
  units: z.number().transform(units),
  body: json,
  movie: json.pipe(movieSpecSchema).nullable(),
  elementId: z.string().nullable(),
});
const fileSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  bytes: z.number(),
  createdAt: z.number(),
  expiresAt: z.number(),
  hash: z.string(),
});
const sumSchema = z.object({ sum: z.number().nullable() });
const countSchema = z.object({ count: z.number() });

/** The sandbox's own SQLite file: its tasks and uploaded files, which outlive the process. */
export interface Records {
  addTask(task: TaskRow): void;
  task(id: string): TaskRow | undefined;
  /** All tasks, in the order they were created. */
  tasks(): TaskRow[];
  /** Tasks that make a film whose link is still good at `now`, or will be. */
  tasksWithFilm(now: number, linkLives: number): TaskRow[];
  countTasks(): number;
  /** Units of tasks that have completed by `now`. */
  spent(now: number): number;
  /** Units of all tasks that have completed or will. */
  committed(): number;
  addFile(file: FileRow): void;
  file(id: string): FileRow | undefined;
  /** False when there was no such file. */
  removeFile(id: string): boolean;
  countFiles(now: number): number;
  /** Forgets files that have expired by `now`; gives the hashes that are still in use. */
  expireFiles(now: number): Set<string>;
  close(): void;
}

export function openRecords(path: string): Records {
  const db = new DatabaseSync(path);
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS tasks (
      position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, model TEXT NOT NULL, createdAt INTEGER NOT NULL,
      takes INTEGER NOT NULL, outcome TEXT NOT NULL, failCode TEXT, units INTEGER NOT NULL, body TEXT NOT NULL,
      movie TEXT, elementId TEXT);
    CREATE TABLE IF NOT EXISTS files (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, bytes INTEGER NOT NULL, createdAt INTEGER NOT NULL,
      expiresAt INTEGER NOT NULL, hash TEXT NOT NULL);
  `);
  const insertTask = db.prepare(`
    INSERT INTO tasks (id, model, createdAt, takes, outcome, failCode, units, body, movie, elementId)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const oneTask = db.prepare("SELECT * FROM tasks WHERE id = ?");
  const allTasks = db.prepare("SELECT * FROM tasks ORDER BY position");
  const filmTasks = db.prepare(
    "SELECT * FROM tasks WHERE outcome = 'completed' AND movie IS NOT NULL AND createdAt + takes > ? ORDER BY position",
  );
  const taskCount = db.prepare("SELECT count(*) AS count FROM tasks");
  const spentBy = db.prepare(
    "SELECT sum(units) AS sum FROM tasks WHERE outcome = 'completed' AND createdAt + takes <= ?",
  );
  const committedSum = db.prepare("SELECT sum(units) AS sum FROM tasks WHERE outcome <> 'failed'");
  const insertFile = db.prepare(`
    INSERT INTO files (id, name, type, bytes, createdAt, expiresAt, hash) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const oneFile = db.prepare("SELECT * FROM files WHERE id = ?");
  const deleteFile = db.prepare("DELETE FROM files WHERE id = ?");
  const fileCount = db.prepare("SELECT count(*) AS count FROM files WHERE expiresAt > ?");
  const deleteExpired = db.prepare("DELETE FROM files WHERE expiresAt <= ?");
  const hashes = db.prepare("SELECT DISTINCT hash FROM files");
  // Kept beside the table, since every create asks for it.
  let committed = sumSchema.parse(committedSum.get()).sum ?? 0;

  return {
    addTask: (task) => {
      insertTask.run(
        task.id,
        task.model,
        task.createdAt,
        task.takes,
        task.outcome,
        task.failCode,
        task.units,
        JSON.stringify(task.body),
        task.movie && JSON.stringify(task.movie),
        task.elementId,
      );
      if (task.outcome !== "failed") committed += task.units;
    },
    task: (id) => taskSchema.optional().parse(oneTask.get(id)),
    tasks: () => taskSchema.array().parse(allTasks.all()),
    tasksWithFilm: (now, linkLives) => taskSchema.array().parse(filmTasks.all(now - linkLives)),
    countTasks: () => countSchema.parse(taskCount.get()).count,
    spent: (now) => sumSchema.parse(spentBy.get(now)).sum ?? 0,
    committed: () => committed,
    addFile: (file) => {
      insertFile.run(file.id, file.name, file.type, file.bytes, file.createdAt, file.expiresAt, file.hash);
    },
    file: (id) => fileSchema.optional().parse(oneFile.get(id)),
    removeFile: (id) => deleteFile.run(id).changes > 0,
    countFiles: (now) => countSchema.parse(fileCount.get(now)).count,
    expireFiles: (now) => {
      deleteExpired.run(now);
      return new Set(
        z
          .array(z.object({ hash: z.string() }))
          .parse(hashes.all())
          .map(({ hash }) => hash),
      );
    },
    close: () => db.close(),
  };
}
