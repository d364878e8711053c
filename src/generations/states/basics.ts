import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { Db } from "../../store/tables.ts";

/** What hardly any step can do without. */
export interface Basics {
  db: Db;
  clock: Clock;
  log: Logger;
}
