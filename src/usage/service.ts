import { Readable } from "node:stream";
import type { Clock } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import type { CardFile } from "../chat/contract/card.ts";
import { type Period, periodAt } from "../credits/period.ts";
import type { MediaLibrary } from "../media/keep/library.ts";
import { datesOf, type Text } from "../text/text.ts";
import type { UsageReport } from "./report.ts";
import type { Usage } from "./usage.ts";
import { words } from "./words.ts";

/** What a workspace spent in a period, as an admin is shown it. */
export interface ShownUsage {
  /** “November 1 – 30, 2026”. */
  period: Text;
  report: UsageReport;
  /** Lines for a card. */
  table: Text;
  /** A picture, where it could be drawn, and a table for a spreadsheet. */
  files: readonly CardFile<Text>[];
}

/** What an admin can see of the workspace's spending. */
export interface WorkspaceUsage {
  /** `back` counts periods before the present one. */
  show(period: Period, back: number): Promise<ShownUsage>;
}

interface Parts {
  usage: Usage;
  library: Pick<MediaLibrary, "put">;
  /** In whose days the workspace counts. */
  timeZone(): Promise<string>;
  clock: Clock;
  log: Logger;
}

/** Far more than a year of a large workspace comes to. */
const LIMIT_BYTES = 50_000_000;

/** `locale` is that of whoever is shown it. */
export function usageFor(
  { usage, library, timeZone, clock, log }: Parts,
  { workspace, locale }: { workspace: string; locale: string },
): WorkspaceUsage {
  const keep = async (bytes: Uint8Array, file: Pick<CardFile<Text>, "name" | "type" | "alt">) => {
    const kept = await library.put(Readable.from([bytes]), { limitBytes: LIMIT_BYTES });
    return { ...file, hash: kept.hash, bytes: kept.bytes };
  };
  return {
    show: async (period, back) => {
      const zone = await timeZone();
      let span = periodAt(period, clock.now(), zone);
      for (let i = 0; i < back; i++) span = periodAt(period, span.startsAt - 1, zone);
      const report = await usage.of(workspace, { from: span.startsAt, to: span.endsAt, timeZone: zone });
      const dates = datesOf(span.startsAt, span.endsAt - 1, zone);
      const name = `usage-${span.name.replaceAll(" ", "-")}`;
      const files = [
        await keep(Buffer.from(usage.csv(report)), {
          name: `${name}.csv`,
          type: "text/csv",
          alt: words.table,
        }),
      ];
      try {
        const { png } = await usage.picture(report, locale);
        const alt = words.picture({ period: dates });
        files.unshift(await keep(png, { name: `${name}.png`, type: "image/png", alt }));
      } catch (error) {
        // The table and the file say the same.
        log.warn({ error: messageOf(error) }, "the usage picture could not be drawn");
      }
      return { period: dates, report, table: usage.table(report), files };
    },
  };
}
