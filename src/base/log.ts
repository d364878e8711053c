import { type Logger, pino } from "pino";

export type { Logger };

/** Names under which a secret could reach a log line; each is replaced wherever it stands, two levels deep. */
const SECRET_NAMES = ["authorization", "apiKey", "token", "secret", "password", "callback_url", "DATABASE_URL"];

/**
 * The process's log: JSON lines on standard error, so that standard output stays for what people read.
 * A prompt is logged by its length, never whole, below level debug.
 */
export function createLog(level: string, destination?: { write(line: string): void }): Logger {
  const paths = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const options = { level, redact: { paths, censor: "[redacted]" }, base: null };
  return destination ? pino(options, destination) : pino(options, pino.destination({ fd: 2, sync: true }));
}
