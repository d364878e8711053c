import { type Logger as BoltLogger, LogLevel } from "@slack/bolt";
import type { Logger } from "../../base/log.ts";

/**
 * Our log for Slack's libraries. Their own debug lines hold tokens' addresses and members' words, so those are left
 * out; their news of connections is of interest only to who looks for a fault.
 */
export function boltLog(log: Logger): BoltLogger {
  const words = (said: unknown[]) => said.map(String).join(" ");
  return {
    debug: () => undefined,
    info: (...said) => log.debug({ from: "slack" }, words(said)),
    warn: (...said) => log.warn({ from: "slack" }, words(said)),
    error: (...said) => log.warn({ from: "slack" }, words(said)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
